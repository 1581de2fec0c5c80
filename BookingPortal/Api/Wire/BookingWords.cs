using System.Text.Json;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using NodaTime;

namespace BookingPortal.Api.Wire;

/// <summary>Says a booking and what happened to it in the words of the API.</summary>
internal static class BookingWords
{
    public static BookingAnswer Describe(Booking booking, CatalogSnapshot catalog)
    {
        Site site = catalog.Site(booking.SiteId);
        DateTimeZone zone = CatalogFacts.ZoneOf(site);
        Customer customer = booking.Customer;
        return new BookingAnswer(
            booking.Id,
            booking.Reference,
            booking.Status.ToString(),
            booking.Version,
            site.Slug,
            catalog.Service(booking.ServiceId).Slug,
            At(booking.StartsAt, zone),
            At(booking.EndsAt, zone),
            site.TimeZone,
            [.. booking.Resources.OrderBy(resource => resource.Group).Select(resource => catalog.Resource(resource.ResourceId).Slug)],
            booking.Seats,
            new CustomerAnswer(customer.Name, customer.Email, customer.Phone, customer.TimeZone, customer.Locale),
            booking.Notes,
            new Money(booking.PriceAmount, booking.Currency),
            booking.FeeAmount > 0 ? new Money(booking.FeeAmount, booking.Currency) : null,
            booking.ItineraryId,
            booking.Source,
            At(booking.CreatedAt, zone),
            At(booking.ChangedAt, zone));
    }

    /// <param name="forCustomer">Names and reasons of staff are left out.</param>
    public static IReadOnlyList<HistoryAnswer> History(IReadOnlyList<BookingEvent> history, DateTimeZone zone, bool forCustomer) =>
        [.. history.Select(happened => new HistoryAnswer(
            happened.Version,
            happened.Type,
            At(happened.At, zone),
            forCustomer ? KindOf(happened.By) : happened.By,
            forCustomer ? null : DataOf(happened, zone)))];

    public static EventAnswer Describe(ReadEvents.Item item, CatalogSnapshot catalog)
    {
        DateTimeZone zone = CatalogFacts.ZoneOf(catalog.Site(item.SiteId));
        BookingEvent happened = item.Event;
        return new EventAnswer(
            item.Sequence, happened.Type, item.Reference, happened.Version, At(happened.At, zone), happened.By, happened.SchemaVersion, DataOf(happened, zone));
    }

    public static OffsetDateTime At(Instant instant, DateTimeZone zone) => instant.InZone(zone).ToOffsetDateTime();

    private static string KindOf(string by) => by is "customer" or "payment" or "job" or "scenario" ? by : "staff";

    /// <summary>Events keep their instants in UTC; outside they have the site's offset like all others.</summary>
    private static JsonElement DataOf(BookingEvent happened, DateTimeZone zone)
    {
        using var kept = JsonDocument.Parse(happened.Data);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(happened.Data.Length + 32);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (JsonProperty member in kept.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.String
                    && member.Name is "start" or "end" or "from"
                    && NodaTime.Text.InstantPattern.General.Parse(member.Value.GetString()!) is { Success: true } instant)
                {
                    writer.WriteString(member.Name, OffsetInstantForm.Pattern.Format(At(instant.Value, zone)));
                }
                else
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        using var made = JsonDocument.Parse(buffer.WrittenMemory);
        return made.RootElement.Clone();
    }
}
