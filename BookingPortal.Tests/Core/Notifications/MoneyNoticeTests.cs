using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using BookingPortal.Tests.Sagas;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>Receipts and notes of refunds: left in the commit in which the money moved, by no job, and once however often it is said.</summary>
public sealed class MoneyNoticeTests
{
    private static readonly Instant Visit = GuardHouse.Opening + Duration.FromDays(3);

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_receipt_is_left_with_the_payment_and_goes_out_behind_the_confirmation(string provider)
    {
        await using NoticeHouse house = await OpenAsync(provider, new TestTill());
        await house.BookAsync(Visit);
        await PayAsync(house);

        OutboxMessage[] left = [.. (await MailsAsync(house)).Where(message => message.Status == OutboxStatus.Waiting)];
        Assert.Equal(["confirmation", "receipt"], left.Select(Notice));
        Assert.Equal(left[0].BookingVersion, left[1].BookingVersion); // so that the one is behind the other, see TakeMessages
        await house.DeliverAsync();
        Assert.Equal("Receipt: €5.00 for Haircut", house.Caught.Mails.Last().Subject.Replace('\u00a0', ' '));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Two_who_learn_of_the_same_payment_at_once_leave_one_receipt(string provider)
    {
        await using NoticeHouse house = await OpenAsync(provider, new TestTill());
        await house.BookAsync(Visit);
        Payment payment = Assert.Single(await house.House.AllAsync<Payment>());
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PayAsync(house, payment)));

        Assert.Single(await MailsAsync(house), message => Notice(message) == "receipt");
    }

    /// <summary>The name of the message is the payment's: were the payment's own state not to tell, the outbox would.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_payment_that_is_told_of_twice_has_one_receipt(string provider)
    {
        await using NoticeHouse house = await OpenAsync(provider, new TestTill());
        Booking booking = await house.BookAsync(Visit);
        Payment payment = Assert.Single(await house.House.AllAsync<Payment>());
        for (int i = 0; i < 2; i++)
        {
            await house.House.Get<BookingPortal.Core.Data.IWriteQueue>().RunAsync(async scope =>
            {
                await house.House.Get<LeaveMoneyEffects>().RunAsync(scope, booking, new MoneyNews.Came(payment, house.Clock.Now));
                return true;
            });
        }

        Assert.Single(await MailsAsync(house), message => Notice(message) == "receipt");
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_is_not_written_down_is_not_receipted(string provider)
    {
        await using NoticeHouse house = await OpenAsync(provider, new TestTill());
        await house.BookAsync(Visit);
        Payment payment = Assert.Single(await house.House.AllAsync<Payment>());
        var known = new SettlePayment.Request(payment.Id, new GatewayAnswer.Paid("session-1"), scope =>
        {
            scope.Undo();
            return Task.CompletedTask;
        });
        await house.House.Get<SettlePayment>().RunAsync(known);

        Assert.Equal(PaymentState.Pending, Assert.Single(await house.House.AllAsync<Payment>()).State);
        Assert.DoesNotContain(await MailsAsync(house), message => Notice(message) == "receipt");
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Late_money_has_its_receipt_and_its_refund_has_its_note_when_the_gateway_has_taken_it(string provider)
    {
        var till = new TestTill { OnRefund = () => new GatewayAnswer.Unavailable("away") };
        await using NoticeHouse house = await OpenAsync(provider, till);
        await house.BookAsync(Visit);
        Payment late = Assert.Single(await house.House.AllAsync<Payment>());
        house.Clock.Now += Duration.FromMinutes(31);
        await house.House.Get<RunSagas>().RunAsync();
        await house.BookAsync(Visit, GuardHouse.Eva with { Name = "Rui", Email = "rui@example.com" });

        await PayAsync(house, late);
        await house.House.Get<SendRefunds>().RunAsync();
        Assert.Equal(["expired", "receipt"], await ToEvaAsync(house));

        till.OnRefund = () => new GatewayAnswer.Refunded();
        house.Clock.Now += Duration.FromMinutes(5);
        await house.House.Get<SendRefunds>().RunAsync();
        await house.House.Get<SendRefunds>().RunAsync();
        Assert.Equal(["expired", "receipt", "refund"], await ToEvaAsync(house));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_refund_that_a_manager_sends_again_has_its_note_then_and_no_second_one_when_it_came_back_meanwhile(string provider)
    {
        var till = new TestTill { OnRefund = () => new GatewayAnswer.Refused("no such charge") };
        await using NoticeHouse house = await OpenAsync(provider, till);
        Booking booking = await house.BookAsync(Visit);
        await PayAsync(house);
        await house.CancelAsync(booking);
        await house.House.Get<SendRefunds>().RunAsync();
        Assert.Equal(["cancellation", "receipt"], (await ToEvaAsync(house)).Order(StringComparer.Ordinal));

        till.OnRefund = () => new GatewayAnswer.Refunded();
        await AgainAsync(house);
        Assert.Equal(["cancellation", "receipt", "refund"], (await ToEvaAsync(house)).Order(StringComparer.Ordinal));

        Refund refund = Assert.Single(await house.House.AllAsync<Refund>());
        await house.House.Get<TakeRefundBack>().RunAsync(new TakeRefundBack.Request(refund.Id, "The card is closed."));
        await AgainAsync(house);
        Assert.Equal(RefundState.Done, Assert.Single(await house.House.AllAsync<Refund>()).State);
        Assert.Single(await MailsAsync(house), message => Notice(message) == "refund");
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Money_is_written_down_also_where_its_receipt_cannot_be_planned_and_a_person_is_asked_to_look(string provider)
    {
        await using NoticeHouse house = await OpenAsync(provider, new TestTill(), services => services.AddSingleton<IPlanMoneyEffects, Clumsy>());
        await house.BookAsync(Visit);
        Booking paid = await PayAsync(house);

        Assert.Equal(BookingStatus.Confirmed, paid.Status);
        Saga saga = Assert.Single(await house.House.AllAsync<Saga>());
        Assert.True(saga.NeedsReview);
        Assert.Equal("The customer could not be told about the money: out of ink", saga.Problem);
        Assert.Single(await MailsAsync(house), message => Notice(message) == "receipt"); // the others go on
    }

    private static Task<NoticeHouse> OpenAsync(string provider, TestTill till, Action<IServiceCollection>? more = null) =>
        NoticeHouse.OpenAsync(
            service => (service.PriceAmount, service.Deposit) = (1000, new DepositRule(DepositKind.Fixed, 500)), gateway: till, provider: provider, more: more);

    private static async Task<Booking> PayAsync(NoticeHouse house, Payment? payment = null)
    {
        payment ??= Assert.Single(await house.House.AllAsync<Payment>());
        return (await house.House.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment.Id, new GatewayAnswer.Paid("session-1")))).Value();
    }

    /// <summary>As when a manager retries the dead letter of the one refund.</summary>
    private static async Task AgainAsync(NoticeHouse house)
    {
        OutboxMessage letter = (await house.House.AllAsync<OutboxMessage>()).Last(message => message.Kind == RefundLetter.Kind);
        Assert.IsType<EffectAnswer.Delivered>(await house.DeliverAsync(letter));
    }

    private static async Task<IReadOnlyList<OutboxMessage>> MailsAsync(NoticeHouse house) =>
        [.. (await house.House.AllAsync<OutboxMessage>()).Where(message => message.Kind == NoticeEffects.Mail).OrderBy(message => message.Position)];

    private static async Task<IEnumerable<string>> ToEvaAsync(NoticeHouse house) =>
        (await MailsAsync(house)).Where(message => message.Destination == "mail:eva@example.com" && message.Status == OutboxStatus.Waiting).Select(Notice);

    private static string Notice(OutboxMessage message) => NoticePayload.Read(message.Payload)!.Notice;

    private sealed class Clumsy : IPlanMoneyEffects
    {
        public IEnumerable<PlannedEffect> Plan(Booking booking, MoneyNews news) => throw new InvalidOperationException("out of ink");
    }
}
