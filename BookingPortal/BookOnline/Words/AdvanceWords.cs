using System.Globalization;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Payments;

namespace BookingPortal.BookOnline.Words;

/// <summary>What is paid when: at the visit, while booking, or a part of it.</summary>
public static class AdvanceWords
{
    /// <summary>What stands before the price.</summary>
    public static string Label(Service service, int seats)
    {
        long price = PriceOf.Booking(service, seats);
        long advance = PriceOf.Deposit(service, seats);
        return price == 0 || (advance > 0 && advance < price) ? "Price" : advance == 0 ? "To pay at the visit" : "To pay when booking";
    }

    /// <summary>"€5.00 of it is paid when booking, the rest at the visit. "; empty unless it is a part.</summary>
    public static string Part(Service service, int seats, CultureInfo culture)
    {
        long advance = PriceOf.Deposit(service, seats);
        return advance > 0 && advance < PriceOf.Booking(service, seats)
            ? $"{Money.Print(advance, service.Currency, culture)} of it is paid when booking, the rest at the visit. "
            : "";
    }
}
