using BookingPortal.Controls;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;

namespace BookingPortal.BookOnline;

/// <summary>What the holder of a time can do with it.</summary>
public sealed class HoldActs(BookSlot bookSlot, PlaceHold placeHold, RenewHold renewHold, ReleaseHold releaseHold, HoldSettings settings, VisitorCookie visitorCookie)
{
    /// <summary>How long a hold lasts unless its service says otherwise.</summary>
    public int Minutes => settings.Minutes;

    public Task<Outcome<Hold>> RenewAsync(Guid holdId, CancellationToken cancellationToken) => renewHold.RunAsync(holdId, cancellationToken);

    public Task<bool> ReleaseAsync(Guid holdId, CancellationToken cancellationToken) => releaseHold.RunAsync(holdId, cancellationToken);

    public Task<Outcome<Booking>> BookAsync(Guid holdId, Customer customer, string? notes, CancellationToken cancellationToken)
    {
        string? kept = string.IsNullOrWhiteSpace(notes) ? null : notes.Trim();
        return bookSlot.RunAsync(new BookSlot.Request(holdId, null, customer, Notes: kept), cancellationToken);
    }

    /// <summary>Keeps another time in place of one that was lost. It is held, not booked, so that pressing twice cannot book twice.</summary>
    public async Task<Outcome<Hold>> HoldInsteadAsync(Guid lostHoldId, SlotRequest slot, HttpContext http)
    {
        Outcome<Hold> placed = await placeHold.RunAsync(new PlaceHold.Request(slot, visitorCookie.Of(http)), http.RequestAborted);
        if (!placed.IsRefused)
        {
            await releaseHold.RunAsync(lostHoldId, http.RequestAborted);
        }

        return placed;
    }
}
