using System.Globalization;
using BookingPortal.Account;
using BookingPortal.Calendar;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using NodaTime;

namespace BookingPortal.Desk;

/// <summary>Where a site's own book and the portal's do not agree, a person decides here.</summary>
public sealed partial class InboxPage(ReadInbox readInbox, ResolveSiteEntry resolveSiteEntry, ReadStaffAccess readStaffAccess)
{
    private readonly Dictionary<string, string?> _reasons = new(StringComparer.Ordinal);
    private StaffAccess? _access;
    private CatalogSnapshot? _catalog;
    private IReadOnlyList<SiteEntry> _entries = [];
    private IReadOnlyList<string> _silent = [];
    private string _sentence = "Reading …";
    private string? _problem;
    private string? _asked;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _access = StaffClaims.Read((await SignedIn).User);
        await LookAsync();
    }

    private async Task LookAsync()
    {
        // Rights may have been taken away since the page was opened.
        _access = _access is null ? null : await readStaffAccess.RunAsync(_access.AccountId);
        if (_access is not { IsDesk: true })
        {
            (_entries, _sentence) = ([], "This page is for the desk.");
            return;
        }

        ReadInbox.Found found = await readInbox.RunAsync(_access);
        (_catalog, _entries) = (found.Catalog, found.Conflicts);
        foreach (SiteEntry entry in _entries)
        {
            _reasons.TryAdd(entry.EntryId, null);
        }

        _silent = [.. found.Silent.Select(link => Silent(found.Catalog.Site(link.SiteId), link))];
        _sentence = _entries.Count switch
        {
            0 => "Nothing waits here. What a linked site sells twice will.",
            1 => "One booking of a site meets one of the portal's.",
            int count => $"{count} bookings of sites meet bookings of the portal.",
        };
    }

    private async Task DecideAsync(SiteEntry entry, bool giveToSite)
    {
        if (giveToSite && _asked != entry.EntryId)
        {
            _asked = entry.EntryId;
            _problem = null;
            return;
        }

        _busy = true;
        _asked = null;
        Outcome<SiteEntry> decided = await resolveSiteEntry.RunAsync(
            new ResolveSiteEntry.Request(entry.SiteId, entry.EntryId, giveToSite, _access!, _reasons[entry.EntryId]));
        _busy = false;
        _problem = decided.TryGet(out _, out Refusal? refusal) ? null : refusal.Match(new StaffRefusalWords(ZoneOf(entry)));
        await LookAsync();
    }

    private DateTimeZone ZoneOf(SiteEntry entry) => CatalogFacts.ZoneOf(_catalog!.Site(entry.SiteId));

    private string When(SiteEntry entry) => entry.Wanted.StartsAt.InZone(ZoneOf(entry)).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    private string What(SiteEntry entry)
    {
        string service = _catalog!.FindService(entry.Wanted.Service)?.Name ?? entry.Wanted.Service;
        string with = entry.Wanted.Resource is { } slug ? $" with {_catalog.FindResource(slug)?.Name ?? slug}" : "";
        return $"{service}{with}, booked at {_catalog.Site(entry.SiteId).Name} itself";
    }

    private static string Silent(Site site, SiteLink link) => string.Create(
        CultureInfo.InvariantCulture,
        $"{site.Name} was not heard from since {link.LastHeardAt.InZone(CatalogFacts.ZoneOf(site)):ddd HH:mm}. {(site.WhenSilent == SilenceRule.Request ? "Customers can only ask for times there." : "Customers see no times there.")}");
}
