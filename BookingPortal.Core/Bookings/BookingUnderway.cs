using System.Globalization;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>A booking on its way through its saga: the row, its service, who moves it, and how it ends if it fails.</summary>
public sealed class BookingUnderway(Booking booking, Service service, EventLog events, string by, bool isNew = false)
{
    public Booking Booking { get; } = booking;

    public Service Service { get; } = service;

    /// <summary>Who moves it, for the history.</summary>
    public string By => by;

    /// <summary>It has no event yet.</summary>
    public bool IsNew { get; private set; } = isNew;

    /// <summary>Its site is not heard from, so a person must agree to what customers book there.</summary>
    public bool MustBeAsked { get; init; }

    /// <summary>The site's own system made it: who booked there has been agreed with already, and pays there.</summary>
    public bool IsMadeElsewhere => Booking.Source == BookSlot.FromAgent;

    /// <summary>Why it was put over others on purpose; null where it was not.</summary>
    public string? Overbooks { get; init; }

    /// <summary>Why, in the words of whoever did it.</summary>
    public string? Reason { get; init; }

    /// <summary>What it becomes when its steps are taken back.</summary>
    public BookingStatus EndsAs { get; set; } = BookingStatus.Expired;

    /// <summary>What the customer owes for that, in minor units; the rest of what was paid goes back.</summary>
    public long Keep { get; init; }

    /// <summary>Takes a step of the lifecycle and writes its event; the first event of a new booking belongs to its first version.</summary>
    public async Task StepToAsync(WriteScope scope, BookingStatus status, string eventType, Instant now)
    {
        var more = new Dictionary<string, string?>(StringComparer.Ordinal) { ["reason"] = Reason, ["fee"] = Keep > 0 ? Keep.ToString(CultureInfo.InvariantCulture) : null };
        if (IsNew)
        {
            Booking.Status = status;
            IsNew = false;
            more["overbooked"] = Overbooks;
        }
        else
        {
            ChangeRequest.Step(Booking, status, now);
        }

        await events.WriteAsync(scope, Booking, eventType, by, now, more);
    }
}
