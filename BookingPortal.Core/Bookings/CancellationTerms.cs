using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Until when a booking can be moved or cancelled, and what it costs afterwards.</summary>
public static class CancellationTerms
{
    /// <summary>The last instant at which cancelling is free; exactly that instant still is.</summary>
    public static Instant FreeUntil(CancellationPolicy policy, Instant startsAt) => startsAt - Duration.FromHours(policy.FreeUntilHours);

    /// <summary>
    /// The same for a booking. One that stood and waits for a yes to another time is free as long as either of the two times would be: moving
    /// is no way around the fee, and costs nobody more than what they had.
    /// </summary>
    public static Instant FreeUntil(CancellationPolicy policy, Booking booking) => FreeUntil(policy, booking.StartsAt, booking.StoodAt);

    /// <param name="policy">The service's.</param>
    /// <param name="startsAt">The start that is booked or asked for.</param>
    /// <param name="stoodAt">The start that was agreed to before; null where it was not moved, or stands again.</param>
    public static Instant FreeUntil(CancellationPolicy policy, Instant startsAt, Instant? stoodAt) => FreeUntil(policy, Instant.Max(startsAt, stoodAt ?? startsAt));

    /// <summary>What cancelling costs at <paramref name="now"/>, in minor units. A booking that never stood costs nothing to give up.</summary>
    public static long Fee(CancellationPolicy policy, Booking booking, Instant now) =>
        now <= FreeUntil(policy, booking) || (booking.StoodAt is null && booking.Status is (BookingStatus.PendingApproval or BookingStatus.PendingPayment))
            ? 0
            : ((booking.PriceAmount * policy.FeePercent) + 50) / 100;

    /// <summary>Customers may cancel until the visit begins; staff at any time.</summary>
    public static Refusal? Problem(Booking booking, bool isStaff, Instant now) =>
        isStaff || now < booking.StartsAt
            ? null
            : new Refusal.TooLate("The visit has begun. Please talk to us instead.");

    /// <summary>Customers may move a booking as long as cancelling it is free; later it would be a way around the fee.</summary>
    public static Refusal? MoveProblem(CancellationPolicy policy, Booking booking, bool isStaff, Instant now)
    {
        if (isStaff || (now < booking.StartsAt && (policy.FeePercent == 0 || now <= FreeUntil(policy, booking))))
        {
            return null;
        }

        return new Refusal.TooLate(now >= booking.StartsAt
            ? "The visit has begun. Please talk to us instead."
            : $"It could be moved until {policy.FreeUntilHours} hours before. Please talk to us instead.");
    }
}
