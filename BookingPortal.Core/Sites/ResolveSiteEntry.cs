using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Sites;

/// <summary>Decides a conflict of the inbox: the portal's booking stays, or the time goes to the customer of the site.</summary>
public sealed class ResolveSiteEntry(
    IDbContextFactory<PortalContext> contexts, IWriteQueue writes, ReadCatalog readCatalog, CancelBooking cancelBooking, BookSlot bookSlot, IClock clock)
{
    /// <param name="GiveToSite">What the portal sold is cancelled without a fee, and the site's booking is made; else the portal's stays.</param>
    /// <param name="Access">Who decides; the desk of the site may.</param>
    public sealed record Request(Guid SiteId, string EntryId, bool GiveToSite, StaffAccess Access, string? Reason);

    public async Task<Outcome<SiteEntry>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        if (!request.Access.IsDesk || !request.Access.SeesSite(request.SiteId))
        {
            return new Refusal.NotFound("this entry");
        }

        return string.IsNullOrWhiteSpace(request.Reason)
            ? new Refusal.Invalid("reason", "Say why, in a few words. The history keeps it.")
            : await DecideAsync(request.SiteId, request.EntryId, request.GiveToSite, request.Access.Email, request.Reason.Trim(), cancellationToken);
    }

    /// <summary>The site's rule has decided for the site.</summary>
    internal Task<Outcome<SiteEntry>> ByRuleAsync(Guid siteId, string entryId, string rule, CancellationToken cancellationToken) =>
        DecideAsync(siteId, entryId, giveToSite: true, "job", rule, cancellationToken);

    /// <summary>Whether the site's rule gives it the time.</summary>
    internal async Task<bool> SiteWinsAsync(Site site, SiteBooking wanted, CancellationToken cancellationToken) => site.Conflicts switch
    {
        ConflictRule.SiteFirst => true,
        ConflictRule.EarliestFirst => wanted.MadeAt is { } madeAt
            && await InTheWayAsync(site, wanted, cancellationToken) is { Count: > 0 } others
            && others.TrueForAll(other => Instant.FromUnixTimeMilliseconds(madeAt) < other.CreatedAt),
        _ => false,
    };

    private async Task<Outcome<SiteEntry>> DecideAsync(
        Guid siteId, string entryId, bool giveToSite, string by, string reason, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        SiteEntry? entry = await db.SiteEntries.AsNoTracking().SingleOrDefaultAsync(each => each.SiteId == siteId && each.EntryId == entryId, cancellationToken);
        if (entry is null)
        {
            return new Refusal.NotFound("this entry");
        }

        if (entry.Outcome != SiteEntryOutcome.Conflict)
        {
            return new Refusal.WrongStatus(entry.Outcome.ToString(), "resolve");
        }

        return giveToSite
            ? await GiveAsync(entry, by, reason, cancellationToken)
            : await writes.RunAsync(scope => KeepAsync(scope, entry, SiteEntryOutcome.Dismissed, null, by), cancellationToken);
    }

    private async Task<Outcome<SiteEntry>> GiveAsync(SiteEntry entry, string by, string reason, CancellationToken cancellationToken)
    {
        Site site = (await readCatalog.RunAsync(cancellationToken)).Site(entry.SiteId);
        SiteBooking wanted = entry.Wanted;
        foreach (Booking other in await InTheWayAsync(site, wanted, cancellationToken))
        {
            var change = new ChangeRequest(other.Id, by, IsStaff: true, $"{site.Name} had sold this time itself. {reason}");
            if (!(await cancelBooking.RunAsync(new CancelBooking.Request(change, WaiveFee: true), cancellationToken)).TryGet(out _, out Refusal? refusal))
            {
                return refusal;
            }
        }

        var slot = new SlotRequest(site.Slug, wanted.Service, wanted.StartsAt, wanted.Resource, wanted.Seats);
        SiteEntry? kept = null;
        Outcome<Booking> booked = await bookSlot.RunAsync(
            new BookSlot.Request(null, slot, wanted.Customer, BookSlot.FromAgent, by, wanted.Notes, AtCommit: async (scope, booking) =>
                kept = (await KeepAsync(scope, entry, SiteEntryOutcome.Accepted, booking, by)).Match<SiteEntry?>(row => row, _ => null)),
            cancellationToken);
        return booked.TryGet(out _, out Refusal? refused) ? kept! : refused;
    }

    private async Task<Outcome<SiteEntry>> KeepAsync(WriteScope scope, SiteEntry seen, SiteEntryOutcome outcome, Booking? booking, string by)
    {
        SiteEntry entry = await scope.Db.SiteEntries.SingleAsync(each => each.SiteId == seen.SiteId && each.EntryId == seen.EntryId);
        (entry.Outcome, entry.BookingId, entry.Reference) = (outcome, booking?.Id, booking?.Reference);
        (entry.ResolvedAt, entry.ResolvedBy) = (clock.GetCurrentInstant(), by);
        await scope.Db.SaveChangesAsync();
        return entry;
    }

    /// <summary>The portal's bookings over this time, of the one resource with the fewest of them where the site names none.</summary>
    private async Task<List<Booking>> InTheWayAsync(Site site, SiteBooking wanted, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        if (catalog.FindService(wanted.Service) is not { } service)
        {
            return [];
        }

        SlotTimes times = SlotTimes.Of(service, site, wanted.StartsAt);
        Instant from = times.Start - Duration.FromMinutes(service.BufferBeforeMinutes);
        Instant to = times.End + Duration.FromMinutes(service.BufferAfterMinutes);
        Guid[] people = [.. catalog.PrimaryResources(service, site).Where(each => wanted.Resource is null || each.Slug == wanted.Resource).Select(each => each.Id)];
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        var taken = await (
            from time in db.TakenTimes
            join booking in db.Bookings on time.OwnerId equals booking.Id
            where people.Contains(time.ResourceId) && time.BlockedFrom < to && time.BlockedTo > @from
            select new { time.ResourceId, booking }).AsNoTracking().ToListAsync(cancellationToken);
        return taken.GroupBy(each => each.ResourceId).OrderBy(group => group.Count()).FirstOrDefault()?.Select(each => each.booking).ToList() ?? [];
    }
}
