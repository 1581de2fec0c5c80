using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Data.Checks;

/// <summary>All that the invariants are about, read in one snapshot, as it is stored: a status that does not exist must not stop the reading.</summary>
internal sealed class CheckFacts
{
    public required Instant Now { get; init; }

    public required Dictionary<Guid, Site> Sites { get; init; }

    public required Dictionary<Guid, Resource> Resources { get; init; }

    public required Dictionary<Guid, Service> Offers { get; init; }

    public required Dictionary<Guid, BookingRow> Bookings { get; init; }

    public required ILookup<Guid, BookingResource> BookingResources { get; init; }

    public required Dictionary<Guid, Hold> Holds { get; init; }

    public required Dictionary<Guid, Session> Sessions { get; init; }

    /// <summary>Without those of holds that have run out: they are nobody's.</summary>
    public required List<TakenTime> Times { get; init; }

    /// <summary>Without those that have run out.</summary>
    public required List<SlotClaim> Claims { get; init; }

    public required List<OutsideBusyTime> Busy { get; init; }

    public required List<EventRow> Events { get; init; }

    public required List<EventStreamEntry> Stream { get; init; }

    public required HashSet<Guid> EventsToNumber { get; init; }

    /// <summary>Bookings that staff put over others on purpose, as their history says.</summary>
    public required HashSet<Guid> Overbooked { get; init; }

    public static async Task<CheckFacts> ReadAsync(PortalContext db, Instant now, CancellationToken cancellationToken)
    {
        List<BookingResource> resources = await db.Set<BookingResource>().AsNoTracking().ToListAsync(cancellationToken);
        List<BookingRow> bookings = await db.Database
            .SqlQueryRaw<BookingRow>("""
                SELECT "Id", "Reference", "SiteId", "ServiceId", "SessionId", "Status", "Version", "StartsAt", "EndsAt", "LocalStart", "Seats" FROM "Bookings"
                """)
            .ToListAsync(cancellationToken);
        return new CheckFacts
        {
            Now = now,
            Sites = await db.Sites.AsNoTracking().ToDictionaryAsync(site => site.Id, cancellationToken),
            Resources = await db.Resources.AsNoTracking().ToDictionaryAsync(resource => resource.Id, cancellationToken),
            Offers = await db.Services.AsNoTracking().ToDictionaryAsync(service => service.Id, cancellationToken),
            Bookings = bookings.ToDictionary(booking => booking.Id),
            BookingResources = resources.OrderBy(resource => resource.Group).ToLookup(resource => resource.BookingId),
            Holds = await db.Holds.AsNoTracking().ToDictionaryAsync(hold => hold.Id, cancellationToken),
            Sessions = await db.Sessions.AsNoTracking().ToDictionaryAsync(session => session.Id, cancellationToken),
            Times = await db.TakenTimes.AsNoTracking()
                .Where(taken => taken.ExpiresAt == null || taken.ExpiresAt > now)
                .ToListAsync(cancellationToken),
            Claims = await db.SlotClaims.AsNoTracking()
                .Where(claim => claim.ExpiresAt == null || claim.ExpiresAt > now)
                .ToListAsync(cancellationToken),
            Busy = await db.BusyTimes.AsNoTracking().ToListAsync(cancellationToken),
            Events = await db.BookingEvents.AsNoTracking()
                .Select(happened => new EventRow(happened.Id, happened.BookingId, happened.Version))
                .ToListAsync(cancellationToken),
            Stream = await db.EventStream.AsNoTracking().OrderBy(entry => entry.Sequence).ToListAsync(cancellationToken),
            EventsToNumber = [.. await db.EventsToNumber.Select(waiting => waiting.EventId).ToListAsync(cancellationToken)],
            Overbooked = [.. await db.BookingEvents
                .Where(happened => happened.Data.Contains("\"overbooked\""))
                .Select(happened => happened.BookingId)
                .ToListAsync(cancellationToken)],
        };
    }

    /// <summary>Who owns something, for people.</summary>
    public string NameOf(Guid owner) =>
        Bookings.TryGetValue(owner, out BookingRow? booking) ? $"booking {booking.Reference}"
        : Holds.ContainsKey(owner) ? $"hold {owner}"
        : Sessions.TryGetValue(owner, out Session? session) ? NameOf(session)
        : $"{owner}, which is nothing";

    public string NameOf(Session session) =>
        $"session of {(Offers.TryGetValue(session.ServiceId, out Service? service) ? service.Slug : session.ServiceId)} at {session.StartsAt}";

    /// <summary>What is claimed or taken, for people.</summary>
    public string ThingOf(Guid id) =>
        Resources.TryGetValue(id, out Resource? resource) ? resource.Slug
        : Sessions.TryGetValue(id, out Session? session) ? $"a seat in the {NameOf(session)}"
        : $"{id}";
}

/// <summary>A booking as it is stored.</summary>
internal sealed record BookingRow(
    Guid Id, string Reference, Guid SiteId, Guid ServiceId, Guid? SessionId, string Status, int Version, long StartsAt, long EndsAt, string LocalStart, int Seats)
{
    /// <summary>Null where there is no such status.</summary>
    public BookingStatus? Known =>
        Enum.TryParse(Status, out BookingStatus status) && Enum.IsDefined(status) && status.ToString() == Status ? status : null;

    /// <summary>An unknown status is reported as such; beyond that nothing can be expected of it.</summary>
    public bool? HoldsClaims => Known is { } status ? Lifecycle.HoldsClaims(status) : null;
}

/// <summary>An event without what it says.</summary>
internal sealed record EventRow(Guid Id, Guid BookingId, int Version);
