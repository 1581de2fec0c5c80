using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Sagas;

/// <summary>A customer moves what was agreed to: where the service says so, everybody is asked again, and the money waits with the booking.</summary>
public sealed class AskedAgainTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(10);
    private static readonly Instant Two = Ten + Duration.FromHours(4);

    [Theory, OnSqlite, OnSqlServer]
    public async Task Moved_by_its_customer_it_waits_for_everybody_again_and_a_second_yes_confirms_it_without_more_money(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Approvers = ["desk", "manager"]);
        Booking agreed = await AgreedAndPaidAsync(house, yeses: 2);

        Booking moved = (await MoveAsync(house, agreed, isStaff: false)).Value();

        Assert.Equal((BookingStatus.PendingApproval, Two, Ten, agreed.Version + 1), (moved.Status, moved.StartsAt, moved.StoodAt, moved.Version));
        Assert.Equal(
            [(1, 1, ApprovalState.Agreed), (1, 2, ApprovalState.Agreed), (2, 1, ApprovalState.Open)],
            (await house.AllAsync<ApprovalRequest>()).OrderBy(turn => (turn.Round, turn.Turn)).Select(turn => (turn.Round, turn.Turn, turn.State)));
        Assert.Equal(6, (await house.AllAsync<SlotClaim>()).Count);
        Assert.Equal(BookingStatus.PendingApproval, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Assert.Equal(BookingStatus.Confirmed, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Assert.Equal(PaymentState.Paid, Assert.Single(await house.AllAsync<Payment>()).State);
        Assert.Equal(SagaStatus.Done, Assert.Single(await house.AllAsync<Saga>()).Status);
        Assert.Equal(
            [BookingEventTypes.Rescheduled, BookingEventTypes.Approved, BookingEventTypes.Approved, BookingEventTypes.Confirmed],
            (await house.AllAsync<BookingEvent>()).Where(happened => happened.Version > agreed.Version).OrderBy(happened => happened.Version).Select(happened => happened.Type));
        Assert.Empty((await house.Get<CheckPortal>().RunAsync()).Findings);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_no_to_the_new_time_ends_it_and_what_was_paid_goes_back(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking moved = (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false)).Value();

        Assert.Equal(BookingStatus.Declined, (await ChangeAsync(house, moved, BookingVerb.Decline)).Status);

        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount);
        Assert.Empty(await house.AllAsync<SlotClaim>());
        Assert.Equal(SagaStatus.Undone, Assert.Single(await house.AllAsync<Saga>()).Status);
        Assert.Empty((await house.Get<CheckPortal>().RunAsync()).Findings);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nobody_answers_in_time_and_what_was_paid_goes_back(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.ApprovalHours = 4);
        await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false);

        house.Clock.Now += Duration.FromHours(4);
        await house.Get<RunSagas>().RunAsync();

        Assert.Equal(BookingStatus.Expired, Assert.Single(await house.AllAsync<Booking>()).Status);
        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount);
        Assert.Empty(await house.AllAsync<SlotClaim>());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Staff_who_move_it_have_agreed_by_that(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Assert.Equal(BookingStatus.Confirmed, (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: true)).Value().Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nobody_is_asked_again_where_the_service_does_not_say_so(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.AsksAgainWhenMoved = false);
        Assert.Equal(BookingStatus.Confirmed, (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false)).Value().Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_moves_nothing_asks_nobody(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Assert.Equal(BookingStatus.Confirmed, (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false, to: Ten)).Value().Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Moved_while_it_waits_again_it_keeps_its_request_until_somebody_has_agreed(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, service => service.Approvers = ["desk", "manager"]);
        Booking moved = (await MoveAsync(house, await AgreedAndPaidAsync(house, yeses: 2), isStaff: false)).Value();

        moved = (await MoveAsync(house, moved, isStaff: false, to: Two + Duration.FromHours(1))).Value();
        Assert.Equal(Ten, moved.StoodAt); // the last time that anybody agreed to
        Assert.False(await house.Get<RescheduleBooking>().AsksAgainAsync(moved));
        Assert.Equal([(1, 1), (1, 2), (2, 1)], await TurnsAsync(house));

        // The first one has agreed to this time; another time is another question, and starts with the first one again.
        await ChangeAsync(house, moved, BookingVerb.Approve);
        Assert.True(await house.Get<RescheduleBooking>().AsksAgainAsync(moved)); // and is said so before
        moved = (await MoveAsync(house, moved, isStaff: false)).Value();
        Assert.Equal([(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)], await TurnsAsync(house));
        Assert.Equal(ApprovalState.Withdrawn, (await house.AllAsync<ApprovalRequest>()).Single(turn => (turn.Round, turn.Turn) == (2, 2)).State);

        // Where staff move it, who has agreed has not agreed in vain.
        await ChangeAsync(house, moved, BookingVerb.Approve);
        moved = (await MoveAsync(house, moved, isStaff: true, to: Two + Duration.FromHours(1))).Value();
        Assert.Equal(BookingStatus.PendingApproval, moved.Status);
        Booking agreed = await ChangeAsync(house, moved, BookingVerb.Approve);
        Assert.Equal((BookingStatus.Confirmed, null), (agreed.Status, agreed.StoodAt));
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_open_payment_waits_with_the_booking_and_its_time_limit_begins_anew_after_the_yes(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking moved = (await MoveAsync(house, await AgreedAsync(house), isStaff: false)).Value();
        Assert.Equal((BookingStatus.PendingApproval, null), (moved.Status, moved.StoodAt)); // it never stood
        Payment open = Assert.Single(await house.AllAsync<Payment>());
        Assert.Equal(PaymentState.Pending, open.State);
        Assert.IsType<FindCheckout.Answer.NothingDue>(await house.Get<FindCheckout>().RunAsync(moved.Id)); // nobody pays for what nobody has agreed to
        await MustBeCleanAsync(house);

        house.Clock.Now += Duration.FromHours(2);
        await house.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.PendingPayment, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Assert.Equal(house.Clock.Now + Duration.FromMinutes(30), Assert.Single(await house.AllAsync<Saga>()).DueAt);
        Assert.Equal(open.Version + 1, Assert.Single(await house.AllAsync<Payment>()).Version); // a payment made at this moment meets the yes on every database
        Assert.Equal(open.CheckoutUrl, Assert.IsType<FindCheckout.Answer.PayThere>(await house.Get<FindCheckout>().RunAsync(moved.Id)).CheckoutUrl);
        Assert.Equal(BookingStatus.Confirmed, (await SettleAsync(house, open.Id, new GatewayAnswer.Paid("session-1"))).Status);
        Assert.Equal(2, (await house.AllAsync<BookingEvent>()).Count(happened => happened.Type == BookingEventTypes.AwaitingPayment));
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Money_that_comes_while_it_waits_for_a_yes_stays_and_the_yes_confirms_it(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking moved = (await MoveAsync(house, await AgreedAsync(house), isStaff: false)).Value();
        Payment open = Assert.Single(await house.AllAsync<Payment>());
        Assert.Equal(BookingStatus.PendingApproval, (await SettleAsync(house, open.Id, new GatewayAnswer.Paid("session-1"))).Status);
        await MustBeCleanAsync(house);
        Assert.Equal(BookingStatus.Confirmed, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Assert.Empty(await house.AllAsync<Refund>());
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Money_that_comes_while_it_waits_goes_back_after_a_no(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking moved = (await MoveAsync(house, await AgreedAsync(house), isStaff: false)).Value();
        await SettleAsync(house, Assert.Single(await house.AllAsync<Payment>()).Id, new GatewayAnswer.Paid("session-1"));
        Assert.Equal(BookingStatus.Declined, (await ChangeAsync(house, moved, BookingVerb.Decline)).Status);
        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_page_that_ran_out_while_it_waited_is_replaced_after_the_yes(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking moved = (await MoveAsync(house, await AgreedAsync(house), isStaff: false)).Value();
        Payment first = Assert.Single(await house.AllAsync<Payment>());
        Assert.Equal(BookingStatus.PendingApproval, (await SettleAsync(house, first.Id, new GatewayAnswer.Refused("The page has run out."))).Status);

        Assert.Equal(BookingStatus.PendingPayment, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Payment second = Assert.Single(await house.AllAsync<Payment>(), payment => payment.State == PaymentState.Pending);
        Assert.NotEqual(first.Id, second.Id);
        Assert.NotNull(second.CheckoutUrl);
        Assert.Equal(BookingStatus.Confirmed, (await SettleAsync(house, second.Id, new GatewayAnswer.Paid("session-2"))).Status);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_page_that_would_soon_run_out_is_replaced_and_whoever_pays_on_both_gets_one_back(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking moved = (await MoveAsync(house, await AgreedAsync(house), isStaff: false)).Value();
        house.Clock.Now += Duration.FromHours(23);
        await ChangeAsync(house, moved, BookingVerb.Approve);
        List<Payment> payments = await house.AllAsync<Payment>();
        (Payment old, Payment fresh) = (payments.Single(payment => payment.State == PaymentState.Failed), payments.Single(payment => payment.State == PaymentState.Pending));

        // Paid on the old page: that is the money, and nothing more is asked for.
        Assert.Equal(BookingStatus.Confirmed, (await SettleAsync(house, old.Id, new GatewayAnswer.Paid("session-1"))).Status);
        Assert.Equal(PaymentState.Failed, (await house.AllAsync<Payment>()).Single(payment => payment.Id == fresh.Id).State);
        await MustBeCleanAsync(house);

        await SettleAsync(house, fresh.Id, new GatewayAnswer.Paid("session-2"));
        Assert.Equal(fresh.Id, Assert.Single(await house.AllAsync<Refund>()).PaymentId);
        await MustBeCleanAsync(house);
        await house.Get<SendRefunds>().RunAsync();
        await MustBeCleanAsync(house);
        Assert.Equal(BookingStatus.Confirmed, Assert.Single(await house.AllAsync<Booking>()).Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Money_that_comes_after_nobody_has_agreed_in_time_goes_back(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, service => service.ApprovalHours = 4, till);
        await MoveAsync(house, await AgreedAsync(house), isStaff: false);
        house.Clock.Now += Duration.FromHours(4);
        await house.Get<RunSagas>().RunAsync();
        Payment open = Assert.Single(await house.AllAsync<Payment>());
        Assert.Equal(PaymentState.Failed, open.State);

        // No money can bring it back, so its page is closed; and who was faster has theirs back.
        await house.Get<AskAboutPayments>().RunAsync();
        Assert.Equal([open.Id], till.Closed);
        Assert.Equal(BookingStatus.Expired, (await SettleAsync(house, open.Id, new GatewayAnswer.Paid("session-1"))).Status);
        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_was_waived_is_not_asked_for_after_a_move(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking agreed = await ChangeAsync(house, await AgreedAsync(house), BookingVerb.Pay);
        Booking moved = (await MoveAsync(house, agreed, isStaff: false)).Value();
        ReadSaga.Found way = (await house.Get<ReadSaga>().RunAsync(moved.Id))!;
        Assert.Equal(["done", "waiting", "ahead", "ahead", "ahead", "ahead"], way.Steps.Select(step => step.State));
        Assert.All(way.Steps.Where(step => step.State == "ahead"), step => Assert.Null(step.At));
        Assert.Equal(BookingStatus.Confirmed, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        Assert.Equal(PaymentState.Failed, Assert.Single(await house.AllAsync<Payment>()).State);
        await MustBeCleanAsync(house);
    }

    /// <summary>Before there were steps, or from a file: it stands without a saga of its own.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task What_was_imported_is_asked_about_as_well(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking agreed = await AgreedAndPaidAsync(house);
        await using (var db = await house.DbAsync())
        {
            db.RemoveRange(db.Sagas);
            await db.SaveChangesAsync();
        }

        Booking moved = (await MoveAsync(house, agreed, isStaff: false)).Value();
        Assert.Equal((BookingStatus.PendingApproval, SagaStatus.Waiting), (moved.Status, Assert.Single(await house.AllAsync<Saga>()).Status));
        Assert.Equal(BookingStatus.Confirmed, (await ChangeAsync(house, moved, BookingVerb.Approve)).Status);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Moved_while_the_gateway_is_asked_for_a_page_it_waits_for_the_yes_and_then_for_the_money(string provider)
    {
        var till = new TestTill();
        await using GuardHouse house = await OpenAsync(provider, till: till);
        Booking booking = (await house.BookAsync(Ten)).Value();
        till.BeforeStart = async () =>
        {
            till.BeforeStart = () => Task.CompletedTask;
            (await MoveAsync(house, booking, isStaff: false)).Value();
        };
        await ChangeAsync(house, booking, BookingVerb.Approve);
        Assert.Equal(BookingStatus.PendingApproval, Assert.Single(await house.AllAsync<Booking>()).Status);
        Assert.Equal((SagaStatus.Waiting, 1), (Assert.Single(await house.AllAsync<Saga>()).Status, Assert.Single(await house.AllAsync<Saga>()).Step));
        await MustBeCleanAsync(house);

        await ChangeAsync(house, booking, BookingVerb.Approve);
        Payment open = Assert.Single(await house.AllAsync<Payment>());
        Assert.Equal(BookingStatus.Confirmed, (await SettleAsync(house, open.Id, new GatewayAnswer.Paid("session-1"))).Status);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_fee_is_still_kept_when_the_cancelling_could_be_taken_back_only_at_the_second_try(string provider)
    {
        var twist = new SagaTwist();
        await using GuardHouse house = await OpenAsync(provider, WithFee, twist: twist);
        await Boss.HireAsync(house);
        Booking agreed = await AgreedAndPaidAsync(house);
        house.Clock.Now = Ten - Duration.FromHours(24);
        Booking moved = (await MoveAsync(house, agreed, isStaff: false, to: Ten - Duration.FromMinutes(30))).Value();
        house.Clock.Now += Duration.FromMinutes(1);
        twist.UndoFails = "payment";
        var cancel = new CancelBooking.Request(new ChangeRequest(moved.Id, "customer", IsStaff: false));
        Assert.IsType<Refusal.LeftToPerson>((await house.Get<CancelBooking>().RunAsync(cancel)).Refused());
        twist.UndoFails = null;
        Assert.False((await Boss.ActAsync(house, moved.Id, SagaAct.Retry, "The till is back")).IsRefused);
        Booking ended = Assert.Single(await house.AllAsync<Booking>());
        Assert.Equal((BookingStatus.Cancelled, 500), (ended.Status, ended.FeeAmount));
        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Moving_is_no_way_around_the_fee(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, WithFee);
        Booking agreed = await AgreedAndPaidAsync(house);

        // Free to the second: moved by half an hour, and then kept waiting until it is too late to be free for either time.
        house.Clock.Now = Ten - Duration.FromHours(24);
        Booking moved = (await MoveAsync(house, agreed, isStaff: false, to: Ten - Duration.FromMinutes(30))).Value();
        Assert.Equal(0, CancellationTerms.Fee(Policy, moved, house.Clock.Now));
        house.Clock.Now += Duration.FromMinutes(1);
        Assert.IsType<Refusal.TooLate>((await MoveAsync(house, moved, isStaff: false)).Refused());

        Booking cancelled = (await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(moved.Id, "customer", IsStaff: false)))).Value();
        Assert.Equal((BookingStatus.Cancelled, 500), (cancelled.Status, cancelled.FeeAmount));
        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount); // of the 1000 that were paid
        Assert.Contains("\"fee\":\"500\"", (await house.AllAsync<BookingEvent>()).Single(happened => happened.Type == BookingEventTypes.Cancelled).Data, StringComparison.Ordinal);
        await MustBeCleanAsync(house);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Too_late_to_move_is_too_late_to_be_declined_for_free(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, WithFee);
        Booking agreed = await AgreedAndPaidAsync(house);
        house.Clock.Now = Ten - Duration.FromHours(24) + Duration.FromSeconds(1);
        Assert.IsType<Refusal.TooLate>((await MoveAsync(house, agreed, isStaff: false)).Refused());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_gave_up_a_time_that_was_free_to_cancel_pays_nothing_while_nobody_has_agreed_to_another(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, WithFee);
        Instant tomorrow = GuardHouse.Opening + Duration.FromHours(20);
        Booking moved = (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false, to: tomorrow)).Value();
        Assert.Equal(0, CancellationTerms.Fee(Policy, moved, house.Clock.Now));
        Assert.Equal(500, CancellationTerms.Fee(Policy, await ChangeAsync(house, moved, BookingVerb.Approve), house.Clock.Now)); // now it stands there
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_no_costs_nothing_however_late_it_comes(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider, WithFee);
        house.Clock.Now = Ten - Duration.FromHours(24);
        Booking moved = (await MoveAsync(house, await AgreedAndPaidAsync(house), isStaff: false, to: Ten - Duration.FromHours(1))).Value();
        house.Clock.Now = moved.StartsAt - Duration.FromMinutes(1);
        Booking declined = await ChangeAsync(house, moved, BookingVerb.Decline);
        Assert.Equal((BookingStatus.Declined, 0), (declined.Status, declined.FeeAmount));
        Assert.Equal(1000, Assert.Single(await house.AllAsync<Refund>()).Amount);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_step_that_was_skipped_once_is_taken_back_after_it_was_asked_again(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        await Boss.HireAsync(house);
        Booking booking = (await house.BookAsync(Ten)).Value();
        Assert.False((await Boss.ActAsync(house, booking.Id, SagaAct.Skip, "I know her")).IsRefused);
        booking = await SettleAsync(house, Assert.Single(await house.AllAsync<Payment>()).Id, new GatewayAnswer.Paid("session-1"));
        Booking moved = (await MoveAsync(house, booking, isStaff: false)).Value();
        await ChangeAsync(house, moved, BookingVerb.Decline);
        Assert.DoesNotContain(await house.AllAsync<ApprovalRequest>(), turn => turn.State == ApprovalState.Open);
        Assert.Equal(500, Assert.Single(await house.AllAsync<Refund>()).Amount);
        await MustBeCleanAsync(house);
    }

    private static CancellationPolicy Policy => new(24, 50);

    private static void WithFee(Service service) => (service.Cancellation, service.Deposit) = (Policy, new DepositRule(DepositKind.Full));

    private static async Task<IEnumerable<(int Round, int Turn)>> TurnsAsync(GuardHouse house) =>
        (await house.AllAsync<ApprovalRequest>()).Select(turn => (turn.Round, turn.Turn)).Order();

    private static async Task MustBeCleanAsync(GuardHouse house) =>
        Assert.Equal([], (await house.Get<CheckPortal>().RunAsync()).Findings.Select(finding => finding.ToString()));

    private static async Task<Booking> SettleAsync(GuardHouse house, Guid payment, GatewayAnswer answer) =>
        (await house.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment, answer))).Value();

    private static async Task<Booking> AgreedAsync(GuardHouse house)
    {
        Booking booking = await ChangeAsync(house, (await house.BookAsync(Ten)).Value(), BookingVerb.Approve);
        Assert.Equal(BookingStatus.PendingPayment, booking.Status);
        return booking;
    }

    private static async Task<GuardHouse> OpenAsync(string provider, Action<Service>? change = null, TestTill? till = null, SagaTwist? twist = null)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, gateway: till ?? new TestTill(), more: services => services
            .AddSingleton<CheckPortal>()
            .AddSingleton(made => (twist ?? new SagaTwist()).Around(made.GetRequiredService<BookingSaga>().Plans())));
        await house.AddShopAsync(people: 1, service =>
        {
            (service.PriceAmount, service.Deposit) = (1000, new DepositRule(DepositKind.Fixed, 500));
            (service.NeedsApproval, service.AsksAgainWhenMoved) = (true, true);
            change?.Invoke(service);
        });
        return house;
    }

    private static async Task<Booking> AgreedAndPaidAsync(GuardHouse house, int yeses = 1)
    {
        Booking booking = (await house.BookAsync(Ten)).Value();
        for (int yes = 0; yes < yeses; yes++)
        {
            await ChangeAsync(house, booking, BookingVerb.Approve);
        }

        Payment payment = Assert.Single(await house.AllAsync<Payment>());
        Booking paid = (await house.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment.Id, new GatewayAnswer.Paid("session-1")))).Value();
        Assert.Equal(BookingStatus.Confirmed, paid.Status);
        return paid;
    }

    private static Task<Outcome<Booking>> MoveAsync(GuardHouse house, Booking booking, bool isStaff, Instant? to = null) =>
        house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(new ChangeRequest(booking.Id, isStaff ? "desk" : "customer", isStaff, "As agreed"), to ?? Two));

    private static async Task<Booking> ChangeAsync(GuardHouse house, Booking booking, BookingVerb verb) =>
        (await house.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(new ChangeRequest(booking.Id, "desk", IsStaff: true, "As agreed"), verb))).Value();
}
