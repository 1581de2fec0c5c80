using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Bookings;

/// <summary>One run of a class with the people who come, for the staff who receive them.</summary>
public sealed class ReadSession(IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog)
{
    /// <param name="Guests">Bookings that keep a seat, by name.</param>
    public sealed record Found(Session Session, Site Site, Service Service, IReadOnlyList<Resource> Resources, IReadOnlyList<Booking> Guests)
    {
        public int SeatsTaken => Guests.Sum(guest => guest.Seats);
    }

    /// <returns>Null when there is none, or none that this person may see.</returns>
    public async Task<Found?> RunAsync(StaffAccess access, Guid sessionId, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Session? session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(each => each.Id == sessionId, cancellationToken);
        if (session is null || !access.SeesSite(session.SiteId) || !session.Resources.Any(access.SeesResource))
        {
            return null;
        }

        List<Booking> bookings = await db.Bookings.AsNoTracking()
            .Where(booking => booking.SessionId == sessionId)
            .ToListAsync(cancellationToken);
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        return new Found(
            session,
            catalog.Site(session.SiteId),
            catalog.Service(session.ServiceId),
            [.. session.Resources.Select(catalog.Resource)],
            [.. bookings.Where(booking => Lifecycle.HoldsClaims(booking.Status)).OrderBy(booking => booking.Customer.Name, StringComparer.CurrentCulture)]);
    }
}
