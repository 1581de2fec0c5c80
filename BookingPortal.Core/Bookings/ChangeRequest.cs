using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Who changes which booking, and what they last saw of it.</summary>
/// <param name="BookingId">Access was checked by the caller: by token, by role, by the scope of a key.</param>
/// <param name="By">For the history: <c>customer</c>, a staff member's email, <c>job</c>, the name of an API key.</param>
/// <param name="IsStaff">Staff may do what is too late for customers.</param>
/// <param name="Reason">Why, in the words of whoever did it; every act of staff carries one where it changes something for the customer.</param>
/// <param name="SeenVersion">The version they saw; null = whatever stands.</param>
/// <param name="Access">Of a person who signed in; null for customers, jobs and keys.</param>
public sealed record ChangeRequest(Guid BookingId, string By, bool IsStaff, string? Reason = null, int? SeenVersion = null, StaffAccess? Access = null)
{
    /// <summary>What must be true before anything is decided; null when all is well.</summary>
    public Refusal? Problem(Booking booking, BookingVerb verb)
    {
        if (SeenVersion is { } seen && seen != booking.Version)
        {
            return new Refusal.StaleVersion(booking.Version);
        }

        return Lifecycle.Next(booking.Status, verb) is null
            ? new Refusal.WrongStatus(booking.Status.ToString(), verb.ToString())
            : null;
    }

    /// <summary>Takes the step of the lifecycle: status, version, time of change.</summary>
    internal static void Step(Booking booking, BookingStatus next, Instant now)
    {
        booking.Status = next;
        booking.Version++;
        booking.ChangedAt = now;
    }
}
