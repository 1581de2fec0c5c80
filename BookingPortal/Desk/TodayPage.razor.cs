using System.Globalization;
using BookingPortal.Account;
using BookingPortal.Calendar;
using BookingPortal.Controls;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Core.Time;
using BookingPortal.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using NodaTime;

namespace BookingPortal.Desk;

public sealed partial class TodayPage(
    ReadCatalog readCatalog, ReadCalendar readCalendar, ActAsStaff actAsStaff, BookingNews news, IClock clock, ILogger<TodayPage> log) : IAsyncDisposable
{
    private readonly OnePress _press = new();
    private StaffAccess? _access;
    private IReadOnlyList<Site> _sites = [];
    private Site? _site;
    private DateTimeZone _zone = DateTimeZone.Utc;
    private ReadCalendar.Found? _found;
    private IReadOnlyList<VisitGroup> _groups = [];
    private (CalendarItemKind Kind, Guid Id)? _chosen;
    private SiteWatch? _watch;
    private string _title = "Today";
    private string _sentence = "Reading the day …";
    private string _clockWords = "";
    private string? _problem;
    private int _looks;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Parameter, FromAddress("site")]
    public string? SiteAsked { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _access = StaffClaims.Read((await SignedIn).User);
        CatalogSnapshot catalog = await readCatalog.RunAsync();
        _sites = [.. catalog.Sites.Where(site => _access?.SeesSite(site.Id) ?? false)];
        _site = _sites.FirstOrDefault(site => site.Slug == SiteAsked) ?? (_sites.Count > 0 ? _sites[0] : null);
        await LookAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (_watch is null && _site is not null)
        {
            _watch = new SiteWatch(news, changed => changed == _site?.Id, () => InvokeAsync(LookAsync), SayFailedAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }
    }

    private async Task LookAsync()
    {
        if (_site is null || _access is null)
        {
            _sentence = "There is no site yet, or none for your account.";
            return;
        }

        _zone = SiteTime.FindZone(_site.TimeZone) ?? DateTimeZone.Utc;
        LocalDate today = SiteTime.DateOf(clock.GetCurrentInstant(), _zone);
        Outcome<ReadCalendar.Found> read = await readCalendar.RunAsync(new ReadCalendar.Request(_access, _site.Id, today, today));
        _found = read.Match<ReadCalendar.Found?>(found => found, _ => null);
        _problem = read.IsRefused ? "This site is not among those of your account any more." : null;
        _groups = _found is null ? [] : VisitGroup.Of(_found.Entries, _found.Now);
        _title = today.ToString("dddd d MMMM", CultureInfo.InvariantCulture);
        _clockWords = $"{PrintHour(clock.GetCurrentInstant())} in {ZoneCity.Of(_zone)}";
        _sentence = Sentence();
        _looks++;
        StateHasChanged();
    }

    /// <summary>How things are, before any list.</summary>
    private string Sentence()
    {
        IReadOnlyList<CalendarItem> Of(string id) => _groups.FirstOrDefault(group => group.Id == id)?.Visits ?? [];
        (IReadOnlyList<CalendarItem> late, IReadOnlyList<CalendarItem> next) = (Of("late"), Of("next"));
        string coming = next.Count switch
        {
            0 when _groups.Count == 0 => "Nobody is booked today.",
            0 => "Nobody else is coming today.",
            1 => $"{next[0].Title} comes at {PrintHour(next[0].StartsAt)}, and nobody after.",
            _ => $"{next[0].Title} comes next, at {PrintHour(next[0].StartsAt)}; {next.Count - 1} more after that.",
        };
        return late.Count switch
        {
            0 => coming,
            1 => $"{late[0].Title} is late since {PrintHour(late[0].StartsAt)}. {coming}",
            _ => $"{late.Count} are late, the first since {PrintHour(late[0].StartsAt)}. {coming}",
        };
    }

    private async Task ChangeSiteAsync(ChangeEventArgs change)
    {
        _site = _sites.First(site => site.Slug == (string?)change.Value);
        _chosen = null;
        await LookAsync();
    }

    private void Open(CalendarItem visit) => _chosen = (visit.Kind, visit.Id);

    private BookingVerb? NextVerb(CalendarItem visit) => visit.Status switch
    {
        BookingStatus.Confirmed when _access!.May(BookingVerb.CheckIn) => BookingVerb.CheckIn,
        BookingStatus.CheckedIn when _access!.May(BookingVerb.Complete) => BookingVerb.Complete,
        BookingStatus.PendingApproval when _access!.May(BookingVerb.Approve) => BookingVerb.Approve,
        _ => null,
    };

    private Task ActAsync(CalendarItem visit, BookingVerb verb) => _press.RunAsync(() => DoAsync(visit, verb));

    private async Task DoAsync(CalendarItem visit, BookingVerb verb)
    {
        Outcome<Booking> done = await actAsStaff.RunAsync(new ActAsStaff.Request(_access!.AccountId, visit.Id, verb, null, visit.Version));
        await LookAsync();
        _problem = done.TryGet(out _, out Refusal? refusal) ? null : refusal.Match(new StaffRefusalWords(_zone));
    }

    private Task SayFailedAsync(Exception problem)
    {
        log.LogWarning(problem, "The day of {Site} could not be read again", _site?.Slug);
        _problem = "The day could not be read again just now. It tries by itself.";
        return InvokeAsync(StateHasChanged);
    }

    private string What(CalendarItem visit)
    {
        string with = string.Join(", ", visit.Resources.Select(id => _found!.Catalog.Resource(id).Name));
        string service = visit.Kind == CalendarItemKind.Session ? "" : $"{_found!.Catalog.Service(visit.ServiceId!.Value).Name} with ";
        return service + with + (visit.Kind == CalendarItemKind.Booking && visit.Seats > 1 ? $", {visit.Seats} people" : "");
    }

    /// <summary>How far off a visit is, for as long as minutes matter.</summary>
    private string Distance(CalendarItem visit)
    {
        double minutes = Math.Round((visit.StartsAt - _found!.Now).TotalMinutes);
        return visit.Status is BookingStatus.Confirmed or BookingStatus.PendingApproval && Math.Abs(minutes) is > 0 and <= 90
            ? minutes > 0 ? $"in {minutes:0} min" : $"{-minutes:0} min ago"
            : "";
    }

    private string PrintHour(Instant instant) => instant.InZone(_zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
