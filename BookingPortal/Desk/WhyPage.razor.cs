using System.Globalization;
using System.Security.Claims;
using BookingPortal.Account;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Core.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Desk;

/// <summary>Staff ask of any time, or of a whole day, which rule took it from the customers.</summary>
public sealed partial class WhyPage(ReadCatalog readCatalog, ExplainTime explainTime, IClock clock, NavigationManager navigation)
{
    private static readonly LocalTimePattern TimeForm = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private IReadOnlyList<Site> _sites = [];
    private IReadOnlyList<Service> _services = [];
    private IReadOnlyList<Resource> _resources = [];
    private Site? _site;
    private string _dateText = "";
    private string _dayText = "";
    private string? _problem;
    private ExplainTime.Explained? _answer;

    [SupplyParameterFromQuery(Name = "site")]
    public string? SiteSlug { get; set; }

    [SupplyParameterFromQuery(Name = "service")]
    public string? ServiceSlug { get; set; }

    [SupplyParameterFromQuery(Name = "resource")]
    public string? ResourceSlug { get; set; }

    [SupplyParameterFromQuery(Name = "date")]
    public string? Date { get; set; }

    [SupplyParameterFromQuery(Name = "time")]
    public string? Time { get; set; }

    /// <summary>"second" asks for the second of two times that read the same on the wall.</summary>
    [SupplyParameterFromQuery(Name = "pass")]
    public string? Pass { get; set; }

    [SupplyParameterFromQuery(Name = "seats")]
    public string? Seats { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Person { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        ClaimsPrincipal person = (await Person).User;
        StaffAccess? access = StaffClaims.Read(person);
        CatalogSnapshot catalog = await readCatalog.RunAsync();
        _sites = [.. catalog.Sites.Where(site => access?.SeesSite(site.Id) == true)];
        _site = _sites.FirstOrDefault(site => site.Slug == SiteSlug) ?? (_sites.Count > 0 ? _sites[0] : null);
        if (_site is null)
        {
            _problem = "There is no site that you work at yet.";
            return;
        }

        _services = [.. catalog.ServicesAt(_site)];
        _resources = [.. _services.SelectMany(service => catalog.PrimaryResources(service, _site)).Distinct()];
        LocalDate today = SiteTime.DateOf(clock.GetCurrentInstant(), CatalogFacts.ZoneOf(_site));
        _dateText = string.IsNullOrEmpty(Date) ? LocalDatePattern.Iso.Format(today) : Date;
        if (!string.IsNullOrEmpty(ServiceSlug) && _services.Any(service => service.Slug == ServiceSlug))
        {
            await AskAsync(_site, ServiceSlug);
        }
    }

    private async Task AskAsync(Site site, string service)
    {
        ParseResult<LocalDate> date = LocalDatePattern.Iso.Parse(_dateText);
        LocalTime? time = null;
        if (!date.Success)
        {
            _problem = $"\"{_dateText}\" is no date. Write it as 2026-11-24.";
            return;
        }

        if (!string.IsNullOrEmpty(Time))
        {
            ParseResult<LocalTime> read = TimeForm.Parse(Time);
            if (!read.Success)
            {
                _problem = $"\"{Time}\" is no time. Write it as 10:30.";
                return;
            }

            time = read.Value;
        }

        int seats = 1;
        if (!string.IsNullOrEmpty(Seats) && !int.TryParse(Seats, NumberStyles.None, CultureInfo.InvariantCulture, out seats))
        {
            _problem = $"\"{Seats}\" is no number of people.";
            return;
        }

        _dayText = date.Value.ToString("dddd d MMMM uuuu", CultureInfo.InvariantCulture);
        string? resource = _resources.Any(each => each.Slug == ResourceSlug) ? ResourceSlug : null;
        Outcome<ExplainTime.Explained> explained = await explainTime.RunAsync(new ExplainTime.Request(
            site.Slug, service, date.Value, time, resource, seats, SecondPass: Pass == "second"));
        if (explained.TryGet(out _answer, out Refusal? refusal))
        {
            return;
        }

        _problem = refusal is Refusal.Invalid invalid ? invalid.Problem : "This service is not offered there.";
    }

    /// <summary>Of a time that the clock shows twice, the way to the other one.</summary>
    private string? OtherPass(Instant start, DateTimeZone zone) => SiteTime.PassOf(start, zone) switch
    {
        RepeatedHour.FirstPass => navigation.GetUriWithQueryParameter("pass", "second"),
        RepeatedHour.SecondPass => navigation.GetUriWithQueryParameter("pass", (string?)null),
        _ => null,
    };

    private static string Sentence(SlotVerdict verdict) =>
        verdict.Refusal?.Words ?? "It is offered. Customers can book it now.";

    private static string DaySentence(DayVerdict day) => (day.Offered, day.Removed.Count) switch
    {
        (0, _) => day.Why?.Words ?? "Nothing is offered on this day.",
        (1, 0) => "The one time of this day is offered.",
        (_, 0) => $"All {day.Offered} times of this day are offered.",
        (1, _) => "One time is offered; the others are not, and this is why.",
        _ => $"{day.Offered} times are offered; the others are not, and this is why.",
    };

    private static string Clock(RemovedRun run, DateTimeZone zone) => run.Count == 1
        ? Clock(run.First, zone)
        : $"{Clock(run.First, zone)} – {Clock(run.Last, zone)} ({run.Count} starts)";

    private static string Clock(Instant start, DateTimeZone zone)
    {
        string time = TimeForm.Format(start.InZone(zone).TimeOfDay);
        return SiteTime.PassOf(start, zone) switch
        {
            RepeatedHour.FirstPass => $"{time} (first)",
            RepeatedHour.SecondPass => $"{time} (second)",
            _ => time,
        };
    }
}
