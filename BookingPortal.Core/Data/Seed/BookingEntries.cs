using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Reads bookings and scheduled sessions.</summary>
internal static class BookingEntries
{
    public const string TooLong = "nobody stays for more than a year";

    /// <summary>Every cell of a visit is a row; a slip in a year would be a million of them.</summary>
    public static readonly Duration LongestVisit = Duration.FromDays(366);

    private static readonly Dictionary<string, BookingStatus> Statuses =
        Enum.GetValues<BookingStatus>().ToDictionary(status => status.ToString(), StringComparer.Ordinal);

    public static ScenarioSession Session(JsonEntry entry) =>
        new(entry.NeedText("service", 60), entry.NeedText("site", 60), entry.Start("start"))
        {
            Resources = entry.Slugs("resources"),
            Seats = entry.Number("seats", 1, 10_000),
        };

    public static ScenarioBooking Booking(JsonEntry entry) =>
        new(entry.NeedText("service", 60), entry.NeedText("site", 60), entry.Start("start"), Customer(entry))
        {
            Reference = Reference(entry),
            Resources = entry.Slugs("resources"),
            Status = entry.Word("status", Statuses) ?? BookingStatus.Confirmed,
            Seats = entry.Number("seats", 1, 10_000) ?? 1,
            Price = ServiceEntries.Price(entry, "price"),
            End = entry.Instant("end"),
            Blocked = Blocked(entry),
            Overbooked = entry.Truth("overbooked"),
            CreatedAt = entry.Instant("createdAt"),
            Source = entry.Text("source", 20),
            Notes = entry.Text("notes", 2000),
            FeeAmount = ServiceEntries.Amount(entry, "feeAmount", isNeeded: false) ?? 0,
            StoodAt = entry.Instant("stoodAt"),
        };

    private static Customer Customer(JsonEntry booking)
    {
        if (booking.Need("customer") is null)
        {
            return new Customer("", "");
        }

        JsonEntry customer = booking.Entry("customer")!;
        string name = customer.NeedText("name", 120);
        string email = customer.Text("email", 254) ?? "";
        if (email.Length > 0 && !(email.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && at < email.Length - 1))
        {
            customer.Problem("email", $"\"{email}\" is no address like eva@example.com");
        }

        var read = new Customer(name, email, customer.Text("phone", 40), customer.Zone("timeZone"), customer.Text("locale", 35));
        customer.Done();
        return read;
    }

    private static string? Reference(JsonEntry booking)
    {
        if (booking.Text("reference", 20) is not { } reference)
        {
            return null;
        }

        if (!reference.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            booking.Problem("reference", $"\"{reference}\" has other characters than letters, digits and hyphens");
        }

        return BookingReference.Normalize(reference);
    }

    private static BusyTime? Blocked(JsonEntry booking)
    {
        if (booking.Entry("blocked") is not { } blocked)
        {
            return null;
        }

        Instant from = blocked.Instant("from", isNeeded: true) ?? default;
        Instant to = blocked.Instant("to", isNeeded: true) ?? from;
        if (to < from)
        {
            blocked.Problem("to", "it lies before from");
        }
        else if (to - from > LongestVisit)
        {
            blocked.Problem("to", TooLong);
        }

        blocked.Done();
        return new BusyTime(from, to);
    }
}
