using System.Text.Json;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Reporting;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Bookings;

/// <summary>Writes what happened to a booking, and the effects it is to have outside, into the same transaction that made it so.</summary>
public sealed class EventLog(
    IEventNumbering numbering, BookingNews news, ReadCatalog readCatalog, LeaveEffects leaveEffects, Backlog backlog, PlanEffectsOf planEffectsOf)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <summary>Adds the event for the booking's present version and saves everything pending in the scope.</summary>
    /// <param name="by">Who did it: <c>customer</c>, a staff member's email, <c>job</c>, the name of an API key.</param>
    /// <param name="more">What else belongs to the event, such as a reason; its members join the booking's own.</param>
    public async Task WriteAsync(
        WriteScope scope, Booking booking, string type, string by, Instant at, IReadOnlyDictionary<string, string?>? more = null)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["status"] = booking.Status.ToString(),
            ["start"] = InstantPattern.General.Format(booking.StartsAt),
            ["end"] = InstantPattern.General.Format(booking.EndsAt),
        };
        if (booking.StoodAt is { } stoodAt)
        {
            data["stoodAt"] = InstantPattern.General.Format(stoodAt);
        }

        foreach ((string name, string? value) in more ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            if (value is not null)
            {
                data[name] = value;
            }
        }

        var happened = new BookingEvent
        {
            BookingId = booking.Id,
            Version = booking.Version,
            Type = type,
            At = at,
            By = by,
            Data = JsonSerializer.Serialize(data, Form),
        };
        await scope.Db.SaveChangesAsync();
        await BulkInsert.RowAsync(scope.Db, happened);
        await numbering.NumberAsync(scope, happened);
        await LeaveEffectsAsync(scope, booking, happened);
        Guid siteId = booking.SiteId;
        scope.AfterCommit(() =>
        {
            PortalMeter.Happened(type);
            news.Tell(siteId);
        });
    }

    private async Task LeaveEffectsAsync(WriteScope scope, Booking booking, BookingEvent happened)
    {
        // The verb that writes has just read the catalog, so what was read last knows the booking's service.
        CatalogSnapshot catalog = readCatalog.Latest ?? await readCatalog.RunAsync();
        (Service service, Site site) = (catalog.Service(booking.ServiceId), catalog.Site(booking.SiteId));
        IReadOnlyList<PlannedEffect> planned = planEffectsOf.Run(booking, service, site, happened).Effects;
        if (planned.Count > 0)
        {
            if (booking.Version == 1)
            {
                backlog.RefuseWhenFull();
            }

            await leaveEffects.RunAsync(scope, planned, happened.At);
        }
    }
}
