using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BookingPortal.Core.Bookings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>
/// By what a second import recognises a booking without a reference: its content, and which copy of it in the file it is.
/// The nth identical entry is the nth booking, whatever has happened to it since.
/// </summary>
internal static class ImportKey
{
    private const char Separator = '\u001f';

    /// <summary>Everything that two identical entries have in common; the start as an instant, however it was written.</summary>
    public static string ContentOf(ScenarioBooking entry, Instant start)
    {
        Customer customer = entry.Customer;
        return string.Join(
            Separator,
            entry.Service, entry.Site, Number(start), string.Join(',', entry.Resources), entry.Status.ToString(),
            entry.Seats.ToString(CultureInfo.InvariantCulture),
            customer.Name, customer.Email, customer.Phone, customer.TimeZone, customer.Locale,
            $"{entry.Price}", Number(entry.End), Number(entry.Blocked?.From), Number(entry.Blocked?.To), $"{entry.Overbooked}",
            Number(entry.CreatedAt), entry.Source, entry.Notes, $"{entry.FeeAmount}");
    }

    /// <param name="copy">1 for the first entry with this content.</param>
    public static string Of(string content, int copy) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{content}{Separator}{copy}"))));

    private static string Number(Instant? instant) =>
        instant?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>The names of the bookings that are in the portal already.</summary>
internal sealed record KnownBookings(HashSet<string> References, HashSet<string> ImportKeys)
{
    public static KnownBookings None => new(new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));

    public static async Task<KnownBookings> ReadAsync(PortalContext db)
    {
        KnownBookings known = None;
        await foreach (var row in db.Bookings.Select(booking => new { booking.Reference, booking.ImportKey }).AsAsyncEnumerable())
        {
            known.References.Add(row.Reference);
            if (row.ImportKey is not null)
            {
                known.ImportKeys.Add(row.ImportKey);
            }
        }

        return known;
    }

    /// <summary>A reference that nobody has, and that nobody else gets.</summary>
    public string NewReference()
    {
        string reference;
        do
        {
            reference = BookingReference.New();
        }
        while (!References.Add(reference));
        return reference;
    }
}
