using System.Globalization;
using BookingPortal.Account;
using BookingPortal.Controls;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Core.Time;
using BookingPortal.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Calendar;

public sealed partial class CalendarPage(
    ReadCatalog readCatalog, ReadCalendar readCalendar, BookingNews news, IClock clock, IJSRuntime javaScript, ILogger<CalendarPage> log) : IAsyncDisposable
{
    private readonly CalendarScript _script = new(javaScript);

    private ElementReference _host;
    private DotNetObjectReference<CalendarPage>? _self;
    private SiteWatch? _watch;
    private StaffAccess? _access;
    private IReadOnlyList<Site> _sites = [];
    private Site? _site;
    private DateTimeZone _zone = DateTimeZone.Utc;
    private string _zoneWords = "";
    private string _title = "Calendar";
    private CalendarState _state = new(CalendarView.Week, new LocalDate(2000, 1, 1));
    private IReadOnlyList<Resource> _resources = [];
    private IReadOnlyList<Service> _services = [];
    private HashSet<Guid> _shown = [];
    private Dictionary<Guid, string> _colours = [];
    private ReadCalendar.Found? _found;
    private string? _problem;
    private PanelKind _panel;
    private bool _withCancelled;
    private bool _filtersOpen;
    private Guid _chosen;
    private int _asked;

    /// <summary>What stands beside the calendar.</summary>
    internal enum PanelKind
    {
        None,
        Booking,
        Session,
        NewBooking,
    }

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Parameter, FromAddress("site")]
    public string? SiteAsked { get; set; }

    [Parameter, FromAddress("view")]
    public string? ViewAsked { get; set; }

    [Parameter, FromAddress("date")]
    public string? DateAsked { get; set; }

    private bool IsWaiting => _found is null && _site is not null;

    private bool CanBook => _site is not null && _access is { } access && access.MayBook(_site.Id);

    /// <summary>A column narrower than this hides names, so the day scrolls sideways instead.</summary>
    private string ColumnsWidth => _state.View == CalendarView.Day
        ? string.Create(CultureInfo.InvariantCulture, $"min-width:{56 + (150 * _resources.Count(resource => _shown.Contains(resource.Id)))}px")
        : _state.View == CalendarView.Week ? "min-width:820px" : "";

    protected override async Task OnInitializedAsync()
    {
        _access = StaffClaims.Read((await SignedIn).User);
        CatalogSnapshot catalog = await readCatalog.RunAsync();
        _sites = [.. catalog.Sites.Where(site => _access?.SeesSite(site.Id) ?? false)];
        Settle(catalog, _sites.FirstOrDefault(site => site.Slug == SiteAsked) ?? (_sites.Count > 0 ? _sites[0] : null));
        LocalDate date = DateAsked is not null && LocalDatePattern.Iso.Parse(DateAsked) is { Success: true } parsed ? parsed.Value : Today();
        _state = new CalendarState(Enum.TryParse(ViewAsked, ignoreCase: true, out CalendarView view) ? view : CalendarView.Week, date);
        _title = Title();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_self is not null || _site is null)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        bool narrow = await _script.MountAsync(_host, _self);
        if (narrow && ViewAsked is null)
        {
            _state = _state with { View = CalendarView.List };
        }

        await LoadAsync();
        _watch = new SiteWatch(news, changed => changed == _site?.Id, () => InvokeAsync(LoadAsync), SayFailedAsync);
    }

    /// <summary>Called by the script: the heading of a date was clicked.</summary>
    [JSInvokable]
    public Task ShowDayAsync(string date) =>
        LocalDatePattern.Iso.Parse(date) is { Success: true } parsed ? ShowAsync(new CalendarState(CalendarView.Day, parsed.Value)) : Task.CompletedTask;

    /// <summary>Called by the script: an entry was clicked or chosen by keyboard.</summary>
    [JSInvokable]
    public Task ChooseAsync(string kind, Guid id) => kind switch
    {
        "booking" => OpenAsync(PanelKind.Booking, id),
        "session" => OpenAsync(PanelKind.Session, id),
        _ => Task.CompletedTask,
    };

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }

        await _script.DisposeAsync();
        _self?.Dispose();
    }

    private void Settle(CatalogSnapshot catalog, Site? site)
    {
        _site = site;
        if (site is null)
        {
            return;
        }

        _zone = SiteTime.FindZone(site.TimeZone) ?? DateTimeZone.Utc;
        _zoneWords = $"{ZoneCity.Of(_zone)} time";
        _resources = [.. catalog.ResourcesAt(site).Where(resource => _access!.SeesResource(resource.Id))];
        _services = [.. catalog.ServicesAt(site)];
        _colours = ServiceColours.Of(_services);

        // Whom a customer asks for by name stands on the calendar; what only goes along with them can be ticked.
        HashSet<Guid> primary = [.. _services.SelectMany(service => catalog.PrimaryResources(service, site)).Select(resource => resource.Id)];
        _shown = [.. _resources.Where(resource => primary.Contains(resource.Id)).Select(resource => resource.Id)];
    }

    private async Task ChangeSiteAsync(ChangeEventArgs change)
    {
        Settle(await readCatalog.RunAsync(), _sites.First(site => site.Slug == (string?)change.Value));
        (_found, _panel) = (null, PanelKind.None);
        await LoadAsync();
    }

    private Task ShowTodayAsync() => ShowAsync(_state with { Date = Today() });

    private Task MoveAsync(int steps) => ShowAsync(_state.Move(steps));

    private Task ShowAsync(CalendarState state)
    {
        _state = state;
        return LoadAsync();
    }

    private Task OpenAsync(PanelKind panel, Guid id)
    {
        (_panel, _chosen) = (panel, id);
        return DrawAsync();
    }

    private Task ShowCancelledAsync(bool shown)
    {
        _withCancelled = shown;
        return LoadAsync();
    }

    private Task CloseAsync() => OpenAsync(PanelKind.None, Guid.Empty);

    private async Task LoadAsync()
    {
        if (_site is null || _access is null)
        {
            return;
        }

        _title = Title();
        int asked = ++_asked;
        Outcome<ReadCalendar.Found> read = await readCalendar.RunAsync(
            new ReadCalendar.Request(_access, _site.Id, _state.FirstDate, _state.LastDate, _withCancelled));

        // Somebody clicks on while an answer is under way: only the last one is drawn.
        if (asked == _asked)
        {
            _found = read.Match<ReadCalendar.Found?>(found => found, _ => null);
            _problem = read.IsRefused ? "This site is not among those of your account any more." : null;
            await DrawAsync();
        }
    }

    private async Task DrawAsync()
    {
        StateHasChanged();
        if (_found is not null)
        {
            string address = $"calendar?site={_site!.Slug}&view={_state.View.ToString().ToLowerInvariant()}&date={LocalDatePattern.Iso.Format(_state.Date)}";
            await _script.UpdateAsync(new DrawCalendar(_found, _state, _shown, _colours).Draw(_chosen), address);
        }
    }

    private Task SayFailedAsync(Exception problem)
    {
        log.LogWarning(problem, "The calendar of {Site} could not be read again", _site?.Slug);
        _problem = "The calendar could not be read again just now. It tries by itself.";
        return InvokeAsync(StateHasChanged);
    }

    private LocalDate Today() => SiteTime.DateOf(clock.GetCurrentInstant(), _zone);

    private string Title()
    {
        (LocalDate first, LocalDate last) = (_state.FirstDate, _state.LastDate);
        return _state.View switch
        {
            CalendarView.Day => Words(first, "ddd d MMMM"),
            CalendarView.Month => Words(_state.Date, "MMMM uuuu"),
            _ when first.Month == last.Month => $"{first.Day} – {Words(last, "d MMMM")}",
            _ => $"{Words(first, "d MMM")} – {Words(last, "d MMM")}",
        };
    }

    private static string Words(LocalDate date, string pattern) => date.ToString(pattern, CultureInfo.InvariantCulture);
}
