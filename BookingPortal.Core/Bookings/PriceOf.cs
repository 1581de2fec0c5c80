using BookingPortal.Core.Catalog;

namespace BookingPortal.Core.Bookings;

/// <summary>What a booking costs when it is made; the price stays with the booking when the catalog changes.</summary>
public static class PriceOf
{
    /// <summary>In minor units of the service's currency.</summary>
    public static long Booking(Service service, int seats) => service.PriceAmount * seats;

    /// <summary>The part of the price that is paid in advance, in minor units; never more than the price.</summary>
    public static long Deposit(Service service, int seats)
    {
        long price = Booking(service, seats);
        return service.Deposit.Kind switch
        {
            DepositKind.None => 0,
            DepositKind.Fixed => Math.Min(service.Deposit.Value * seats, price),

            // Half a cent goes up, as on any till.
            DepositKind.Percent => Math.Min(((price * service.Deposit.Value) + 50) / 100, price),
            DepositKind.Full => price,
            _ => throw new ArgumentOutOfRangeException(nameof(service), service.Deposit.Kind, "This deposit kind has no price."),
        };
    }
}
