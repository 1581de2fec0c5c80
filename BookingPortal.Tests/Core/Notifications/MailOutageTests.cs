using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Integrations.Smtp;
using BookingPortal.Core.Notifications;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Reminding;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>A real mail server and a real gateway that are off, slow, refuse, and come back, while bookings are made and the outbox is worked.</summary>
public sealed class MailOutageTests
{
    private static readonly int Bookings = TestSize.Of(sample: 60, full: 1_002);

    private static readonly int People = TestSize.Of(sample: 4, full: 50);

    private static readonly Guid Manager = Guid.NewGuid();

    [SmtpTheory, OnSqlite, OnSqlServer]
    public async Task Bookings_go_on_while_the_mail_server_is_off_and_every_mail_arrives_once_when_it_is_back(string provider)
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using GuardHouse house = await OpenAsync(provider, server);
        await BookAsync(house, 0, Bookings / 3);
        await WorkAsync(house);

        await server.OffAsync();
        await BookAsync(house, Bookings / 3, Bookings / 3);
        await WorkAsync(house);
        Assert.Equal(Bookings / 3, server.Taken.Count);

        await server.OnAsync();
        server.Do("rcpt 451 4.3.2 Try again later");
        await BookAsync(house, Bookings * 2 / 3, Bookings / 3);
        await WorkAsync(house);
        Assert.Equal(Bookings / 3, server.Taken.Count);
        server.Do("ok");
        await UntilRestAsync(house);

        string[] receivers = [.. server.Taken.Select(mail => Assert.Single(mail.To)).Order(StringComparer.Ordinal)];
        Assert.Equal(Enumerable.Range(0, Bookings).Select(Address).Order(StringComparer.Ordinal), receivers);
        Assert.Equal(Bookings, server.Taken.Select(mail => mail.Header("Message-ID")).Distinct(StringComparer.Ordinal).Count());
        Assert.All(await LookAsync(house), message => Assert.Equal(OutboxStatus.Delivered, message.Status));
    }

    [SmtpTheory, OnSqlite, OnSqlServer]
    public async Task A_permanent_refusal_is_a_dead_letter_with_the_servers_reason_and_clears_when_all_are_tried_again(string provider)
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using GuardHouse house = await OpenAsync(provider, server);
        await AddManagerAsync(house);
        server.Do("only customer- 550 5.1.1 No such user here");
        await BookAsync(house, 0, Bookings);
        await house.Get<WorkOutbox>().UntilNoneAsync();

        List<Seen> dead = (await LookAsync(house)).FindAll(message => message.Destination.StartsWith("mail:customer-", StringComparison.Ordinal));
        Assert.Equal(Bookings, dead.Count);
        Assert.All(dead, message => Assert.Equal(OutboxStatus.Dead, message.Status));
        Assert.All(dead, message => Assert.Contains("550 5.1.1 No such user here", message.LastProblem, StringComparison.Ordinal));
        Assert.All(dead, message => Assert.Equal(1, message.Attempts));

        server.Do("ok");
        var all = new ActOnMessages.RetryRequest(Manager, new MessageChoice(), "They have found their users again");
        Assert.Equal(Bookings, (await house.Get<ActOnMessages>().RunAsync(all)).Match(count => count, _ => -1));
        await house.Get<WorkOutbox>().UntilNoneAsync();

        Assert.Equal(
            Enumerable.Range(0, Bookings).Select(Address).Order(StringComparer.Ordinal),
            server.Taken.Select(mail => Assert.Single(mail.To)).Where(to => to.StartsWith("customer-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(await LookAsync(house), message => Assert.Equal(OutboxStatus.Delivered, message.Status));
        Assert.All(await house.AllAsync<BookingPortal.Core.Durability.Alerts.Alert>(), alert => Assert.NotNull(alert.ClearedAt));
    }

    /// <summary>No booking waits for a mail: with a server that takes a minute for each, none of them is even handed over before the last booking stands.</summary>
    [SmtpTheory, OnSqlite, OnSqlServer]
    public async Task A_slow_server_slows_no_booking(string provider)
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using GuardHouse house = await OpenAsync(provider, server);
        server.Do("slow 60");
        await BookAsync(house, 0, 1);
        using var stop = new CancellationTokenSource();
        Task working = house.Get<WorkOutbox>().RunAsync(NoticeEffects.Mail, stop.Token);

        await BookAsync(house, 1, Bookings - 1);

        Assert.False(working.IsCompleted);
        Assert.Equal(Bookings, (await house.AllAsync<Booking>()).Count(booking => booking.Status == BookingStatus.Confirmed));
        Assert.Empty(server.Taken);
        await stop.CancelAsync();
        await Task.WhenAny(working, Task.Delay(Timeout.Infinite, new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_sms_gateway_that_is_off_refuses_and_comes_back_gets_each_sms_once(string provider)
    {
        await using SmsStandIn gateway = await SmsStandIn.OpenAsync();
        using var sender = gateway.Sender();
        await using GuardHouse house = await GuardHouse.OpenAsync(
            provider, more: services => Add(services).AddSingleton<IEmailSender>(new CaughtMessages()).AddSingleton<ISmsSender>(sender));
        await house.AddShopAsync(People, service => service.Reminders = [new ReminderRule(2, ReminderChannel.Sms)]);
        await BookAsync(house, 0, Bookings);

        house.Clock.Now = Start(Bookings / People) - Duration.FromHours(2);
        await house.Get<SendReminders>().RunAsync();
        int due = (await LookAsync(house)).Count(message => message.Kind == NoticeEffects.Sms);
        Assert.True(due > 0);
        foreach (string mode in new[] { "off", "lost", "429/20429" })
        {
            gateway.Mode = mode;
            await WorkAsync(house, NoticeEffects.Sms);
            house.Clock.Now += Duration.FromSeconds(40);
        }

        gateway.Mode = "ok";
        await UntilRestAsync(house);

        Assert.Equal(due, gateway.Sent.Select(sent => sent["to"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(due, gateway.Sent.Count);
    }

    private static string Address(int i) => $"customer-{i:D4}@example.com";

    private static Instant Start(int slot) => GuardHouse.Opening + Duration.FromDays(1) + Duration.FromMinutes(30 * slot);

    private static async Task BookAsync(GuardHouse house, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            var slot = new SlotRequest("shop", "cut", Start(i / People), $"person-{(i % People) + 1}", 1);
            var customer = new Customer($"Customer {i}", Address(i), $"91{i:D7}");
            Assert.False((await house.Get<BookSlot>().RunAsync(new BookSlot.Request(null, slot, customer))).IsRefused);
        }
    }

    /// <summary>What is due now, tried once.</summary>
    private static Task<int> WorkAsync(GuardHouse house, string kind = NoticeEffects.Mail) => house.Get<WorkOutbox>().RunAsync(kind);

    /// <summary>Goes on with a clock that runs ahead until nothing waits.</summary>
    private static async Task UntilRestAsync(GuardHouse house)
    {
        for (int rounds = 0; rounds < 200; rounds++)
        {
            await house.Get<WorkOutbox>().UntilNoneAsync(); // behind an open circuit all is given back until the clock goes on
            if (!(await LookAsync(house)).Exists(message => message.Status == OutboxStatus.Waiting))
            {
                return;
            }

            house.Clock.Now += Duration.FromSeconds(30);
        }

        Assert.Fail("The outbox never came to rest.");
    }

    /// <summary>The outbox without what its messages carry: of a thousand that is a lot to read again and again.</summary>
    private static async Task<List<Seen>> LookAsync(GuardHouse house)
    {
        await using PortalContext db = await house.DbAsync();
        return await db.OutboxMessages.Select(message => new Seen(message.Kind, message.Destination, message.Status, message.Attempts, message.LastProblem)).ToListAsync();
    }

    private static Task AddManagerAsync(GuardHouse house)
    {
        var role = new IdentityRole<Guid>(StaffRoles.Manager) { Id = Guid.NewGuid(), NormalizedName = "MANAGER" };
        return house.AddAsync(
            role,
            new StaffAccount { Id = Manager, Name = "Maria", Email = "maria@example.com", UserName = "maria@example.com" },
            new IdentityUserRole<Guid> { RoleId = role.Id, UserId = Manager });
    }

    private static async Task<GuardHouse> OpenAsync(string provider, SmtpServer server)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, more: services => Add(services)
            .AddSingleton<IEmailSender>(new SmtpEmailSender(
                new SmtpSettings("127.0.0.1", server.Port, MailboxAddress.TryParse("Shop <hello@barber.example>")!) { Security = SmtpSecurity.None }, SystemClock.Instance))
            .AddSingleton<ISmsSender>(new CaughtMessages()));
        await house.AddShopAsync(People, service => service.Reminders = []);
        return house;
    }

    private static IServiceCollection Add(IServiceCollection services) => services.AddSingleton(new NoticeSettings("hello@barber.example")).AddNotifications();

    private sealed record Seen(string Kind, string Destination, OutboxStatus Status, int Attempts, string? LastProblem);
}
