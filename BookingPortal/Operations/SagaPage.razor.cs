using System.Globalization;
using BookingPortal.Account;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Time;
using BookingPortal.Operations.Words;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using NodaTime;

namespace BookingPortal.Operations;

public sealed partial class SagaPage(ReadBookingStory readBookingStory, ActOnSaga actOnSaga, ForgetCustomer forgetCustomer, OpsReading reading)
{
    private OpsTime? _time;
    private ReadBooking.Found? _booking;
    private ReadSaga.Found? _saga;
    private PaymentSummary? _payments;
    private IReadOnlyList<OutboxMessage> _messages = [];
    private IReadOnlyList<OperatorAct> _acts = [];
    private string _title = "Booking";
    private string _when = "";
    private string _date = "";
    private string? _sentence;
    private string? _problem;
    private string? _done;
    private string? _askProblem;
    private SagaAct? _asking;
    private int _seen;
    private bool _gone;
    private bool _forgetting;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Parameter]
    public string Reference { get; set; } = "";

    private string StepName => _saga is { } saga && saga.Steps.FirstOrDefault(step => step.State is "running" or "waiting" or "paused") is { } now
        ? SagaWords.Step(now.Name)
        : "this";

    private bool IsPaused => _saga?.IsPaused == true;

    protected override async Task OnParametersSetAsync()
    {
        (_asking, _done, _problem, _forgetting) = (null, null, null, false);
        await LookAsync();
    }

    private async Task LookAsync()
    {
        _time = await reading.TimeAsync();
        ReadBookingStory.Story? story = await readBookingStory.RunAsync(Reference);
        _gone = story is null;
        if (story is null)
        {
            return;
        }

        (_booking, _saga, _payments, _messages, _acts) = (story.Booking, story.Saga, story.Payments, story.Messages, story.Acts);
        DateTimeZone zone = CatalogFacts.ZoneOf(story.Booking.Site);
        LocalDateTime start = story.Booking.Booking.StartsAt.InZone(zone).LocalDateTime;
        _when = SiteTime.Print(story.Booking.Booking.StartsAt, zone);
        _date = start.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        _title = $"Booking {story.Booking.Booking.Reference}";
        _sentence = _saga is null ? "It was imported and has no steps of its own." : SagaWords.Sentence(_saga);
    }

    /// <summary>Every booking takes every step of its plan; where a service asks for no approval or no payment, there was nothing to do.</summary>
    private string StateOf(ReadSaga.Step step)
    {
        bool isNeedless = step.Name switch
        {
            Approvals.Step => !Happened(BookingEventTypes.Requested),
            "payment" or "checkout" or "paid" => !Happened(BookingEventTypes.AwaitingPayment),
            _ => false,
        };
        return step.State == "done" && isNeedless ? "needless" : step.State;
    }

    private bool Happened(string type) => _booking!.History.Any(happened => happened.Type == type);

    private static IEnumerable<SagaAct> Possible(ReadSaga.Found saga)
    {
        if (saga.CanRetry)
        {
            yield return SagaAct.Retry;
        }

        if (saga.Steps.Any(step => step.CanBeSkipped))
        {
            yield return SagaAct.Skip;
        }

        if (saga.Saga.NeedsReview && saga.CanTakeOver)
        {
            yield return SagaAct.TakeOver;
        }

        if (saga.CanUndo)
        {
            yield return SagaAct.Undo;
        }
    }

    private static string MoneyWords(PaymentSummary money, string currency)
    {
        string Print(long amount) => Money.Print(amount, currency, CultureInfo.InvariantCulture);
        (long Amount, string Words)[] parts = [(money.Due, "still to be paid"), (money.Paid, "paid"), (money.GoingBack, "on its way back"), (money.Returned, "returned")];
        return string.Join(", ", parts.Where(part => part.Amount > 0).Select(part => $"{Print(part.Amount)} {part.Words}"));
    }

    private void Ask(SagaAct act)
    {
        (_asking, _askProblem, _problem, _done, _forgetting) = (act, null, null, null, false);
        _seen = _saga!.Saga.Version;
    }

    private static string ForgetWords(Customer customer)
    {
        string others = (customer.Email.Length, customer.Phone) switch
        {
            (> 0, _) => " and every other booking of the same address",
            (_, not null) => " and every other booking of the same number",
            _ => "",
        };
        return $"{customer.Name}: name, address, number, notes and what was written to them go from this booking{others}, and nobody can bring them back. The bookings themselves stay and count.";
    }

    private void AskToForget() => (_forgetting, _asking, _askProblem, _problem, _done) = (true, null, null, null, null);

    private async Task ForgetAsync(string reason)
    {
        Guid account = StaffClaims.Read((await SignedIn).User)?.AccountId ?? Guid.Empty;
        Outcome<int> forgotten = await forgetCustomer.RunAsync(new ForgetCustomer.Request(account, _booking!.Booking.Id, reason));
        if (forgotten.TryGet(out int bookings, out Refusal? refusal))
        {
            await LookAsync();
            (_forgetting, _askProblem, _done) = (false, null, bookings == 1 ? "The customer is forgotten. This was their only booking." : $"The customer is forgotten, in {bookings} bookings.");
        }
        else
        {
            _askProblem = OpsRefusalWords.Of(refusal, _time!.Zone);
        }
    }

    private async Task ConfirmAsync(string reason)
    {
        Guid account = StaffClaims.Read((await SignedIn).User)?.AccountId ?? Guid.Empty;
        (SagaAct act, bool wasPaused) = (_asking!.Value, IsPaused);
        Outcome<Saga> acted = await actOnSaga.RunAsync(new ActOnSaga.Request(account, _booking!.Booking.Id, act, reason, _seen));
        await LookAsync();
        if (acted.TryGet(out _, out Refusal? refusal))
        {
            (_asking, _askProblem, _done) = (null, null, SagaWords.Done(act, wasPaused));
        }
        else if (refusal is Refusal.Invalid)
        {
            _askProblem = OpsRefusalWords.Of(refusal, _time!.Zone);
        }
        else
        {
            (_asking, _problem) = (null, OpsRefusalWords.Of(refusal, _time!.Zone));
        }
    }
}
