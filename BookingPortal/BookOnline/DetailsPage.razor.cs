using BookingPortal.BookOnline.Words;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace BookingPortal.BookOnline;

/// <summary>The details of whoever holds a time. An expired hold is no error here: the time is theirs as long as nobody has taken it.</summary>
public partial class DetailsPage(
    ReadHold readHold, ReadBooking readBooking, HoldActs acts, LookUpTimes lookUp, PortalTokens tokens, CarriedDetails carried)
{
    private const string Book = "book";
    private const string Renew = "renew";

    /// <summary>What <c>book.js</c> knows it by, too.</summary>
    internal const string Release = "release";

    private const string Instead = "instead:";
    private const string Other = "other";

    /// <summary>What is told where the address was right once.</summary>
    internal const string Gone = "This time is not kept any more";
    internal const string GoneText = "It was given back, or the minutes for which it was kept ran out. Choosing it again takes a moment.";

    [Parameter]
    public Guid Id { get; set; }

    [SupplyParameterFromQuery(Name = "t")]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "details")]
    public DetailsInput? Input { get; set; }

    /// <summary>The button that was pressed; the Enter key presses the first one, which books.</summary>
    [SupplyParameterFromForm(FormName = "details", Name = "act")]
    public string? Act { get; set; }

    private ReadHold.Found? View { get; set; }

    private IReadOnlyList<(string Field, string Problem)> Problems { get; set; } = [];

    private Notice? Problem { get; set; }

    /// <summary>Where the booking is that this hold became; null while it is a hold.</summary>
    private string? Booked { get; set; }

    /// <summary>A form that was sent is answered by its handler; leaving before it is reached would be an error to the framework.</summary>
    private bool IsSent => Http is not null && HttpMethods.IsPost(Http.Request.Method);

    private bool IsStillFree { get; set; }

    private bool HasChoiceOfSites { get; set; }

    private bool HasPeople { get; set; }

    private string? Choosing { get; set; }

    private bool IsOver => View is not null && View.Hold.ExpiresAt <= Now;

    private SlotWords Words => SlotWords.For(VisitorZone ?? SiteZone, Now);

    private DateTimeZone SiteZone => CatalogFacts.ZoneOf(View!.Site);

    private Duration Whole => View!.Hold.ExpiresAt - View.Hold.CreatedAt is var whole && View.Hold.IsRenewed
        ? Duration.FromMinutes(Math.Max(1, View.Service.HoldMinutes ?? acts.Minutes))
        : whole;

    private Choice Choice => new(
        View!.Hold.WantedResource is { } wanted ? View.Resources.FirstOrDefault(resource => resource.Id == wanted)?.Slug : null,
        View.Hold.Seats,
        VisitorZone?.Id);

    private string? Person => HasPeople && View!.Resources.Count > 0 ? View.Resources[0].Name : null;

    private string Here => Addresses.Hold(Id, Token ?? "", VisitorZone?.Id);

    private string OtherTimes => Addresses.Times(View!.Site.Slug, View.Service.Slug, Choice, View.Hold.StartsAt.InZone(SiteZone).Date);

    /// <summary>Who gives a number knows what comes to it.</summary>
    private string PhoneHint => View!.Site.Texts.Count == 0
        ? "In case something comes up on the day."
        : $"For an SMS when your visit is {Listed([.. View.Site.Texts.Select(Done)])}, and in case something comes up on the day.";

    private static string Done(SmsOccasion occasion) => occasion switch
    {
        SmsOccasion.Confirmation => "booked",
        SmsOccasion.Change => "moved",
        _ => "cancelled",
    };

    private static string Listed(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";

    private string BookWords => View!.Service.NeedsApproval ? "Send the request" : "Book";

    private IReadOnlyList<(string Name, string? Back)> Trail =>
    [
        .. Journey.Steps(HasChoiceOfSites ? View!.Site : null, (View!.Site, View.Service), Choosing, View.Resources.Count > 0 ? View.Resources[0].Name : null, HasPeople, Choice)
            .Select(step => step.Name == "Day and time" ? (Words.DayAndTime(View.Hold.StartsAt), OtherTimes) : step),
    ];

    private IReadOnlyList<(string Name, string Value, string? Change)> Lines =>
    [
        .. Journey.Lines(View!.Site, View.Service, Person, Choice, canChange: false),
        ("When", Words.DayAndTime(View.Hold.StartsAt), OtherTimes),
    ];

    private string? Price => View!.Service.PriceAmount == 0
        ? "Free"
        : Money.Print(PriceOf.Booking(View.Service, View.Hold.Seats), View.Service.Currency, Culture);

    private string PriceLabel => AdvanceWords.Label(View!.Service, View.Hold.Seats);

    private string Policy => AdvanceWords.Part(View!.Service, View.Hold.Seats, Culture) + PolicyWords.Line(
        View.Service.Cancellation, View.Hold.StartsAt, PriceOf.Booking(View.Service, View.Hold.Seats), View.Service.Currency, Words, Now, Culture);

    protected override async Task OnInitializedAsync()
    {
        if (!tokens.OpensHold(Id, Token))
        {
            if (IsSent)
            {
                return;
            }

            // Whether there is such a hold is not for whoever does not hold it.
            SayMissing(
                "This address does not open a time",
                "It is not complete, or it was changed on the way. If you were keeping a time, go back to the times in the browser where you chose it: it is offered to you there.");
            return;
        }

        View = await readHold.RunAsync(Id, Aborted);
        if (View is null)
        {
            await GoToBookingAsync();
            return;
        }

        Input ??= Http is null ? null : carried.Take(Http);
        CatalogSnapshot catalog = await ReadCatalog.RunAsync(Aborted);
        HasChoiceOfSites = catalog.Sites.Count > 1;
        Choosing = Journey.Choosing(catalog, View.Site);
        HasPeople = catalog.PrimaryResources(View.Service, View.Site).Skip(1).Any();
        if (IsOver)
        {
            await LookAgainAsync();
        }
    }

    /// <summary>The hold became a booking: back button, second tab, second press. They all end at the same booking.</summary>
    private async Task GoToBookingAsync()
    {
        if (await readBooking.ByIdAsync(Id, Aborted) is { } booked)
        {
            Booked = Addresses.Booking(booked.Booking.Reference, tokens.ForBooking(Id));
        }

        if (Http is null || IsSent)
        {
            return;
        }

        if (Booked is null)
        {
            SayMissing(Gone, GoneText);
        }
        else
        {
            Navigation.NavigateTo(Booked);
        }
    }

    private async Task LookAgainAsync()
    {
        (IsStillFree, IReadOnlyList<Instant> nearest) = await lookUp.AroundAsync(View!, Choice.Resource, SiteZone, Aborted);
        if (!IsStillFree)
        {
            Problem = GoneWith(nearest);
        }
    }

    private Notice GoneWith(IReadOnlyList<Instant> nearest) => new(
        $"{Words.Time(View!.Hold.StartsAt)} is not yours any more.",
        nearest.Count > 0
            ? "The minutes for which we kept it are over, and somebody else has taken it. These times are free:"
            : "The minutes for which we kept it are over, and somebody else has taken it. Nothing else is free near it.",
        nearest);

    private async Task SendAsync()
    {
        if (View is null)
        {
            if (Booked is null && Act != Release && tokens.OpensHold(Id, Token))
            {
                carried.Keep(Http!, Input);
            }

            Navigation.NavigateTo(Booked ?? Here); // asked for anew, the page says why there is nothing
            return;
        }

        switch (Act)
        {
            case Renew:
                await RenewAsync();
                break;
            case Other:
                carried.Keep(Http!, Input);
                Navigation.NavigateTo(OtherTimes);
                break;
            case Release:
                await acts.ReleaseAsync(Id, Aborted);
                Navigation.NavigateTo(OtherTimes);
                break;
            case not null when Act.StartsWith(Instead, StringComparison.Ordinal) && Addresses.ReadInstant(Act[Instead.Length..]) is { } start:
                await HoldInsteadAsync(start);
                break;
            default:
                await BookAsync();
                break;
        }
    }

    private async Task HoldInsteadAsync(Instant start)
    {
        var slot = new SlotRequest(View!.Site.Slug, View.Service.Slug, start, Choice.Resource, View.Hold.Seats);
        Outcome<Hold> placed = await acts.HoldInsteadAsync(Id, slot, Http!);
        if (placed.TryGet(out Hold? hold, out Refusal? refusal))
        {
            carried.Keep(Http!, Input);
            Navigation.NavigateTo(Addresses.Hold(hold.Id, tokens.ForHold(hold.Id), VisitorZone?.Id));
            return;
        }

        Problem = refusal.Match(new RefusalWords(Words, start));
    }

    private async Task RenewAsync()
    {
        if ((await acts.RenewAsync(Id, Aborted)).TryGet(out _, out Refusal? refusal))
        {
            View = await readHold.RunAsync(Id, Aborted);
            return;
        }

        Problem = refusal.Match(new RefusalWords(Words, View!.Hold.StartsAt));
    }

    private async Task BookAsync()
    {
        Input ??= new DetailsInput();
        Problems = Input.Problems();
        if (Problems.Count > 0)
        {
            return;
        }

        Customer customer = Input.ToCustomer(VisitorZone?.Id, Culture.Name);
        Outcome<Booking> booked = await acts.BookAsync(Id, customer, Input.Notes, Aborted);
        if (booked.TryGet(out Booking? booking, out Refusal? refusal))
        {
            string token = tokens.ForBooking(booking.Id);
            Navigation.NavigateTo(booking.Status == BookingStatus.PendingPayment
                ? Addresses.Pay(booking.Reference, token)
                : Addresses.Booking(booking.Reference, token));
            return;
        }

        if (refusal is Refusal.HoldExpired)
        {
            Problem = GoneWith((await lookUp.AroundAsync(View!, Choice.Resource, SiteZone, Aborted)).Nearest);
            return;
        }

        Problem = refusal.Match(new RefusalWords(Words, View!.Hold.StartsAt));
    }

    private string? ProblemOf(string field) => Problems.FirstOrDefault(problem => problem.Field == field).Problem;
}
