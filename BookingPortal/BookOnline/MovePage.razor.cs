using BookingPortal.BookOnline.Words;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace BookingPortal.BookOnline;

/// <summary>Another time for a booking: the same picker as before, then one question before anything changes.</summary>
public partial class MovePage(LookUpTimes lookUp, RescheduleBooking rescheduleBooking)
{
    [SupplyParameterFromQuery(Name = "date")]
    public string? DateText { get; set; }

    [SupplyParameterFromQuery(Name = "month")]
    public string? MonthText { get; set; }

    /// <summary>The time that was chosen and waits for a yes.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    /// <summary>The version that the visitor looked at.</summary>
    [SupplyParameterFromForm(FormName = "move", Name = "version")]
    public int? Version { get; set; }

    /// <summary>Whom the question named; nobody else is booked without being named first.</summary>
    [SupplyParameterFromForm(FormName = "move", Name = "with")]
    public string? With { get; set; }

    private TimeView? Times { get; set; }

    /// <summary>All that the service can be had with at this site.</summary>
    private IReadOnlyList<Resource> People { get; set; } = [];

    private Notice? Problem { get; set; }

    private Instant? Chosen => Addresses.ReadInstant(To);

    private Slot? ChosenSlot => Others.Where(slot => slot.Start == Chosen).Select(slot => (Slot?)slot).FirstOrDefault();

    /// <summary>Whom or what it is with now.</summary>
    private Resource? Present => View!.Resources.Count > 0 ? View.Resources[0] : null;

    /// <summary>Nobody is chosen for a class: it is led by whoever leads it.</summary>
    private bool HasChoice => Present is not null && People.Count > 1 && View!.Service.Kind != ServiceKind.Class;

    private SlotWords Shown => SlotWords.For(VisitorZone ?? SiteZone, Now);

    /// <summary>Staying is not moving.</summary>
    private IReadOnlyList<Slot> Others => [.. Times!.Slots.Where(slot => slot.Start != View!.Booking.StartsAt)];

    private string Back => Addresses.Booking(View!.Booking.Reference, Token!);

    /// <summary>Somebody agreed to the time it has now, and is asked about the new one.</summary>
    private bool AsksAgain { get; set; }

    private string WhyNot =>
        CancellationTerms.MoveProblem(View!.Service.Cancellation, View.Booking, isStaff: false, Now) is Refusal.TooLate late
            ? late.Reason
            : "It is over, or it is cancelled.";

    protected override async Task OnInitializedAsync()
    {
        await LoadAsync();
        if (View is not null && CanMove)
        {
            await LookAsync();
        }
    }

    private async Task LookAsync()
    {
        LocalDate? date = Addresses.ReadDate(DateText)
            ?? (MonthText is null ? (Chosen ?? View!.Booking.StartsAt).InZone(SiteZone).Date : null);
        var request = new LookUpTimes.Request(
            View!.Site, View.Service, null, View.Booking.Seats, date, Addresses.ReadMonth(MonthText), View.Booking.Id);
        Times = (await lookUp.RunAsync(request, Aborted)).Match<TimeView?>(view => view, _ => null);
        AsksAgain = await rescheduleBooking.AsksAgainAsync(View.Booking, Aborted);
        People = [.. (await ReadCatalog.RunAsync(Aborted)).PrimaryResources(View!.Service, View.Site)];
        if (Times is not null && Chosen is { } gone && ChosenSlot is null && gone != View.Booking.StartsAt)
        {
            Problem ??= Notice.Of($"{Shown.DayAndTime(gone)} is not free.", "Nothing was changed. Please choose one of the times below.");
        }
    }

    /// <summary>With whom a move to this time would be: the person as now wherever that is possible, as <see cref="RescheduleBooking"/> does it.</summary>
    private Resource? PersonAt(Slot slot) =>
        Present is { } present && slot.Resources.Contains(present.Id) ? present : People.FirstOrDefault(person => person.Id == slot.Resources[0]);

    /// <summary>Somebody else than now; null where nobody changes.</summary>
    private Resource? OtherAt(Slot slot) => PersonAt(slot) is { } person && Present is { } present && person.Id != present.Id ? person : null;

    private string? Beside(Resource? person, Slot slot) => person is not null && OtherAt(slot) is not null ? $" with {person.Name}" : null;

    private string? Small(Slot slot)
    {
        string text = Journey.Line(Shown.Pass(slot.Start), OtherAt(slot) is { } other ? $"with {other.Name}" : null);
        return text.Length == 0 ? null : text;
    }

    private string Aloud(Slot slot) =>
        $"{Shown.Whole(slot.Start, slot.End)}{Shown.PassAloud(slot.Start)}{(OtherAt(slot) is { } other ? $", with {other.Name}" : null)}";

    private async Task MoveAsync()
    {
        if (View is null || Chosen is not { } to)
        {
            return;
        }

        var change = new ChangeRequest(View.Booking.Id, "customer", IsStaff: false, SeenVersion: Version);
        Outcome<Booking> moved = await rescheduleBooking.RunAsync(new RescheduleBooking.Request(change, to, string.IsNullOrEmpty(With) ? null : With), Aborted);
        if (moved.TryGet(out _, out Refusal? refusal) || View.Booking.StartsAt == to)
        {
            // Pressed twice: it is there already.
            Navigation.NavigateTo(Back);
            return;
        }

        Problem = refusal.Match(new RefusalWords(Shown, to));
        await OnInitializedAsync();
    }

    private string LinkTo(LocalDate? date, YearMonth? month) =>
        Addresses.Move(View!.Booking.Reference, Token!, date, month, VisitorZone?.Id);

    private string LinkToSlot(Instant start) =>
        Addresses.Move(View!.Booking.Reference, Token!, start.InZone(SiteZone).Date, null, VisitorZone?.Id, start);

    private string LinkToZone(string? zone) =>
        Addresses.Move(View!.Booking.Reference, Token!, Times!.Date, Times.Date is null ? Times.Month : null, zone);
}
