using System.Globalization;
using BookingPortal.Account;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Reporting;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using NodaTime;

namespace BookingPortal.Dashboards;

/// <summary>How the business does, for managers: of the sites that are theirs.</summary>
public sealed partial class NumbersPage(ReadTallies readTallies, ReadCatalog readCatalog, ReadStaffAccess readStaffAccess)
{
    private const int OrdinaryDays = 28;

    private static readonly int[] Choices = [7, OrdinaryDays, 90];

    private IReadOnlyList<Site> _sites = [];
    private bool _seesAll;
    private bool _isEmpty;
    private int _days = OrdinaryDays;
    private ReadTallies.Found? _found;
    private string _sentence = "";
    private string _pastWords = "";
    private string _aheadWords = "";
    private IReadOnlyList<DayColumns.Column> _past = [];
    private IReadOnlyList<DayColumns.Column> _ahead = [];

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "site")]
    private string? SiteSlug { get; set; }

    [SupplyParameterFromQuery(Name = "days")]
    private int? Days { get; set; }

    protected override async Task OnInitializedAsync()
    {
        // The rights as they are now, and not as they were at the sign-in.
        if (StaffClaims.Read((await SignedIn).User) is not { } signedIn || await readStaffAccess.RunAsync(signedIn.AccountId) is not { } access)
        {
            return;
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync();
        _seesAll = access.Sites.Count == 0;
        _sites = [.. catalog.Sites.Where(site => access.SeesSite(site.Id))];
        _days = Days is { } days && Choices.Contains(days) ? days : OrdinaryDays;
        bool isAll = string.IsNullOrEmpty(SiteSlug);
        Site? one = isAll ? null : _sites.FirstOrDefault(site => site.Slug == SiteSlug);
        _found = isAll || one is not null ? await readTallies.RunAsync(access, one?.Id, _days) : null;
        if (_found is { } found)
        {
            Describe(found);
        }
    }

    private void Describe(ReadTallies.Found found)
    {
        int made = found.Past.Sum(day => day.Made);
        int lost = found.Past.Sum(day => day.Cancelled);
        int missed = found.Past.Sum(day => day.NoShows);
        int ahead = found.Ahead.Sum(day => day.Visits);
        _isEmpty = ahead == 0 && found.Past.All(day => day.IsQuiet);
        string went = lost + missed == 0 ? "none was cancelled or missed" : $"{Print(lost)} cancelled and {Print(missed)} missed";
        _sentence = $"In the last {_days} days {Booked(made)}, {went}. {(ahead == 1 ? "One visit stands" : $"{Print(ahead)} visits stand")} in the next {_days}.";
        _past = [.. found.Past.Select(day => new DayColumns.Column(Name(day.Date), day.Made, day.Cancelled + day.NoShows))];
        _ahead = [.. found.Ahead.Select(day => new DayColumns.Column(Name(day.Date), day.Visits, 0))];
        ReadTallies.Day best = found.Past.MaxBy(day => day.Made)!;
        ReadTallies.DayAhead fullest = found.Ahead.MaxBy(day => day.Visits)!;
        _pastWords = $"{Booked(made)} in {_days} days, {went}; most of them on {Name(best.Date)}, {Print(best.Made)}";
        _aheadWords = $"{Print(ahead)} visits in {_days} days; most of them on {Name(fullest.Date)}, {Print(fullest.Visits)}";
    }

    private static string Booked(int made) => made == 1 ? "one booking was made" : $"{Print(made)} bookings were made";

    private static string Print(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Name(LocalDate date) => date.ToString("ddd d MMM", CultureInfo.InvariantCulture);
}
