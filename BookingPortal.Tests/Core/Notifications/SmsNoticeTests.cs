using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Jobs;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using BookingPortal.Tests.Sagas;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>What a site tells its customers by SMS besides the mail: nothing unless it says so, short, and only what still holds.</summary>
public sealed class SmsNoticeTests
{
    /// <summary>Thursday 10 September 2026, 10:00 in Lisbon.</summary>
    private static readonly Instant Visit = Instant.FromUtc(2026, 9, 10, 9, 0);

    private static readonly Customer WithPhone = GuardHouse.Eva with { Phone = "+351912345678" };

    private static readonly StaffAccess Manager = new(Guid.NewGuid(), "Maria", "maria@barber.example", StaffRoles.Manager, [], null);

    [Theory]
    [InlineData("en", "Shop: Haircut is booked, Thu 10 Sept, 10:00 WEST. Move or cancel: <manage>", "Shop: Haircut is now Thu 10 Sept, 12:00 WEST. Move or cancel: <manage>", "Shop: Haircut, Thu 10 Sept, 12:00 WEST is cancelled. Book again: <book>")]
    [InlineData("de", "Shop: Haircut ist gebucht, Do, 10. Sept., 10:00 WEST. Verschieben oder absagen: <manage>", "Shop: Haircut ist jetzt Do, 10. Sept., 12:00 WEST. Verschieben oder absagen: <manage>", "Shop: Haircut, Do, 10. Sept., 12:00 WEST ist abgesagt. Neu buchen: <book>")]
    [InlineData("pt", "Shop: Haircut confirmado, quinta, 10 set., 10:00 WEST. Alterar ou cancelar: <manage>", "Shop: Haircut passa para quinta, 10 set., 12:00 WEST. Alterar ou cancelar: <manage>", "Shop: Haircut, quinta, 10 set., 12:00 WEST foi cancelado. Marcar de novo: <book>")]
    public async Task What_is_booked_moved_and_cancelled_is_said_in_one_segment_in_the_customers_language(string locale, string booked, string moved, string cancelled)
    {
        await using NoticeHouse house = await OpenAsync();
        Booking booking = await house.BookAsync(Visit, WithPhone with { Locale = locale });
        await house.DeliverAsync();
        await house.MoveAsync(booking, Visit + Duration.FromHours(2));
        await house.DeliverAsync();
        await house.CancelAsync(booking);
        await house.DeliverAsync();

        string manage = house.House.Get<PortalLinks>().Booking(booking);
        string book = $"{house.House.Get<PortalAddress>().Base}/book/shop/cut";
        Assert.Equal(
            new[] { booked, moved, cancelled }.Select(text => text.Replace("<manage>", manage, StringComparison.Ordinal).Replace("<book>", book, StringComparison.Ordinal)),
            house.Caught.Texts.Select(text => text.Text));
        Assert.All(house.Caught.Texts, text => Assert.Equal(("+351912345678", 1), (text.To, SmsText.Segments(text.Text))));
        Assert.Equal(3, house.Caught.Mails.Count); // besides the mail, not instead of it
    }

    [Fact]
    public async Task Without_a_switch_or_a_number_nothing_is_left()
    {
        await using (NoticeHouse silent = await NoticeHouse.OpenAsync())
        {
            await silent.BookAsync(Visit, WithPhone);
            Assert.DoesNotContain(await silent.House.AllAsync<OutboxMessage>(), message => message.Kind == NoticeEffects.Sms);
        }

        await using NoticeHouse house = await OpenAsync();
        await house.BookAsync(Visit);
        Assert.DoesNotContain(await house.House.AllAsync<OutboxMessage>(), message => message.Kind == NoticeEffects.Sms);
    }

    [Fact]
    public async Task Long_names_in_a_language_with_accents_still_fit_into_two_segments()
    {
        await using NoticeHouse house = await OpenAsync(
            service => service.Name = "Coloração e hidratação profunda com massagem capilar",
            site => site.Name = "Salão de Beleza e Barbearia São João da Praça");
        house.House.Get<PortalAddress>().Base = "https://marcacoes.salao-sao-joao-da-praca.example";
        await house.BookAsync(Visit + Duration.FromDays(2), WithPhone with { Locale = "pt" });
        await house.DeliverAsync();

        string text = Assert.Single(house.Caught.Texts).Text;
        Assert.StartsWith("Salao de Beleza e Barbearia.: Coloracao e hidratacao. confirmado, sabado, 12 set., 10:00 WEST.", text, StringComparison.Ordinal);
        Assert.Equal(2, SmsText.Segments(text));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_newer_one_replaces_what_waits_for_the_morning(string provider)
    {
        await using NoticeHouse house = await OpenAsync(changeSite: site => site.QuietHours = new QuietHours(21 * 60, 8 * 60), provider: provider);
        house.Clock.Now = Instant.FromUtc(2026, 9, 8, 22, 0); // eleven at night
        Booking booking = await house.BookAsync(Visit, WithPhone);
        OutboxMessage first = (await house.House.AllAsync<OutboxMessage>()).Single(message => message.Kind == NoticeEffects.Sms);
        var later = Assert.IsType<EffectAnswer.NotYet>(await house.DeliverAsync(first));
        Assert.Equal(Instant.FromUtc(2026, 9, 9, 7, 0), later.Until);
        await house.MoveAsync(booking, Visit + Duration.FromHours(2));

        Dictionary<string, OutboxStatus> texts = (await house.House.AllAsync<OutboxMessage>()).Where(message => message.Kind == NoticeEffects.Sms)
            .ToDictionary(message => NoticePayload.Read(message.Payload)!.Notice, message => message.Status);
        Assert.Equal(OutboxStatus.Superseded, texts["confirmation-sms"]);
        Assert.Equal(OutboxStatus.Waiting, texts["change-sms"]);
        house.Clock.Now = later.Until;
        await house.DeliverAsync();
        Assert.StartsWith("Shop: Haircut is now ", Assert.Single(house.Caught.Texts).Text, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task One_that_waits_for_the_morning_has_not_failed_and_alarms_nobody(string provider)
    {
        await using NoticeHouse house = await OpenAsync(changeSite: site => site.QuietHours = new QuietHours(21 * 60, 8 * 60), provider: provider);
        house.Clock.Now = Instant.FromUtc(2026, 9, 8, 22, 0); // eleven at night
        await house.BookAsync(Visit, WithPhone);
        await house.House.Get<WorkOutbox>().UntilNoneAsync();
        house.Clock.Now += Duration.FromHours(2);
        await house.House.Get<WatchMachinery>().RunAsync();

        Assert.Empty(await house.House.AllAsync<Alert>());
        Assert.Equal(0, Assert.Single((await house.House.Get<ReadBacklog>().RunAsync()).Kinds, kind => kind.Kind == NoticeEffects.Sms).Retrying);
        OutboxMessage waiting = (await house.House.AllAsync<OutboxMessage>()).Single(message => message.Kind == NoticeEffects.Sms);
        Assert.Equal((Instant.FromUtc(2026, 9, 9, 7, 0), (Instant?)null), (waiting.DueAt!.Value, waiting.FirstTriedAt));
        house.Clock.Now = waiting.DueAt.Value;
        await house.House.Get<WorkOutbox>().UntilNoneAsync();
        Assert.StartsWith("Shop: Haircut is booked, ", Assert.Single(house.Caught.Texts).Text, StringComparison.Ordinal);
    }

    /// <summary>As when a reader of the stream is sent back to the beginning after the switch was set: what was not owed then is no news now.</summary>
    [Fact]
    public async Task Who_booked_before_the_switch_was_set_is_not_told_days_later()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await house.AddColleagueAsync("maria@example.com", StaffRoles.Manager);
        Guid manager = Assert.Single(await house.House.AllAsync<StaffAccount>()).Id;
        await house.BookAsync(Visit + Duration.FromDays(10), WithPhone);
        await house.DeliverAsync();
        await ReadStreamAsync(house);
        Site site = Assert.Single(await house.House.AllAsync<Site>());
        await house.House.Get<ChooseTexts>().RunAsync(new ChooseTexts.Request(Manager, site.Id, SmsOccasion.Confirmation, IsOn: true));

        house.Clock.Now += Duration.FromDays(3);
        Assert.False((await house.House.Get<ReplaySubscriber>().RunAsync(new(manager, MakeSureOfEffects.Reader, 0, "To be sure"))).IsRefused);
        await ReadStreamAsync(house);
        await house.DeliverAsync();
        Assert.Empty(house.Caught.Texts);
    }

    private static async Task ReadStreamAsync(NoticeHouse house)
    {
        while (await house.House.Get<NumberEvents>().RunAsync() + await house.House.Get<RunSubscribers>().RunAsync() > 0)
        {
            // Replayed and new events come in turns.
        }
    }

    [Fact]
    public async Task One_that_is_late_says_only_what_still_holds()
    {
        await using NoticeHouse house = await OpenAsync();
        Booking booking = await house.BookAsync(Visit, WithPhone);
        OutboxMessage booked = await LastTextAsync(house);
        await house.MoveAsync(booking, Visit + Duration.FromHours(2));
        OutboxMessage moved = await LastTextAsync(house);
        Assert.Equal("The booking was moved meanwhile.", await WhyNotAsync(house, booked));

        await house.CancelAsync(booking);
        OutboxMessage cancelled = await LastTextAsync(house);
        Assert.Equal("The booking is Cancelled by now.", await WhyNotAsync(house, moved));
        var back = new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true, "A mistake");
        Assert.False((await house.House.Get<RestoreBooking>().RunAsync(new RestoreBooking.Request(back))).IsRefused);
        Assert.Equal("The booking is Confirmed by now.", await WhyNotAsync(house, cancelled));

        OutboxMessage restored = await LastTextAsync(house);
        house.Clock.Now = Visit + Duration.FromHours(2);
        Assert.Equal("The visit has begun.", await WhyNotAsync(house, restored));
        Assert.Empty(house.Caught.Texts);
    }

    [Fact]
    public async Task Of_what_never_stood_and_of_another_person_at_the_same_time_no_sms_speaks()
    {
        await using NoticeHouse house = await OpenAsync(service => (service.PriceAmount, service.Deposit) = (1000, new DepositRule(DepositKind.Fixed, 500)), till: new TestTill());
        Booking unpaid = await house.BookAsync(Visit, WithPhone);
        await house.DeliverAsync();
        await house.CancelAsync(unpaid);
        await house.DeliverAsync();
        Assert.Empty(house.Caught.Texts);

        Booking paid = await house.BookAsync(Visit, WithPhone);
        Payment payment = (await house.House.AllAsync<Payment>()).Single(each => each.BookingId == paid.Id);
        (await house.House.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment.Id, new GatewayAnswer.Paid("session-1")))).Value();
        await house.MoveAsync(paid, Visit, "person-2");
        await house.DeliverAsync();
        Assert.StartsWith("Shop: Haircut is booked, ", Assert.Single(house.Caught.Texts).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_that_stood_and_is_declined_at_its_new_time_is_cancelled_by_sms()
    {
        await using NoticeHouse house = await OpenAsync(service => (service.NeedsApproval, service.AsksAgainWhenMoved) = (true, true));
        Booking booking = await house.BookAsync(Visit, WithPhone);
        await house.DecideAsync(booking, BookingVerb.Approve);
        var move = new RescheduleBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false), Visit + Duration.FromHours(2));
        Booking moved = (await house.House.Get<RescheduleBooking>().RunAsync(move)).Value();
        await house.DecideAsync(moved, BookingVerb.Decline);
        await house.DeliverAsync();

        Assert.StartsWith("Shop: Haircut, Thu 10 Sept, 12:00 WEST is cancelled.", Assert.Single(house.Caught.Texts).Text, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_manager_switches_each_for_their_site_at_once_and_the_audit_has_it(string provider)
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(provider: provider);
        Site site = Assert.Single(await house.House.AllAsync<Site>());
        ChooseTexts choose = house.House.Get<ChooseTexts>();
        var on = new ChooseTexts.Request(Manager, site.Id, SmsOccasion.Cancellation, IsOn: true);
        Assert.IsType<Refusal.NotFound>((await choose.RunAsync(on with { By = Manager with { Role = StaffRoles.Desk } })).Refused());
        Assert.IsType<Refusal.NotFound>((await choose.RunAsync(on with { By = Manager with { Sites = [Guid.NewGuid()] } })).Refused());
        await Task.WhenAll(Enum.GetValues<SmsOccasion>().Select(occasion => choose.RunAsync(on with { Occasion = occasion })));
        Assert.Equal(Enum.GetValues<SmsOccasion>(), Assert.Single(await house.House.AllAsync<Site>()).Texts);

        await choose.RunAsync(on with { Occasion = SmsOccasion.Change, IsOn = false });
        Assert.Equal([SmsOccasion.Confirmation, SmsOccasion.Cancellation], (await choose.RunAsync(on with { Occasion = SmsOccasion.Change, IsOn = false })).Value());
        Booking booking = await house.BookAsync(Visit, WithPhone);
        await house.DeliverAsync();
        await house.MoveAsync(booking, Visit + Duration.FromHours(2));
        await house.DeliverAsync();
        Assert.StartsWith("Shop: Haircut is booked, ", Assert.Single(house.Caught.Texts).Text, StringComparison.Ordinal);
        Assert.Equal(4, (await house.House.AllAsync<OperatorAct>()).Count(act => act.Act == ChooseTexts.Act && act.By == Manager.Email));
    }

    private static Task<NoticeHouse> OpenAsync(
        Action<Service>? change = null, Action<Site>? changeSite = null, TestTill? till = null, string provider = BookingPortal.Core.Data.Providers.DatabaseSettings.Sqlite) =>
        NoticeHouse.OpenAsync(
            change,
            site =>
            {
                site.Texts = Enum.GetValues<SmsOccasion>();
                changeSite?.Invoke(site);
            },
            till,
            provider);

    private static async Task<OutboxMessage> LastTextAsync(NoticeHouse house) =>
        (await house.House.AllAsync<OutboxMessage>()).Where(message => message.Kind == NoticeEffects.Sms).MaxBy(message => message.Position)!;

    private static async Task<string> WhyNotAsync(NoticeHouse house, OutboxMessage message) =>
        Assert.IsType<EffectAnswer.Pointless>(await house.DeliverAsync(message)).Why;
}
