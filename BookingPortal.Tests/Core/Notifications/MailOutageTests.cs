using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Integrations.Smtp;
using BookingPortal.Core.Notifications;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>A real mail server and a real gateway that are off, slow, refuse, and come back, while bookings are made and the outbox is worked.</summary>
public sealed class MailOutageTests
{
    private const int Bookings = 60;

    [SmtpFact]
    public async Task Bookings_go_on_while_the_mail_server_is_off_and_every_mail_arrives_once_when_it_is_back()
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using GuardHouse house = await OpenAsync(server);
        await house.AddShopAsync(4, service => service.Reminders = []);
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
        Assert.All(await house.AllAsync<OutboxMessage>(), message => Assert.Equal(OutboxStatus.Delivered, message.Status));
    }

    [SmtpFact]
    public async Task A_permanent_refusal_is_a_dead_letter_with_the_servers_reason_and_clears_when_it_is_tried_again()
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using GuardHouse house = await OpenAsync(server);
        await house.AddShopAsync(4, service => service.Reminders = []);
        server.Do("rcpt 550 5.1.1 No such user here");
        await BookAsync(house, 0, 10);
        await WorkAsync(house);

        List<OutboxMessage> dead = [.. (await house.AllAsync<OutboxMessage>()).Where(message => message.Kind == NoticeEffects.Mail)];
        Assert.All(dead, message => Assert.Equal(OutboxStatus.Dead, message.Status));
        Assert.All(dead, message => Assert.Contains("550 5.1.1 No such user here", message.LastProblem, StringComparison.Ordinal));
        Assert.All(dead, message => Assert.Equal(1, message.Attempts));

        server.Do("ok");
        foreach (OutboxMessage message in dead)
        {
            // What "retry all" does to each of them.
            (message.Status, message.DueAt, message.EndedAt, message.FirstTriedAt) = (OutboxStatus.Waiting, house.Clock.Now, null, null);
            await house.ChangeAsync(message);
        }

        await WorkAsync(house);
        Assert.Equal(10, server.Taken.Count);
        Assert.All((await house.AllAsync<OutboxMessage>()).Where(message => message.Kind == NoticeEffects.Mail), message => Assert.Equal(OutboxStatus.Delivered, message.Status));
    }

    /// <summary>No booking waits for a mail: with a server that takes a minute for each, none of them is even handed over before the last booking stands.</summary>
    [SmtpFact]
    public async Task A_slow_server_slows_no_booking()
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using GuardHouse house = await OpenAsync(server);
        await house.AddShopAsync(4, service => service.Reminders = []);
        server.Do("slow 60");
        await BookAsync(house, 0, 1);
        using var stop = new CancellationTokenSource();
        Task working = house.Get<WorkOutbox>().RunAsync(NoticeEffects.Mail, stop.Token);

        await BookAsync(house, 1, 39);

        Assert.False(working.IsCompleted);
        Assert.Equal(40, (await house.AllAsync<Booking>()).Count(booking => booking.Status == BookingStatus.Confirmed));
        Assert.Empty(server.Taken);
        await stop.CancelAsync();
        await Task.WhenAny(working, Task.Delay(Timeout.Infinite, new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token));
    }

    [Fact]
    public async Task An_sms_gateway_that_is_off_refuses_and_comes_back_gets_each_sms_once()
    {
        await using SmsStandIn gateway = await SmsStandIn.OpenAsync();
        using var sender = gateway.Sender();
        await using GuardHouse house = await GuardHouse.OpenAsync(more: services => Add(services).AddSingleton<IEmailSender>(new CaughtMessages()).AddSingleton<ISmsSender>(sender));
        await house.AddShopAsync(4, service => service.Reminders = [new ReminderRule(2, ReminderChannel.Sms)]);
        for (int i = 0; i < 20; i++)
        {
            await house.Get<BookSlot>().RunAsync(new BookSlot.Request(
                null, new BookingPortal.Core.Holds.SlotRequest("shop", "cut", Start(i / 4), $"person-{(i % 4) + 1}", 1), new Customer($"C{i}", Address(i), $"91234567{i % 10}{i / 10}")));
        }

        house.Clock.Now = Start(0) - Duration.FromHours(2) + Duration.FromHours(1);
        await house.Get<BookingPortal.Core.Notifications.Reminding.SendReminders>().RunAsync();
        int due = (await house.AllAsync<OutboxMessage>()).Count(message => message.Kind == NoticeEffects.Sms);
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

    private static string Address(int i) => $"customer-{i:D3}@example.com";

    private static Instant Start(int slot) => GuardHouse.Opening + Duration.FromDays(1) + Duration.FromMinutes(30 * slot);

    private static async Task BookAsync(GuardHouse house, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            var slot = new BookingPortal.Core.Holds.SlotRequest("shop", "cut", Start(i / 4), $"person-{(i % 4) + 1}", 1);
            Assert.False((await house.Get<BookSlot>().RunAsync(new BookSlot.Request(null, slot, new Customer($"Customer {i}", Address(i))))).IsRefused);
        }
    }

    /// <summary>What is due now, tried once.</summary>
    private static Task<int> WorkAsync(GuardHouse house, string kind = NoticeEffects.Mail) => house.Get<WorkOutbox>().RunAsync(kind);

    /// <summary>Goes on with a clock that runs ahead until nothing waits.</summary>
    private static async Task UntilRestAsync(GuardHouse house)
    {
        for (int rounds = 0; rounds < 200; rounds++)
        {
            foreach (string kind in house.Get<EffectHandlers>().ByKind.Keys)
            {
                await WorkAsync(house, kind); // once: behind an open circuit all is given back until the clock goes on
            }

            if (!(await house.AllAsync<OutboxMessage>()).Exists(message => message.Status == OutboxStatus.Waiting))
            {
                return;
            }

            house.Clock.Now += Duration.FromSeconds(30);
        }

        Assert.Fail("The outbox never came to rest.");
    }

    private static Task<GuardHouse> OpenAsync(SmtpServer server) => GuardHouse.OpenAsync(more: services => Add(services)
        .AddSingleton<IEmailSender>(new SmtpEmailSender(
            new SmtpSettings("127.0.0.1", server.Port, MailboxAddress.TryParse("Shop <hello@barber.example>")!) { Security = SmtpSecurity.None }, SystemClock.Instance))
        .AddSingleton<ISmsSender>(new CaughtMessages()));

    private static IServiceCollection Add(IServiceCollection services) => services.AddSingleton(new NoticeSettings("hello@barber.example")).AddNotifications();
}
