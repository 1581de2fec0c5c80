using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Finds the colleagues whom a change concerns and leaves a mail to each, so that one bad address stops nobody else's.</summary>
public sealed class TellStaff(
    IDbContextFactory<PortalContext> contexts, IWriteQueue writes, ReadCatalog readCatalog, LeaveEffects leaveEffects, StaffDirectory directory, IClock clock) : IEffectHandler
{
    public string Kind => NoticeEffects.Staff;

    public async Task<EffectAnswer> DeliverAsync(Effect effect, CancellationToken cancellationToken)
    {
        if (NoticePayload.Read(effect.Payload) is not { } payload || effect.BookingId is not { } bookingId)
        {
            return new EffectAnswer.Refused("The payload is not that of a staff notice.");
        }

        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Booking? booking = await db.Bookings.AsNoTracking().SingleOrDefaultAsync(each => each.Id == bookingId, cancellationToken);
        if (booking is null)
        {
            return new EffectAnswer.Pointless("The booking is gone.");
        }

        BookingEvent? happened = await db.BookingEvents.AsNoTracking()
            .SingleOrDefaultAsync(each => each.BookingId == bookingId && each.Version == effect.BookingVersion, cancellationToken);
        if (payload.What == "cancelled" && !await FindBooking.EverStoodAsync(db, bookingId, cancellationToken))
        {
            return new EffectAnswer.Pointless("It never stood, so no colleague was told of it.");
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Site site = catalog.Site(booking.SiteId);
        IReadOnlyList<StaffAccess> all = await directory.RunAsync(cancellationToken);
        PlannedEffect[] mails =
        [
            .. Concerned(all, booking, payload, happened, catalog)
                .Where(told => told.Colleague.Email.Length > 0 && !told.Colleague.Email.Equals(happened?.By, StringComparison.OrdinalIgnoreCase))
                .Select(told => Mail(effect, payload with { What = told.What }, told.Colleague, site, booking)),
        ];
        await writes.RunAsync(scope => leaveEffects.RunAsync(scope, mails, clock.GetCurrentInstant()), cancellationToken);
        return new EffectAnswer.Delivered(mails.Length == 1 ? "1 mail" : $"{mails.Length} mails");
    }

    /// <summary>A request concerns those who may decide; everything else those who do the work, and those who no longer do.</summary>
    private static IEnumerable<(StaffAccess Colleague, string What)> Concerned(
        IReadOnlyList<StaffAccess> all, Booking booking, NoticePayload payload, BookingEvent? happened, CatalogSnapshot catalog)
    {
        string what = payload.What ?? "booked";
        if (payload.Kind == NoticeKind.ApprovalAsked)
        {
            return all.Where(each => each.May(BookingVerb.Approve) && each.SeesSite(booking.SiteId)).Select(each => (each, what));
        }

        HashSet<Guid> now = [.. booking.Resources.Select(resource => resource.ResourceId)];
        HashSet<Guid> before = [.. EventFacts.Of(happened, booking).ResourcesBefore.Select(catalog.FindResource).OfType<Resource>().Select(resource => resource.Id)];
        return all.Where(each => each.ResourceId is not null)
            .Select(each => (each, now.Contains(each.ResourceId!.Value) ? what : before.Contains(each.ResourceId.Value) ? "away" : ""))
            .Where(told => told.Item2.Length > 0);
    }

    /// <summary>Who does the work and decides too is asked and told of one change: neither replaces the other.</summary>
    private static string TopicOf(NoticePayload payload) => payload.Kind == NoticeKind.ApprovalAsked ? "decide" : "staff";

    private static PlannedEffect Mail(Effect effect, NoticePayload payload, StaffAccess colleague, Site site, Booking booking) =>
        new(NoticeEffects.Mail, NoticeEffects.ToAddress(colleague.Email), (payload with { Name = colleague.Name, Locale = site.Locale }).Write(), TopicOf(payload))
        {
            BookingId = booking.Id,
            BookingVersion = effect.BookingVersion,
            PointlessAfter = Instant.Max(booking.EndsAt, effect.CreatedAt + Duration.FromDays(2)),
            Once = $"{effect.Id:N}/{colleague.Email}",
        };
}
