using BookingPortal.Core.Bookings;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Payments;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>The kinds of messages by which the portal works on itself: nobody outside has to answer for them, and they have no address.</summary>
internal static class OwnWork
{
    public static IReadOnlyList<string> Kinds { get; } = [UndoLetter.Kind, RefundLetter.Kind, NoticeEffects.Staff];
}
