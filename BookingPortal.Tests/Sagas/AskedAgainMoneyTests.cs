using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using NodaTime;
using static BookingPortal.Tests.Sagas.AskedAgainHouse;

namespace BookingPortal.Tests.Sagas;

/// <summary>What was paid, or is open, waits with a booking that waits for a yes again.</summary>
public sealed class AskedAgainMoneyTests
{
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
}
