using System.Security.Cryptography;
using System.Text.Json;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Sites;

/// <summary>
/// Takes what a site's own system has booked meanwhile, one by one: accepted, known already, or in conflict with what the
/// portal has sold. Told again it does nothing twice.
/// </summary>
public sealed class TakeSiteBookings(
    HearFromSite hearFromSite, IDbContextFactory<PortalContext> contexts, IWriteQueue writes, BookSlot bookSlot, ResolveSiteEntry resolveSiteEntry, IClock clock)
{
    /// <summary>A day of a busy site; a longer list comes in pieces.</summary>
    public const int MostAtOnce = 200;

    public sealed record Entry(string Id, SiteBooking Booking);

    public sealed record Request(string Site, IReadOnlyList<Entry> Entries, string By);

    /// <param name="Outcome">accepted, conflict, duplicate or refused.</param>
    /// <param name="Reference">The portal's booking, where there is one.</param>
    /// <param name="Why">For a conflict or a refusal, in words.</param>
    public sealed record Answer(string Id, string Outcome, string? Reference = null, string? Why = null);

    public async Task<Outcome<IReadOnlyList<Answer>>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        if (!(await hearFromSite.RunAsync(new HearFromSite.Request(request.Site), cancellationToken)).TryGet(out HearFromSite.Heard? heard, out Refusal? refusal))
        {
            return refusal;
        }

        var results = new List<Answer>();
        foreach (Entry entry in request.Entries)
        {
            results.Add(await TakeAsync(heard.Site, entry, request.By, cancellationToken));
        }

        return results;
    }

    private async Task<Answer> TakeAsync(Site site, Entry entry, string by, CancellationToken cancellationToken)
    {
        byte[] hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(entry.Booking));
        if (await KnownAsync(site, entry, hash, cancellationToken) is { } known)
        {
            return known;
        }

        SiteBooking wanted = entry.Booking;
        var slot = new SlotRequest(site.Slug, wanted.Service, wanted.StartsAt, wanted.Resource, wanted.Seats);
        var request = new BookSlot.Request(null, slot, wanted.Customer, BookSlot.FromAgent, by, wanted.Notes, AtCommit: (scope, booking) =>
        {
            scope.Db.SiteEntries.Add(Row(site, entry, hash, SiteEntryOutcome.Accepted, booking));
            return Task.CompletedTask;
        });
        try
        {
            Outcome<Booking> booked = await bookSlot.RunAsync(request, cancellationToken);
            return booked.TryGet(out Booking? made, out Refusal? refusal)
                ? new Answer(entry.Id, "accepted", made.Reference)
                : await RefusedAsync(site, entry, hash, refusal, cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Told twice at once: the other one was first, and its commit is the one that stands. If there is none, it was something else.
            if (await KnownAsync(site, entry, hash, cancellationToken) is { } first)
            {
                return first;
            }

            throw;
        }
    }

    private async Task<Answer> RefusedAsync(Site site, Entry entry, byte[] hash, Refusal refusal, CancellationToken cancellationToken) => refusal switch
    {
        Refusal.SlotTaken => await ConflictAsync(site, entry, hash, "The portal has sold this time.", cancellationToken),
        Refusal.NotOffered notOffered => await ConflictAsync(site, entry, hash, notOffered.Reason, cancellationToken),
        Refusal.Invalid invalid => new Answer(entry.Id, "refused", Why: $"{invalid.Field}: {invalid.Problem}"),
        Refusal.NotFound notFound => new Answer(entry.Id, "refused", Why: $"There is no {notFound.What}."),
        _ => new Answer(entry.Id, "refused", Why: "It could not be taken at this moment. Tell it again."),
    };

    private async Task<Answer?> KnownAsync(Site site, Entry entry, byte[] hash, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        SiteEntry? known = await db.SiteEntries.AsNoTracking().SingleOrDefaultAsync(each => each.SiteId == site.Id && each.EntryId == entry.Id, cancellationToken);
        return known is null
            ? null
            : known.Hash.AsSpan().SequenceEqual(hash)
                ? new Answer(entry.Id, "duplicate", known.Reference, known.Reason)
                : new Answer(entry.Id, "refused", Why: "This id was used for another booking before.");
    }

    /// <summary>Into the inbox; where the site's rule says that its own bookings count, the rule decides at once.</summary>
    private async Task<Answer> ConflictAsync(Site site, Entry entry, byte[] hash, string why, CancellationToken cancellationToken)
    {
        if (await KnownAsync(site, entry, hash, cancellationToken) is { } first)
        {
            return first; // what stands in the way is this very booking, told by somebody else a moment ago
        }

        bool siteWins = await resolveSiteEntry.SiteWinsAsync(site, entry.Booking, cancellationToken);
        SiteEntry Make()
        {
            SiteEntry row = Row(site, entry, hash, SiteEntryOutcome.Conflict, null);
            (row.Reason, row.Advice) = (why, Advice(site.Conflicts, siteWins));
            return row;
        }

        if (siteWins && (await resolveSiteEntry.ByRuleAsync(site, Make, cancellationToken)).TryGet(out SiteEntry? decided, out _))
        {
            return new Answer(entry.Id, "accepted", decided.Reference);
        }

        await writes.RunAsync(
            async scope =>
            {
                scope.Db.SiteEntries.Add(Make());
                return await scope.Db.SaveChangesAsync(CancellationToken.None);
            },
            cancellationToken);
        return new Answer(entry.Id, "conflict", Why: why);
    }

    private static string Advice(ConflictRule rule, bool siteWins) => rule switch
    {
        ConflictRule.AskPerson => "A person decides.",
        ConflictRule.EarliestFirst => siteWins ? "By the rule, the earliest counts: the site's." : "By the rule, the earliest counts: the portal's.",
        _ => siteWins ? "By the rule, the site's booking counts." : "By the rule, the portal's booking counts.",
    };

    private SiteEntry Row(Site site, Entry entry, byte[] hash, SiteEntryOutcome outcome, Booking? booking) => new()
    {
        SiteId = site.Id,
        EntryId = entry.Id,
        Hash = hash,
        Wanted = entry.Booking,
        Outcome = outcome,
        BookingId = booking?.Id,
        Reference = booking?.Reference,
        ToldAt = clock.GetCurrentInstant(),
    };
}
