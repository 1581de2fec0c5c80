using System.Text.Json;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Sagas;

/// <summary>A booking that was to end and could not be taken back is a dead letter that managers find and decide; until then nothing of it changes.</summary>
public sealed class FailedUndoTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(3);

    private readonly SagaTwist _twist = new();

    /// <summary>Left to a person, and on its way once more.</summary>
    public static IEnumerable<object[]> Endings => [[SagaStatus.Paused], [SagaStatus.Undoing]];

    [Theory, OnSqlite, OnSqlServer]
    public async Task It_is_a_dead_letter_and_an_alert_and_a_retry_from_the_list_takes_it_back_as_it_was_wanted(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking stuck = await CancelInVainAsync(house);
        Assert.Equal(BookingStatus.PendingPayment, (await BookingAsync(house)).Status);
        Assert.Equal(6, (await house.AllAsync<SlotClaim>()).Count);
        Assert.Equal((SagaStatus.Paused, true), await StandAsync(house));

        ReadDeadLetters.Item letter = Assert.Single((await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items);
        Assert.Equal((UndoLetter.Kind, "undo:payment", stuck.Reference, 1), (letter.Kind, letter.Destination, letter.Reference, letter.Attempts));
        Assert.StartsWith("It could not be taken back: ", letter.Why, StringComparison.Ordinal);
        Alert alert = Assert.Single(await house.AllAsync<Alert>());
        Assert.Equal(("dead-letter:undo", stuck.Id, null), (alert.Cause, alert.BookingId, alert.ClearedAt));
        await MustBeCleanAsync(house);

        // It fails once more: the same letter, with one more try.
        await RetryAsync(house, letter.Id);
        letter = Assert.Single((await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items);
        Assert.Equal((SagaStatus.Paused, true), await StandAsync(house));
        Assert.Null(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);

        _twist.UndoFails = null;
        await RetryAsync(house, letter.Id);
        Assert.Empty((await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items);
        Assert.Equal((SagaStatus.Undone, false), await StandAsync(house));
        Assert.Equal(BookingStatus.Cancelled, (await BookingAsync(house)).Status);
        Assert.Empty(await house.AllAsync<SlotClaim>());
        BookingEvent ended = (await house.AllAsync<BookingEvent>()).Single(each => each.Type == BookingEventTypes.Cancelled);
        Assert.Equal("customer", ended.By);
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Trying_again_on_the_booking_s_own_page_clears_the_letter_or_brings_it_back(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking stuck = await CancelInVainAsync(house);
        ReadSaga.Found found = (await house.Get<ReadSaga>().RunAsync(stuck.Id))!;
        Assert.True(found is { IsPaused: true, CanRetry: true, CanTakeOver: true, CanUndo: false });
        Assert.Equal("paused", found.Steps.Single(step => step.Name == "payment").State);

        Assert.False((await Boss.ActAsync(house, stuck.Id, SagaAct.Retry, "Once more")).IsRefused);
        OutboxMessage letter = Assert.Single(await house.AllAsync<OutboxMessage>());
        Assert.Equal((OutboxStatus.Dead, 2), (letter.Status, letter.Attempts));
        Assert.Equal((SagaStatus.Paused, true), await StandAsync(house));

        _twist.UndoFails = null;
        Assert.False((await Boss.ActAsync(house, stuck.Id, SagaAct.Retry, "The till is back")).IsRefused);
        Assert.Equal(OutboxStatus.Delivered, Assert.Single(await house.AllAsync<OutboxMessage>()).Status);
        Assert.Equal((SagaStatus.Undone, false), await StandAsync(house));
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
        Assert.Equal(["saga-retry", "saga-retry"], (await house.AllAsync<OperatorAct>()).Select(act => act.Act));
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite(nameof(Endings)), OnSqlServer(nameof(Endings))]
    public async Task What_is_being_ended_is_not_moved_by_its_customer(string provider, SagaStatus ending)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking stuck = await CancelInVainAsync(house);
        Saga saga = Assert.Single(await house.AllAsync<Saga>());
        saga.Status = ending;
        await house.ChangeAsync(saga);
        Task<Outcome<Booking>> MoveAsync(bool isStaff) => house.Get<RescheduleBooking>().RunAsync(
            new RescheduleBooking.Request(new ChangeRequest(stuck.Id, isStaff ? "desk" : "customer", isStaff, "As agreed"), Ten + Duration.FromHours(4)));

        Assert.Equal("being ended", Assert.IsType<Refusal.WrongStatus>((await MoveAsync(isStaff: false)).Refused()).Status);
        Assert.Equal((Ten, 6), ((await BookingAsync(house)).StartsAt, (await house.AllAsync<SlotClaim>()).Count));

        // Who sees to it may; when it ends is not decided by that.
        Assert.False((await MoveAsync(isStaff: true)).IsRefused);
        Saga after = Assert.Single(await house.AllAsync<Saga>());
        Assert.Equal((ending, saga.DueAt), (after.Status, after.DueAt));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_customer_s_move_writes_the_row_that_ending_the_booking_writes_so_that_one_of_them_meets_the_other(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking booking = (await house.BookAsync(Ten)).Value();
        Saga before = Assert.Single(await house.AllAsync<Saga>());
        var change = new ChangeRequest(booking.Id, "customer", IsStaff: false, null);
        Assert.False((await house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(change, Ten + Duration.FromHours(4)))).IsRefused);

        Assert.True(Assert.Single(await house.AllAsync<Saga>()).Version > before.Version);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Leaving_the_step_takes_back_the_others_and_names_who_left_it(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking stuck = await CancelInVainAsync(house);
        Assert.False((await Boss.ActAsync(house, stuck.Id, SagaAct.Skip, "Paid back in cash")).IsRefused);
        Assert.Equal((SagaStatus.Undone, false), await StandAsync(house));
        Saga saga = Assert.Single(await house.AllAsync<Saga>());
        Assert.Contains(saga.Log, entry => entry is { What: "skipped", Step: "payment", Why: "maria@example.com: Paid back in cash" });
        Assert.Empty(await house.AllAsync<SlotClaim>());
        Assert.Equal(PaymentState.Failed, Assert.Single(await house.AllAsync<Payment>()).State); // nobody asks for money for what has ended
        await MustBeCleanAsync(house);
        Assert.Equal(OutboxStatus.Delivered, Assert.Single(await house.AllAsync<OutboxMessage>()).Status);
        Assert.IsType<Refusal.WrongStatus>((await Boss.ActAsync(house, stuck.Id, SagaAct.Retry, "Again")).Refused());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Whoever_sees_to_it_by_hand_takes_the_letter_away_and_the_booking_stays_as_it_is(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking stuck = await CancelInVainAsync(house);
        Assert.False((await Boss.ActAsync(house, stuck.Id, SagaAct.TakeOver, "I call her")).IsRefused);
        Assert.Equal(OutboxStatus.Skipped, Assert.Single(await house.AllAsync<OutboxMessage>()).Status);
        Assert.Equal((SagaStatus.Paused, false), await StandAsync(house));
        Assert.Equal(stuck.Id, Assert.Single(await house.Get<ReadWaitingBookings>().RunAsync()).Booking.Id);

        // And so from the list.
        Booking other = await CancelInVainAsync(house, Duration.FromHours(1));
        OutboxMessage letter = (await house.AllAsync<OutboxMessage>()).Single(each => each.BookingId == other.Id);
        var skip = new ActOnMessages.SkipRequest(Boss.Id, MessageChoice.Of(letter.Id), "I call him");
        Assert.Equal(1, (await house.Get<ActOnMessages>().RunAsync(skip)).Value());
        Saga saga = (await house.AllAsync<Saga>()).Single(each => each.Id == other.Id);
        Assert.Equal((SagaStatus.Paused, false), (saga.Status, saga.NeedsReview));
        Assert.Contains(saga.Log, entry => entry is { What: "taken over", Why: "maria@example.com: I call him" });
        Assert.All(await house.AllAsync<Alert>(), alert => Assert.NotNull(alert.ClearedAt));
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Leaving_one_letter_of_a_booking_hides_no_other_of_it(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking stuck = await CancelInVainAsync(house);
        await LeaveRefundAsync(house, stuck);
        List<OutboxMessage> letters = await house.AllAsync<OutboxMessage>();
        Assert.Equal(2, letters.Count);

        // Money is paid in cash: the booking itself still stands where it stopped.
        await SkipAsync(house, letters.Single(letter => letter.Kind == RefundLetter.Kind).Id);
        Assert.Equal((SagaStatus.Paused, true), await StandAsync(house));
        ReadDeadLetters.Item left = Assert.Single((await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items);
        Assert.Equal(UndoLetter.Kind, left.Kind);
        Assert.Null((await house.AllAsync<Alert>()).Single(alert => alert.Cause == AlertCauses.DeadLetter(UndoLetter.Kind)).ClearedAt);

        await SkipAsync(house, left.Id);
        Assert.Equal((SagaStatus.Paused, false), await StandAsync(house));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Taking_a_booking_over_leaves_the_letter_about_its_money_to_be_seen(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking stuck = await CancelInVainAsync(house);
        await LeaveRefundAsync(house, stuck);

        Assert.False((await Boss.ActAsync(house, stuck.Id, SagaAct.TakeOver, "I call her")).IsRefused);

        Assert.Equal(RefundLetter.Kind, Assert.Single((await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items).Kind);
        Assert.Null((await house.AllAsync<Alert>()).Single(alert => alert.Cause == AlertCauses.DeadLetter(RefundLetter.Kind)).ClearedAt);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_booking_that_the_clock_ends_and_cannot_be_taken_back_is_a_dead_letter_too(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        await house.BookAsync(Ten);
        _twist.UndoFails = "hold";
        house.Clock.Now += Duration.FromHours(1);
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal("undo:hold", Assert.Single((await house.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items).Destination);
        Assert.Equal(0, await house.Get<RunSagas>().RunAsync());

        // The first step is the booking's own time: left as it is, nothing would ever end.
        Guid id = (await BookingAsync(house)).Id;
        Assert.DoesNotContain((await house.Get<ReadSaga>().RunAsync(id))!.Steps, step => step.CanBeSkipped);
        Assert.IsType<Refusal.WrongStatus>((await Boss.ActAsync(house, id, SagaAct.Skip, "Leave it")).Refused());

        _twist.UndoFails = null;
        Assert.False((await Boss.ActAsync(house, (await BookingAsync(house)).Id, SagaAct.Retry, "Again")).IsRefused);
        Assert.Equal(BookingStatus.Expired, (await BookingAsync(house)).Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task However_often_the_gateway_refuses_what_cannot_be_taken_back_is_tried_by_a_person_alone(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking booking = (await house.BookAsync(Ten)).Value();
        _twist.UndoFails = "hold";
        Payment payment = Assert.Single(await house.AllAsync<Payment>());
        var refused = new SettlePayment.Request(payment.Id, new GatewayAnswer.Refused("no money"));
        Assert.IsType<Refusal.LeftToPerson>((await house.Get<SettlePayment>().RunAsync(refused)).Refused());
        for (int again = 0; again < 3; again++)
        {
            Assert.False((await house.Get<SettlePayment>().RunAsync(refused)).IsRefused);
        }

        Assert.Equal(1, Assert.Single(await house.AllAsync<OutboxMessage>()).Attempts);
        Assert.Single(Assert.Single(await house.AllAsync<Saga>()).Log, entry => entry.What == "paused");
        Assert.Equal(PaymentState.Failed, Assert.Single(await house.AllAsync<Payment>()).State);

        _twist.UndoFails = null;
        Assert.False((await Boss.ActAsync(house, booking.Id, SagaAct.Retry, "Again")).IsRefused);
        Assert.Equal(BookingStatus.Expired, (await BookingAsync(house)).Status);
        await MustBeCleanAsync(house);
    }

    /// <summary>A customer cancels before they have paid, and the payment cannot be called off.</summary>
    private async Task<Booking> CancelInVainAsync(GuardHouse house, Duration later = default)
    {
        Booking booking = (await house.BookAsync(Ten + later)).Value();
        _twist.UndoFails = "payment";
        var change = new ChangeRequest(booking.Id, "customer", IsStaff: false, "Cannot come");
        Assert.IsType<Refusal.LeftToPerson>((await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(change))).Refused());
        return booking;
    }

    /// <summary>Money of the same booking that could not be sent back either.</summary>
    private static Task<bool> LeaveRefundAsync(GuardHouse house, Booking booking) => house.Get<IWriteQueue>().RunAsync(async scope =>
    {
        string payload = JsonSerializer.Serialize(new RefundLetter(Guid.NewGuid(), 500, "EUR"), JsonSerializerOptions.Web);
        var refund = new PlannedEffect(RefundLetter.Kind, "refund:till/1", payload) { BookingId = booking.Id, BookingVersion = booking.Version };
        await house.Get<LeaveDeadLetter>().RunAsync(scope, refund, "The card is closed.", house.Clock.Now);
        return true;
    });

    private static async Task SkipAsync(GuardHouse house, Guid letter) => Assert.Equal(
        1, (await house.Get<ActOnMessages>().RunAsync(new ActOnMessages.SkipRequest(Boss.Id, MessageChoice.Of(letter), "I see to it"))).Value());

    private static async Task RetryAsync(GuardHouse house, Guid letter)
    {
        var again = new ActOnMessages.RetryRequest(Boss.Id, MessageChoice.Of(letter), "The till is back");
        Assert.Equal(1, (await house.Get<ActOnMessages>().RunAsync(again)).Value());
        Assert.Equal(1, await house.Get<WorkOutbox>().RunAsync(UndoLetter.Kind));
    }

    private static async Task<(SagaStatus Status, bool NeedsReview)> StandAsync(GuardHouse house)
    {
        Saga saga = Assert.Single(await house.AllAsync<Saga>());
        return (saga.Status, saga.NeedsReview);
    }

    private static async Task<Booking> BookingAsync(GuardHouse house) => Assert.Single(await house.AllAsync<Booking>());

    private static async Task MustBeCleanAsync(GuardHouse house) =>
        Assert.Equal([], (await house.Get<CheckPortal>().RunAsync()).Findings.Select(finding => finding.ToString()));

    private async Task<GuardHouse> OpenAsync(string provider)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, gateway: new TestTill(), more: services => services
            .AddSingleton<CheckPortal>()
            .AddSingleton(made => _twist.Around(made.GetRequiredService<BookingSaga>().Plans())));
        await house.AddShopAsync(1, service => (service.PriceAmount, service.Deposit) = (1500, new DepositRule(DepositKind.Fixed, 500)));
        await Boss.HireAsync(house);
        return house;
    }
}
