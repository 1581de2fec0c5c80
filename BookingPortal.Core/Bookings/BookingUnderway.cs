using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>A booking on its way through its saga: the row, its service, who moves it, and how it ends if it fails.</summary>
public sealed class BookingUnderway(Booking booking, Service service, EventLog events, string by, bool isNew = false)
{
    public Booking Booking { get; } = booking;

    public Service Service { get; } = service;

    /// <summary>It has no event yet.</summary>
    public bool IsNew { get; private set; } = isNew;

    /// <summary>Why, in the words of whoever did it.</summary>
    public string? Reason { get; init; }

    /// <summary>What it becomes when its steps are taken back.</summary>
    public BookingStatus EndsAs { get; set; } = BookingStatus.Expired;

    /// <summary>Takes a step of the lifecycle and writes its event; the first event of a new booking belongs to its first version.</summary>
    public async Task StepToAsync(WriteScope scope, BookingStatus status, string eventType, Instant now)
    {
        if (IsNew)
        {
            Booking.Status = status;
            IsNew = false;
        }
        else
        {
            ChangeRequest.Step(Booking, status, now);
        }

        await events.WriteAsync(scope, Booking, eventType, by, now, new Dictionary<string, string?>(StringComparer.Ordinal) { ["reason"] = Reason });
    }
}
