using System.Data.Common;
using System.Globalization;
using System.Text;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Data.Seed;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using BookingPortal.Tests.Sagas;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>Forgetting a person: nothing of them is anywhere in the database afterwards, and all that is true of their bookings still is.</summary>
public sealed class ForgetCustomerTests
{
    private static readonly Guid Manager = Guid.NewGuid();

    private static readonly Customer Eva = new("Eva Quill", "Eva.Quill+cut@example.com", "+351 912 345 678", "Europe/Madrid", "pt");

    [Theory, OnSqlite, OnSqlServer]
    public async Task Nothing_of_a_forgotten_customer_is_left_anywhere_and_everything_else_is_as_it_was(string provider)
    {
        await using NoticeHouse shop = await OpenAsync(provider);
        Booking first = await BookAsync(shop, Eva, 1, "My knee hurts");
        await BookAsync(shop, Eva with { Email = Eva.Email.ToUpperInvariant() }, 2, null);
        Booking called = await BookAsync(shop, Eva, 3, null);
        await shop.CancelAsync(called, "My knee hurts still");
        Booking rui = await BookAsync(shop, new Customer("Rui Vale", "rui@example.com"), 4, null);
        await shop.House.Get<KeepOptOut>().RunAsync(Eva.Email, OptionalNotices.Reminders, isOut: true);
        shop.Caught.Answer = to => to.Contains("quill", StringComparison.OrdinalIgnoreCase) ? new SendAnswer.Never($"550 no such mailbox: {to}") : null;
        await shop.House.Get<WorkOutbox>().UntilNoneAsync();
        OutboxMessage dead = (await shop.House.AllAsync<OutboxMessage>()).First(message => message.Status == OutboxStatus.Dead);
        Assert.False((await shop.House.Get<ActOnMessages>().RunAsync(new ActOnMessages.EditRequest(Manager, dead.Id, "eva@quill.example", null, "She called"))).IsRefused);
        Assert.IsType<Refusal.Invalid>(await ForgetAsync(shop, first)); // a visit is to come

        await ToTheEndAsync(shop);
        Assert.NotEmpty(await WhereAsync(shop, "quill"));
        Assert.NotEmpty(await WhereAsync(shop, "knee"));
        var tallies = await TalliesAsync(shop);
        int messages = (await shop.House.AllAsync<OutboxMessage>()).Count;

        Assert.Null(await ForgetAsync(shop, first));

        foreach (string trace in new[] { "quill", "knee", "912 345", "Europe/Madrid" })
        {
            Assert.Empty(await WhereAsync(shop, trace));
        }

        Assert.NotEmpty(await WhereAsync(shop, "Rui Vale"));
        Assert.Equal("rui@example.com", (await shop.House.AllAsync<Booking>()).Single(booking => booking.Id == rui.Id).Customer.Email);
        Assert.Equal([("maria@example.com", "She asked for it", "3 bookings")], (await shop.House.AllAsync<OperatorAct>()).Where(act => act.Act == ForgetCustomer.Act).Select(act => (act.By, act.Reason, act.Subject!)));
        Assert.All(await shop.House.AllAsync<Alert>(), alert => Assert.NotNull(alert.ClearedAt)); // its dead letters are gone
        foreach (string reader in new[] { SealEvents.Reader, TallyEvents.Reader, MakeSureOfEffects.Reader })
        {
            Assert.False((await shop.House.Get<ReplaySubscriber>().RunAsync(new(Manager, reader, 0, "To be sure"))).IsRefused);
        }

        await ReadStreamAsync(shop);
        Assert.All(await shop.House.AllAsync<EventSubscriber>(), reader => Assert.Null(reader.Finding));
        Assert.Empty((await shop.House.Get<CheckPortal>().RunAsync()).Findings);
        Assert.Equal(tallies, await TalliesAsync(shop));
        Assert.Equal(messages, (await shop.House.AllAsync<OutboxMessage>()).Count);
        Scenario export = await shop.House.Get<ExportScenario>().RunAsync();
        Assert.Equal(3, export.Bookings.Count(booking => booking.Customer.Name == "(forgotten)"));
        Assert.IsType<Refusal.NotFound>(await ForgetAsync(shop, first));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Whoever_is_still_owed_money_is_not_forgotten(string provider)
    {
        await using NoticeHouse shop = await OpenAsync(provider);
        Booking booking = await BookAsync(shop, Eva, 1, null);
        await ToTheEndAsync(shop);
        var refund = new Refund
        {
            PaymentId = Guid.NewGuid(), BookingId = booking.Id, Amount = 100, Reason = "cancelled", State = RefundState.Pending, DueAt = shop.Clock.Now, CreatedAt = shop.Clock.Now,
        };
        await shop.House.AddAsync(refund);
        Assert.IsType<Refusal.Invalid>(await ForgetAsync(shop, booking));
        Assert.Equal(0, await JobAsync(shop, 10));

        refund.State = RefundState.NeedsPerson;
        await shop.House.ChangeAsync(refund);
        var letter = new OutboxMessage
        {
            Kind = RefundLetter.Kind, Destination = "refund:", BookingId = booking.Id, Position = 1, Payload = "{}", CreatedAt = shop.Clock.Now, Status = OutboxStatus.Dead, EndedAt = shop.Clock.Now,
        };
        await shop.House.AddAsync(letter);
        Assert.IsType<Refusal.Invalid>(await ForgetAsync(shop, booking));

        letter.Status = OutboxStatus.Skipped; // a manager gave it back at the desk
        await shop.House.ChangeAsync(letter);
        Assert.Null(await ForgetAsync(shop, booking));
    }

    /// <summary>An alert's mail names whom something could not be delivered to, and belongs to no booking.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_number_that_managers_were_told_of_goes_with_its_customer(string provider)
    {
        await using NoticeHouse shop = await OpenAsync(provider, site => site.Texts = [SmsOccasion.Confirmation]);
        shop.Caught.Answer = to => to.StartsWith('+') ? new SendAnswer.Never("no such number") : null;
        Booking booking = await BookAsync(shop, Eva, 1, null);
        await shop.House.Get<WorkOutbox>().UntilNoneAsync();
        await ToTheEndAsync(shop);
        Assert.Contains(await WhereAsync(shop, "912 345"), trace => trace.StartsWith("OutboxMessages.Payload", StringComparison.Ordinal));

        Assert.Null(await ForgetAsync(shop, booking));
        Assert.Empty(await WhereAsync(shop, "912 345"));
    }

    /// <summary>A page to pay on may stay open for a day, and what is paid there brings the booking back.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task Whoever_may_still_pay_is_not_forgotten(string provider)
    {
        await using NoticeHouse shop = await OpenAsync(provider, till: new TestTill());
        Service service = Assert.Single(await shop.House.AllAsync<Service>());
        (service.PriceAmount, service.Deposit) = (1000, new DepositRule(DepositKind.Fixed, 500));
        await shop.House.ChangeAsync(service);
        await shop.House.AddAsync(); // raises the catalog's stamp
        Booking booking = await BookAsync(shop, Eva, 30, null);
        shop.Clock.Now += Duration.FromMinutes(31);
        await shop.House.Get<RunSagas>().RunAsync();
        Assert.Equal(BookingStatus.Expired, Assert.Single(await shop.House.AllAsync<Booking>()).Status);

        Assert.IsType<Refusal.Invalid>(await ForgetAsync(shop, booking));
        shop.Clock.Now += Duration.FromHours(26);
        Assert.Null(await ForgetAsync(shop, booking));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_booking_without_its_person_is_not_brought_back_nor_a_message_without_its_receiver(string provider)
    {
        await using NoticeHouse shop = await OpenAsync(provider);
        Booking booking = await BookAsync(shop, Eva, 5, null);
        var change = new ChangeRequest(booking.Id, "desk", IsStaff: true, "Cannot come");
        (await shop.House.Get<CancelBooking>().RunAsync(new CancelBooking.Request(change))).Value();
        OutboxMessage waiting = (await shop.House.AllAsync<OutboxMessage>()).First(message => message is { Kind: "mail", Status: OutboxStatus.Waiting });
        Assert.Null(await ForgetAsync(shop, booking));

        Assert.IsType<Refusal.Invalid>((await shop.House.Get<RestoreBooking>().RunAsync(new RestoreBooking.Request(change))).Refused());
        Assert.Equal(BookingStatus.Cancelled, Assert.Single(await shop.House.AllAsync<Booking>()).Status);
        Assert.Equal(0, (await shop.House.Get<ActOnMessages>().RunAsync(new ActOnMessages.RetryRequest(Manager, MessageChoice.Of(waiting.Id), "Once more"))).Value());
        Assert.Equal(OutboxStatus.Skipped, (await shop.House.AllAsync<OutboxMessage>()).Single(message => message.Id == waiting.Id).Status);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task After_the_time_that_the_business_has_set_people_are_forgotten_by_themselves_unless_they_came_again(string provider)
    {
        await using NoticeHouse shop = await OpenAsync(provider);
        for (int i = 0; i < 30; i++)
        {
            await BookAsync(shop, new Customer($"Guest {i}", $"guest-{i:00}@quill.example"), i + 1, null);
        }

        await BookAsync(shop, Eva, 31, null);
        await BookAsync(shop, new Customer("Nora", "", "+351 912 345 000"), 32, null, BookSlot.StaffSource); // a walk-in
        await shop.House.AddAsync(new SiteEntry
        {
            SiteId = Guid.NewGuid(), EntryId = "e-1", Hash = [1], Outcome = SiteEntryOutcome.Dismissed, ToldAt = shop.Clock.Now,
            Wanted = new SiteBooking("cut", 0, null, 1, new Customer("Nora", "", "+351 912 345 000"), null, null),
        });
        await ToTheEndAsync(shop);
        shop.Clock.Now += Duration.FromDays(300);
        await BookAsync(shop, Eva with { Email = Eva.Email.ToLowerInvariant() }, 1, null);
        await ToTheEndAsync(shop);
        shop.Clock.Now += Duration.FromDays(40);

        Assert.Equal(0, await JobAsync(shop, 0));
        Assert.Equal(0, await JobAsync(shop, 500));
        Assert.Equal(31, await JobAsync(shop, 350));
        Assert.Equal(0, await JobAsync(shop, 350));
        Assert.Equal(["Eva Quill", "Eva Quill"], (await shop.House.AllAsync<Booking>()).Select(booking => booking.Customer.Name).Where(name => name != "(forgotten)"));
        Assert.Empty(await WhereAsync(shop, "912 345 000"));
        Assert.Empty((await shop.House.Get<CheckPortal>().RunAsync()).Findings);
    }

    private static async Task<NoticeHouse> OpenAsync(string provider, Action<Site>? changeSite = null, TestTill? till = null)
    {
        NoticeHouse shop = await NoticeHouse.OpenAsync(changeSite: changeSite, gateway: till, provider: provider);
        var role = new IdentityRole<Guid>(StaffRoles.Manager) { Id = Guid.NewGuid(), NormalizedName = "MANAGER" };
        await shop.House.AddAsync(
            role, new StaffAccount { Id = Manager, Name = "Maria", Email = "maria@example.com", UserName = "maria@example.com" }, new IdentityUserRole<Guid> { RoleId = role.Id, UserId = Manager });
        return shop;
    }

    /// <param name="slot">Half hours from tomorrow morning on, eight to a day.</param>
    private static async Task<Booking> BookAsync(NoticeHouse shop, Customer customer, int slot, string? notes, string source = "customer")
    {
        Instant start = GuardHouse.Opening + Duration.FromDays(Math.Ceiling((shop.Clock.Now - GuardHouse.Opening).TotalDays) + 1 + (slot / 8)) + Duration.FromMinutes(30 * (slot % 8));
        Outcome<Booking> booked = await shop.House.Get<BookSlot>().RunAsync(
            new BookSlot.Request(null, new BookingPortal.Core.Holds.SlotRequest("shop", "cut", start, null, 1), customer, source, Notes: notes));
        return booked.Match(booking => booking, refusal => throw new InvalidOperationException($"{refusal}"));
    }

    /// <summary>Until all visits are over, and said to be so.</summary>
    private static async Task ToTheEndAsync(NoticeHouse shop)
    {
        shop.Clock.Now += Duration.FromDays(10);
        while (await shop.House.Get<CompletePastBookings>().RunAsync() > 0)
        {
            // Some at a time.
        }

        await ReadStreamAsync(shop);
    }

    private static async Task ReadStreamAsync(NoticeHouse shop)
    {
        while (await shop.House.Get<NumberEvents>().RunAsync() + await shop.House.Get<RunSubscribers>().RunAsync() > 0)
        {
            // Replayed and new events come in turns.
        }
    }

    /// <returns>Null where it was done.</returns>
    private static async Task<Refusal?> ForgetAsync(NoticeHouse shop, Booking booking) =>
        (await shop.House.Get<ForgetCustomer>().RunAsync(new(Manager, booking.Id, "She asked for it"))).Match<Refusal?>(_ => null, refusal => refusal);

    private static Task<int> JobAsync(NoticeHouse shop, int days) => new ForgetPastCustomers(
        shop.House.Get<IDbContextFactory<PortalContext>>(), shop.House.Get<IWriteQueue>(), new RetentionSettings(days), shop.Clock).RunAsync();

    private static async Task<List<(LocalDate, string, int)>> TalliesAsync(NoticeHouse shop) =>
        [.. (await shop.House.AllAsync<EventTally>()).Select(tally => (tally.Date, tally.Type, tally.Count)).Order()];

    /// <summary>Looks through every column of every table.</summary>
    private static async Task<List<string>> WhereAsync(NoticeHouse shop, string trace)
    {
        List<string> found = [];
        await using PortalContext db = await shop.House.DbAsync();
        await db.Database.OpenConnectionAsync();
        foreach (string table in db.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct())
        {
            await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using DbDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                found.AddRange(Enumerable.Range(0, reader.FieldCount)
                    .Where(column => Text(reader.GetValue(column)).Contains(trace, StringComparison.OrdinalIgnoreCase))
                    .Select(column => $"{table}.{reader.GetName(column)}: {Text(reader.GetValue(column))}"));
            }
        }

        return found;
    }

    private static string Text(object value) => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
