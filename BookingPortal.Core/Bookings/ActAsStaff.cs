using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>What staff do to a booking from their pages: rights are read afresh, then the verb of the lifecycle does the work.</summary>
public sealed class ActAsStaff(
    ReadStaffAccess readStaffAccess,
    ReadBooking readBooking,
    ChangeBooking changeBooking,
    CancelBooking cancelBooking,
    RescheduleBooking rescheduleBooking,
    RestoreBooking restoreBooking)
{
    /// <param name="Reason">Why; required where the customer is affected (see <see cref="NeedsReason"/>).</param>
    /// <param name="SeenVersion">The version on the screen: what changed since is not overwritten.</param>
    /// <param name="NewStart">Only for <see cref="BookingVerb.Reschedule"/>.</param>
    public sealed record Request(
        Guid AccountId, Guid BookingId, BookingVerb Verb, string? Reason, int SeenVersion, Instant? NewStart = null, bool WaiveFee = false);

    /// <summary>What the customer will notice is done with a reason, which the history keeps.</summary>
    public static bool NeedsReason(BookingVerb verb) =>
        verb is BookingVerb.Cancel or BookingVerb.Decline or BookingVerb.Reschedule or BookingVerb.Restore or BookingVerb.Undo;

    public async Task<Outcome<Booking>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        StaffAccess? access = await readStaffAccess.RunAsync(request.AccountId, cancellationToken);
        ReadBooking.Found? found = await readBooking.ByIdAsync(request.BookingId, cancellationToken);
        if (access is null || found is null || !access.Sees(found.Booking))
        {
            return new Refusal.NotFound("this booking");
        }

        if (!access.May(request.Verb))
        {
            return new Refusal.Invalid("role", "Your account may not do this. Ask somebody at the desk.");
        }

        string? reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim();
        if (reason is null && NeedsReason(request.Verb))
        {
            return new Refusal.Invalid("reason", "Say why, in a few words. The history keeps it.");
        }

        if (reason?.Length > 500)
        {
            return new Refusal.Invalid("reason", "Keep the reason under 500 letters.");
        }

        var change = new ChangeRequest(request.BookingId, access.Email, IsStaff: true, reason, request.SeenVersion, access);
        return await ActAsync(request, change, found.Booking, cancellationToken);
    }

    private async Task<Outcome<Booking>> ActAsync(Request request, ChangeRequest change, Booking booking, CancellationToken cancellationToken)
    {
        switch (request.Verb)
        {
            case BookingVerb.Cancel:
                return await cancelBooking.RunAsync(new(change, request.WaiveFee), cancellationToken);
            case BookingVerb.Reschedule:
                return request.NewStart is { } start
                    ? await rescheduleBooking.RunAsync(new(change, start), cancellationToken)
                    : new Refusal.Invalid("start", "Choose the new time.");
            case BookingVerb.Restore:
                return await restoreBooking.RunAsync(new(change), cancellationToken);
            case BookingVerb.Undo when booking.Status is BookingStatus.Completed or BookingStatus.NoShow:
                // Completing early or a no-show may have given the rest of the time back, so it has to be taken again.
                return await restoreBooking.RunAsync(new(change, BookingVerb.Undo), cancellationToken);
            default:
                return await changeBooking.RunAsync(new(change, request.Verb), cancellationToken);
        }
    }
}
