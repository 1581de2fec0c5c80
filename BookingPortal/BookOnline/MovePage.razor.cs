using BookingPortal.BookOnline.Words;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
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

    private TimeView? Times { get; set; }

    private Notice? Problem { get; set; }

    private Instant? Chosen => Addresses.ReadInstant(To);

    private SlotWords Shown => SlotWords.For(VisitorZone ?? SiteZone, Now);

    /// <summary>Staying is not moving.</summary>
    private IReadOnlyList<Slot> Others => [.. Times!.Slots.Where(slot => slot.Start != View!.Booking.StartsAt)];

    private string Back => Addresses.Booking(View!.Booking.Reference, Token!);

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
    }

    private async Task MoveAsync()
    {
        if (View is null || Chosen is not { } to)
        {
            return;
        }

        var change = new ChangeRequest(View.Booking.Id, "customer", IsStaff: false, SeenVersion: Version);
        Outcome<Booking> moved = await rescheduleBooking.RunAsync(new RescheduleBooking.Request(change, to), Aborted);
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
