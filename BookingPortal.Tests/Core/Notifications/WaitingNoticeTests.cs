using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using BookingPortal.Tests.Sagas;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>Who has booked and not paid is told how the booking stands, when they had time to pay, and never when it is no longer so.</summary>
public sealed class WaitingNoticeTests
{
    /// <summary>Thursday 10 September 2026, 10:00 in Lisbon.</summary>
    private static readonly Instant Visit = Instant.FromUtc(2026, 9, 10, 9, 0);

    [Theory]
    [InlineData("en", "Not paid yet: Haircut, Thursday 10 September 2026, 10:00 WEST", "Without payment the time is given away after Monday 7 September 2026, 08:30 WEST.", "Pay €5.00")]
    [InlineData("de", "Noch nicht bezahlt: Haircut, Donnerstag, 10. September 2026, 10:00 WEST", "Ohne Zahlung wird die Zeit nach Montag, 7. September 2026, 08:30 WEST wieder vergeben.", "5,00 € bezahlen")]
    [InlineData("pt", "Ainda por pagar: Haircut, quinta-feira, 10 de setembro de 2026, 10:00 WEST", "Sem pagamento, a hora deixa de estar guardada depois de segunda-feira, 7 de setembro de 2026, 08:30 WEST.", "Pagar 5,00 €")]
    public async Task Who_has_not_paid_after_five_minutes_is_told_until_when_the_time_is_kept_and_how_to_pay(string locale, string subject, string deadline, string pay)
    {
        await using NoticeHouse house = await OpenAsync(new TestTill());
        Booking booking = await house.BookAsync(Visit, GuardHouse.Eva with { Locale = locale });
        await AfterAsync(house, minutes: 4.9);
        Assert.Empty(house.Caught.Mails);
        await AfterAsync(house, minutes: 0.1);

        Email mail = Assert.Single(house.Caught.Mails);
        string link = house.House.Get<PortalLinks>().Payment(booking);
        Assert.Equal(subject, mail.Subject);
        Assert.Contains(deadline, mail.Text, StringComparison.Ordinal);
        Assert.Contains($"{pay}:\n{link}", mail.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(link), mail.Html, StringComparison.Ordinal);
        Assert.Null(mail.Calendar);
        await AfterAsync(house, minutes: 20);
        Assert.Single(house.Caught.Mails);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Who_pays_at_once_gets_none(string provider)
    {
        await using NoticeHouse house = await OpenAsync(new TestTill(), provider: provider);
        await house.BookAsync(Visit);
        await AfterAsync(house, minutes: 2);
        await PayAsync(house);
        await AfterAsync(house, minutes: 20);

        Assert.Equal(["Confirmed", "Receipt"], Told(house));
        Assert.Equal(OutboxStatus.Superseded, (await WaitingAsync(house)).Status);
    }

    [Theory]
    [InlineData("cancelled", "Cancelled")]
    [InlineData("refused", "No longer kept")]
    [InlineData("waived", "Confirmed")]
    public async Task What_ends_or_confirms_the_booking_takes_it_back(string how, string told)
    {
        await using NoticeHouse house = await OpenAsync(new TestTill());
        Booking booking = await house.BookAsync(Visit);
        await AfterAsync(house, minutes: 2);
        if (how == "cancelled")
        {
            await house.CancelAsync(booking);
        }
        else if (how == "refused")
        {
            await house.House.Get<SettlePayment>().RunAsync(new SettlePayment.Request(Assert.Single(await house.House.AllAsync<Payment>()).Id, new GatewayAnswer.Refused("no money")));
        }
        else
        {
            var waive = new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true, "A friend");
            Assert.False((await house.House.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(waive, BookingVerb.Pay))).IsRefused);
        }

        await AfterAsync(house, minutes: 10);
        Assert.Equal([told], Told(house));
        Assert.Equal(OutboxStatus.Superseded, (await WaitingAsync(house)).Status);
    }

    /// <summary>It had left the outbox, so nothing could replace it any more.</summary>
    [Fact]
    public async Task A_worker_that_has_it_in_hand_looks_again()
    {
        await using NoticeHouse house = await OpenAsync(new TestTill());
        await house.BookAsync(Visit);
        OutboxMessage taken = await WaitingAsync(house);
        await PayAsync(house);

        Assert.Equal("The booking is Confirmed by now.", Assert.IsType<EffectAnswer.Pointless>(await house.DeliverAsync(taken)).Why);
        Assert.Empty(house.Caught.Mails);
    }

    [Fact]
    public async Task While_the_gateway_is_away_there_is_nothing_to_do_and_when_it_is_back_its_time_begins_and_is_told()
    {
        var till = new TestTill { OnStart = () => new GatewayAnswer.Unavailable("no answer") };
        await using NoticeHouse house = await OpenAsync(till);
        await house.BookAsync(Visit);
        await AfterAsync(house, minutes: 6);

        Email mail = Assert.Single(house.Caught.Mails);
        Assert.StartsWith("Not paid yet: ", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("does not answer just now, so there is nothing you need to do", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/pay?", mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Without payment", mail.Text, StringComparison.Ordinal);

        till.OnStart = () => new GatewayAnswer.Started("s", "https://till.example/2");
        await AfterAsync(house, minutes: 60);
        Assert.Equal(["Not paid yet", "Please pay €5.00"], Told(house));
        Assert.Contains("Without payment the time is given away after Monday 7 September 2026, 09:36 WEST.", house.Caught.Mails.Last().Text, StringComparison.Ordinal);
    }

    /// <summary>As when its end waits for a person: the gateway is not away, and nobody is to pay.</summary>
    [Fact]
    public async Task Of_a_booking_that_is_being_ended_nobody_is_told_that_it_is_kept()
    {
        await using NoticeHouse house = await OpenAsync(new TestTill());
        await house.BookAsync(Visit);
        Saga saga = Assert.Single(await house.House.AllAsync<Saga>());
        (saga.Status, saga.DueAt) = (SagaStatus.Paused, null);
        await house.House.ChangeAsync(saga);
        await AfterAsync(house, minutes: 10);

        Assert.Empty(house.Caught.Mails);
    }

    [Fact]
    public async Task A_page_that_comes_as_the_notice_falls_due_is_told_of_once()
    {
        var till = new TestTill { OnStart = () => new GatewayAnswer.Unavailable("no answer") };
        await using NoticeHouse house = await OpenAsync(till);
        await house.BookAsync(Visit);
        till.OnStart = () => new GatewayAnswer.Started("s", "https://till.example/2");
        await AfterAsync(house, minutes: 4.5);
        await AfterAsync(house, minutes: 10);

        Assert.Equal(["Please pay €5.00"], Told(house));
    }

    /// <summary>Both are of the booking's first version, and order is kept: the pause of the older one before its next try would outlast the time to pay.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task How_to_pay_does_not_wait_behind_a_mail_that_could_not_go_out(string provider)
    {
        var till = new TestTill { OnStart = () => new GatewayAnswer.Unavailable("no answer") };
        await using NoticeHouse house = await OpenAsync(till, provider: provider);
        await house.BookAsync(Visit);
        house.Caught.Answer = _ => new SendAnswer.Later("451 not now", IsOutage: false);
        while ((await WaitingAsync(house)).DueAt - house.Clock.Now < Duration.FromMinutes(40))
        {
            house.Clock.Now = (await WaitingAsync(house)).DueAt!.Value;
            await house.House.Get<WorkOutbox>().UntilNoneAsync();
        }

        house.Caught.Answer = _ => null;
        till.OnStart = () => new GatewayAnswer.Started("s", "https://till.example/2");
        Saga saga = Assert.Single(await house.House.AllAsync<Saga>());
        saga.DueAt = house.Clock.Now;
        await house.House.ChangeAsync(saga);
        await house.House.Get<RunSagas>().RunAsync();
        await house.House.Get<WorkOutbox>().UntilNoneAsync();
        Assert.Equal(["Please pay €5.00"], Told(house));
    }

    [Fact]
    public async Task A_booking_that_moves_while_it_is_not_paid_says_so_with_its_new_time_and_nothing_more()
    {
        await using NoticeHouse house = await OpenAsync(new TestTill());
        Booking booking = await house.BookAsync(Visit);
        await AfterAsync(house, minutes: 1);
        await house.MoveAsync(booking, Visit + Duration.FromHours(2));
        await AfterAsync(house, minutes: 10);

        Email mail = Assert.Single(house.Caught.Mails);
        Assert.StartsWith("Moved: ", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("It is not paid yet: your booking stands as soon as €5.00 is.", mail.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains(house.House.Get<PortalLinks>().Payment(booking), mail.Text, StringComparison.Ordinal);
        Assert.Contains("Without payment the time is given away after Monday 7 September 2026, 08:30 WEST.", mail.Text, StringComparison.Ordinal);
        Assert.Null(mail.Calendar);

        await PayAsync(house);
        await house.MoveAsync(booking, Visit + Duration.FromHours(3));
        await AfterAsync(house, minutes: 1);
        Assert.DoesNotContain("paid", house.Caught.Mails.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_journey_each_leg_waits_for_itself()
    {
        await using NoticeHouse house = await OpenAsync(new TestTill());
        SlotRequest[] legs = [new("shop", "cut", Visit, null, 1), new("shop", "cut", Visit + Duration.FromDays(1), null, 1)];
        BookItinerary.Booked booked = (await house.House.Get<BookItinerary>().RunAsync(new BookItinerary.Request(legs, GuardHouse.Eva))).Outcome.Value();
        await AfterAsync(house, minutes: 2);
        await PayAsync(house, (await house.House.AllAsync<Payment>()).Single(payment => payment.BookingId == booked.Bookings[0].Id));
        await AfterAsync(house, minutes: 0);
        await AfterAsync(house, minutes: 10);

        Assert.Equal(
            ["Confirmed: Haircut, Thursday", "Receipt: €5.00 for Haircut", "Not paid yet: Haircut, Friday"],
            house.Caught.Mails.Select(mail => mail.Subject.Replace('\u00a0', ' ').Split(" 10 ")[0].Split(" 11 ")[0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whom_staff_book_and_whose_request_is_approved_is_asked_to_pay_at_once_and_once(bool needsApproval)
    {
        await using NoticeHouse house = await OpenAsync(new TestTill(), service => service.NeedsApproval = needsApproval);
        var slot = new SlotRequest("shop", "cut", Visit, "person-1", 1);
        Booking booking = (await house.House.Get<BookSlot>().RunAsync(
            new BookSlot.Request(null, slot, GuardHouse.Eva, needsApproval ? "customer" : BookSlot.StaffSource, By: "desk@example.com"))).Value();
        await AfterAsync(house, minutes: 0);
        if (needsApproval)
        {
            Assert.Equal(["We have your request"], Told(house));
            house.Caught.Mails.Clear();
            var yes = new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true);
            Assert.False((await house.House.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(yes, BookingVerb.Approve))).IsRefused);
        }

        await AfterAsync(house, minutes: 0);
        Assert.Equal(["Please pay €5.00"], Told(house));
        await AfterAsync(house, minutes: 20);
        Assert.Equal(["Please pay €5.00"], Told(house));
    }

    [Fact]
    public async Task Where_the_time_to_pay_is_short_a_quarter_of_it_must_do()
    {
        await using NoticeHouse house = await OpenAsync(new TestTill(), settings: new SagaSettings(PaymentMinutes: 8));
        await house.BookAsync(Visit);
        await AfterAsync(house, minutes: 2);

        Assert.Equal(["Not paid yet"], Told(house));
    }

    private static Task<NoticeHouse> OpenAsync(
        TestTill till, Action<Service>? change = null, SagaSettings? settings = null, string provider = BookingPortal.Core.Data.Providers.DatabaseSettings.Sqlite) =>
        NoticeHouse.OpenAsync(
            service =>
            {
                (service.PriceAmount, service.Deposit) = (1000, new DepositRule(DepositKind.Fixed, 500));
                change?.Invoke(service);
            },
            gateway: till,
            provider: provider,
            more: services =>
            {
                if (settings is not null)
                {
                    services.AddSingleton(settings);
                }
            });

    /// <summary>Later; the timetable has looked at sagas, and what was due has gone out.</summary>
    private static async Task AfterAsync(NoticeHouse house, double minutes)
    {
        house.Clock.Now += Duration.FromMinutes(minutes);
        await house.House.Get<RunSagas>().RunAsync();
        await house.DeliverAsync();
    }

    private static async Task PayAsync(NoticeHouse house, Payment? payment = null)
    {
        payment ??= Assert.Single(await house.House.AllAsync<Payment>());
        (await house.House.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment.Id, new GatewayAnswer.Paid("session-1")))).Value();
    }

    private static async Task<OutboxMessage> WaitingAsync(NoticeHouse house) =>
        Assert.Single(await house.House.AllAsync<OutboxMessage>(), message => NoticePayload.Read(message.Payload)?.Notice == "waiting");

    private static IEnumerable<string> Told(NoticeHouse house) => house.Caught.Mails.Select(mail => mail.Subject.Replace('\u00a0', ' ').Split(':')[0].Split(" €5.00 for")[0]);
}
