using BookingPortal.BookOnline.Words;
using BookingPortal.Controls;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace BookingPortal.BookOnline;

/// <summary>The day and the time: a month to look at, the times of one day as buttons; pressing one holds it.</summary>
public partial class TimePage(LookUpTimes lookUp, PlaceHold placeHold, PortalTokens tokens, VisitorCookie visitorCookie, ReadVisitorHolds readVisitorHolds)
{
    [Parameter]
    public string SiteSlug { get; set; } = "";

    [Parameter]
    public string ServiceSlug { get; set; } = "";

    [SupplyParameterFromQuery(Name = "resource")]
    public string? ResourceSlug { get; set; }

    [SupplyParameterFromQuery(Name = "date")]
    public string? DateText { get; set; }

    [SupplyParameterFromQuery(Name = "month")]
    public string? MonthText { get; set; }

    [SupplyParameterFromQuery(Name = "seats")]
    public string? SeatsText { get; set; }

    /// <summary>The button that was pressed.</summary>
    [SupplyParameterFromForm(FormName = "hold", Name = "start")]
    public string? Start { get; set; }

    private TimeView? View { get; set; }

    private Notice? Problem { get; set; }

    private Choice Choice { get; set; } = new();

    private int MaxParty { get; set; } = 1;

    private IReadOnlyList<Resource> People { get; set; } = [];

    private bool HasChoiceOfSites { get; set; }

    private string? Choosing { get; set; }

    private SlotWords Words => SlotWords.For(VisitorZone ?? View!.Zone, Now);

    private bool IsStay => View!.Service.Kind == ServiceKind.Stay;

    private string? Person => People.Count < 2
        ? null
        : People.FirstOrDefault(person => person.Slug == Choice.Resource)?.Name ?? Journey.Anyone(People);

    private IReadOnlyList<(string Name, string? Back)> Trail => Journey.Steps(
        HasChoiceOfSites ? View!.Site : null, (View!.Site, View.Service), Choosing, Person ?? (People.Count > 0 ? People[0].Name : null), People.Count > 1, Choice);

    private IReadOnlyList<(string Name, string Value, string? Change)> Lines =>
    [
        .. Journey.Lines(View!.Site, View.Service, Person, Choice, canChange: true),
        ("When", View.Date is { } date ? $"{DayWords.Short(date, View.Today)}, time to be chosen" : "To be chosen", null),
    ];

    private string? Price => View!.Service.PriceAmount == 0
        ? "Free"
        : Money.Print(View.Service.PriceAmount * Choice.Seats, View.Service.Currency, Culture);

    private string PriceLabel => AdvanceWords.Label(View!.Service, Choice.Seats);

    private string Policy =>
        AdvanceWords.Part(View!.Service, Choice.Seats, Culture) + PolicyWords.Rule(View.Service.Cancellation, View.Service.PriceAmount);

    /// <summary>When the times shown are: a zone's offset changes over the year.</summary>
    private Instant ShownAt => View!.Slots.Count > 0 ? View.Slots[0].Start : Now;

    private string Here => LinkTo(View!.Date, View.Date is null ? View.Month : null);

    private string Empty => View! switch
    {
        { Site.Status: SiteStatus.Closed } view => $"{view.Site.Name} takes no bookings at the moment. Please come back later, or choose another place.",
        { Date: { } date } view => $"Nothing is free on {DayWords.Long(date, view.Today)}.",
        { Next: null } => "Nothing is free as far ahead as can be booked. Please try again later, or choose somebody else.",
        { } view => $"Nothing is free in {DayWords.MonthName(view.Month)}.",
    };

    protected override async Task OnInitializedAsync()
    {
        CatalogSnapshot catalog = await ReadCatalog.RunAsync(Aborted);
        Site? site = catalog.FindSite(SiteSlug);
        Service? service = catalog.FindService(ServiceSlug);
        if (site is null || service is null || !service.Sites.Contains(site.Id))
        {
            SayMissing("This cannot be booked here");
            return;
        }

        if (Http is not null)
        {
            visitorCookie.Give(Http);
        }

        HasChoiceOfSites = catalog.Sites.Count > 1;
        Choosing = Journey.Choosing(catalog, site);
        People = [.. catalog.PrimaryResources(service, site)];
        MaxParty = await lookUp.LargestPartyAsync(site, service, Aborted);
        Choice = new Choice(ResourceSlug, Math.Clamp(Addresses.ReadNumber(SeatsText) ?? 1, 1, MaxParty), VisitorZone?.Id);
        var request = new LookUpTimes.Request(
            site, service, ResourceSlug, Choice.Seats, Addresses.ReadDate(DateText), Addresses.ReadMonth(MonthText));
        View = (await lookUp.RunAsync(request, Aborted)).Match<TimeView?>(view => view, _ => null);
        if (View is null)
        {
            SayMissing("This cannot be booked here");
        }
    }

    private async Task HoldAsync()
    {
        if (View is null || Http is null)
        {
            return;
        }

        if (Addresses.ReadInstant(Start) is not { } start)
        {
            Problem = Notice.Of("No time was chosen.", "Please press one of the times below.");
            return;
        }

        var slot = new SlotRequest(View.Site.Slug, View.Service.Slug, start, Choice.Resource, Choice.Seats);
        Outcome<Hold> placed = await placeHold.RunAsync(new PlaceHold.Request(slot, visitorCookie.Of(Http)), Aborted);
        if (placed.TryGet(out Hold? hold, out Refusal? refusal))
        {
            Navigation.NavigateTo(LinkTo(hold));
            return;
        }

        if (refusal is Refusal.SlotTaken && visitorCookie.NameOf(Http) is { } name
            && (await readVisitorHolds.RunAsync(name, Aborted)).FirstOrDefault(each => each.ServiceId == View.Service.Id && each.StartsAt == start) is { } same)
        {
            Navigation.NavigateTo(LinkTo(same)); // they have it themselves: pressed twice, or gone back and pressed again
            return;
        }

        Problem = refusal.Match(new RefusalWords(Words, start));
        await OnInitializedAsync(); // the times below are those that are left now
    }

    private string LinkTo(Hold hold) => Addresses.Hold(hold.Id, tokens.ForHold(hold.Id), Choice.Zone);

    private string LinkTo(LocalDate? date, YearMonth? month) => Addresses.Times(SiteSlug, ServiceSlug, Choice, date, month);

    private string LinkToZone(string? zone) =>
        Addresses.Times(SiteSlug, ServiceSlug, Choice with { Zone = zone }, View!.Date, View.Date is null ? View.Month : null);

    private string LinkToParty(int seats) =>
        Addresses.Times(SiteSlug, ServiceSlug, Choice with { Seats = seats }, View!.Date, View.Date is null ? View.Month : null);

    /// <summary>What else there is to know of a time, in two words: seats left, the pass of a repeated hour, the day in another zone.</summary>
    private string? Small(Slot slot)
    {
        string pass = Words.Pass(slot.Start);
        string? left = MaxParty > 1 && !IsStay ? $"{slot.SeatsLeft} left" : null;
        string text = string.Join(", ", new[] { pass, left }.Where(part => !string.IsNullOrEmpty(part)));
        return text.Length == 0 ? null : text;
    }

    private string Aloud(Slot slot)
    {
        string seats = MaxParty > 1 ? $", {slot.SeatsLeft} left" : "";
        return $"{Words.Whole(slot.Start, slot.End)}{Words.PassAloud(slot.Start)}{seats}";
    }
}
