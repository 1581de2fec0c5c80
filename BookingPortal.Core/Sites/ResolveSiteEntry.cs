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
    IDbContextFactory<PortalContext> contexts, SagaWrites writes, ReadCatalog readCatalog, CancelBooking cancelBooking, BookSlot bookSlot, IClock clock)
{
    /// <summary>Each lost race means that somebody took a part of the time between two looks.</summary>
    private const int MostRaces = 20;

    private static readonly Refusal Decided = new Refusal.WrongStatus("decided", "resolve");

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

    /// <summary>The site's rule has decided for the site: the entry is written down as accepted in the commit that gives it the time, or not at all.</summary>
    /// <param name="make">The entry, new for every try.</param>
    internal Task<Outcome<SiteEntry>> ByRuleAsync(Site site, Func<SiteEntry> make, CancellationToken cancellationToken) => GiveAsync(
        new Gift(
            site,
            scope =>
            {
                SiteEntry entry = make();
                scope.Db.SiteEntries.Add(entry);
                return Task.FromResult<SiteEntry?>(entry);
            },
            others => IsForSite(site, make().Wanted, others),
            "job",
            make().Advice ?? ""),
        cancellationToken);

    /// <summary>Whether the site's rule gives it the time.</summary>
    internal async Task<bool> SiteWinsAsync(Site site, SiteBooking wanted, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return IsForSite(site, wanted, await InTheWayAsync(db, catalog, site, wanted, cancellationToken));
    }

    private static bool IsForSite(Site site, SiteBooking wanted, List<Booking> others) => site.Conflicts switch
    {
        ConflictRule.SiteFirst => true,
        ConflictRule.EarliestFirst => wanted.MadeAt is { } madeAt && others.Count > 0
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

        if (!giveToSite)
        {
            return await writes.RunAsync<SiteEntry>(async scope => await OpenAsync(scope, entry) is { } open ? await KeepAsync(scope, open, SiteEntryOutcome.Dismissed, null, by) : Decided, cancellationToken);
        }

        Site site = (await readCatalog.RunAsync(cancellationToken)).Site(siteId);
        return await GiveAsync(new Gift(site, scope => OpenAsync(scope, entry), _ => true, by, reason), cancellationToken);
    }

    /// <summary>What the portal sold is cancelled and the site's booking made in one commit: neither customer is ever without an answer, whenever the power goes.</summary>
    private async Task<Outcome<SiteEntry>> GiveAsync(Gift gift, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        for (int race = 0; race < MostRaces; race++)
        {
            Outcome<SiteEntry?> given = await writes.RunAsync(scope => TryGiveAsync(scope, gift, catalog, cancellationToken), cancellationToken);
            if (!given.TryGet(out SiteEntry? entry, out Refusal? refusal) && refusal is not null)
            {
                return refusal;
            }

            if (entry is not null)
            {
                return entry;
            }
        }

        return new Refusal.SlotTaken([]);
    }

    /// <returns>Null when somebody else took a part of the time at this moment; then nothing of it stands.</returns>
    private async Task<Outcome<SiteEntry?>> TryGiveAsync(WriteScope scope, Gift gift, CatalogSnapshot catalog, CancellationToken cancellationToken)
    {
        if (await gift.Open(scope) is not { } entry)
        {
            return Decided;
        }

        (Site site, SiteBooking wanted) = (gift.Site, entry.Wanted);
        List<Booking> others = await InTheWayAsync(scope.Db, catalog, site, wanted, cancellationToken);
        if (!gift.IsForSite(others))
        {
            scope.Undo();
            return new Refusal.SlotTaken([]);
        }

        foreach (Booking other in others)
        {
            var change = new ChangeRequest(other.Id, gift.By, IsStaff: true, $"{site.Name} had sold this time itself. {gift.Reason}");
            if (!(await cancelBooking.InsideAsync(scope, new CancelBooking.Request(change, WaiveFee: true), catalog)).TryGet(out _, out Refusal? refusal))
            {
                scope.Undo();
                return refusal;
            }
        }

        var slot = new SlotRequest(site.Slug, wanted.Service, wanted.StartsAt, wanted.Resource, wanted.Seats);
        Outcome<Booking>? booked = await bookSlot.InsideAsync(
            scope, new BookSlot.Request(null, slot, wanted.Customer, BookSlot.FromAgent, gift.By, wanted.Notes), catalog, cancellationToken);
        if (booked is not { } answer)
        {
            return Outcome<SiteEntry?>.Done(null);
        }

        return answer.TryGet(out Booking? booking, out Refusal? refused)
            ? await KeepAsync(scope, entry, SiteEntryOutcome.Accepted, booking, gift.By)
            : refused;
    }

    private static Task<SiteEntry?> OpenAsync(WriteScope scope, SiteEntry seen) => scope.Db.SiteEntries.SingleOrDefaultAsync(
        each => each.SiteId == seen.SiteId && each.EntryId == seen.EntryId && each.Outcome == SiteEntryOutcome.Conflict);

    private async Task<SiteEntry> KeepAsync(WriteScope scope, SiteEntry entry, SiteEntryOutcome outcome, Booking? booking, string by)
    {
        (entry.Outcome, entry.BookingId, entry.Reference) = (outcome, booking?.Id, booking?.Reference);
        (entry.ResolvedAt, entry.ResolvedBy) = (clock.GetCurrentInstant(), by);
        await scope.Db.SaveChangesAsync();
        return entry;
    }

    /// <summary>The portal's bookings over this time, of the one resource with the fewest of them where the site names none.</summary>
    private static async Task<List<Booking>> InTheWayAsync(
        PortalContext db, CatalogSnapshot catalog, Site site, SiteBooking wanted, CancellationToken cancellationToken)
    {
        if (catalog.FindService(wanted.Service) is not { } service)
        {
            return [];
        }

        SlotTimes times = SlotTimes.Of(service, site, wanted.StartsAt);
        Instant from = times.Start - Duration.FromMinutes(service.BufferBeforeMinutes);
        Instant to = times.End + Duration.FromMinutes(service.BufferAfterMinutes);
        Guid[] people = [.. catalog.PrimaryResources(service, site).Where(each => wanted.Resource is null || each.Slug == wanted.Resource).Select(each => each.Id)];
        var taken = await (
            from time in db.TakenTimes
            join booking in db.Bookings on time.OwnerId equals booking.Id
            where people.Contains(time.ResourceId) && time.BlockedFrom < to && time.BlockedTo > @from
            select new { time.ResourceId, booking }).AsNoTracking().ToListAsync(cancellationToken);
        return taken.GroupBy(each => each.ResourceId).OrderBy(group => group.Count()).FirstOrDefault()?.Select(each => each.booking).ToList() ?? [];
    }

    /// <param name="Open">The entry as it waits, in the write that decides it; null when it is decided already.</param>
    /// <param name="IsForSite">Whether the site's rule still says so of what stands in the way.</param>
    private sealed record Gift(Site Site, Func<WriteScope, Task<SiteEntry?>> Open, Func<List<Booking>, bool> IsForSite, string By, string Reason);
}
