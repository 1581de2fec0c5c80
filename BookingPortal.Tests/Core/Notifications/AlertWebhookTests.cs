using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Durability.Nodes;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Integrations.AlertWebhook;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>Alerts to the business's own receiver over real HTTP: they come while mail is what does not work.</summary>
public sealed class AlertWebhookTests
{
    [Fact]
    public async Task While_no_mail_goes_out_managers_hear_of_it_by_the_webhook_and_the_mail_waits()
    {
        await using Receiver receiver = await Receiver.OpenAsync();
        using var webhook = new HttpAlertReceiver(receiver.Address);
        await using NoticeHouse shop = await NoticeHouse.OpenAsync(more: services => services.AddSingleton<IAlertReceiver>(webhook));
        await AddManagerAsync(shop);
        shop.Caught.Answer = _ => new SendAnswer.Later("Connection refused.");

        await RaiseAsync(shop, AlertCauses.Circuit("mail"), "Connection refused.");
        await shop.House.Get<WorkOutbox>().RunAsync("mail");
        await shop.House.Get<WorkOutbox>().RunAsync("webhook");

        JsonObject told = Assert.Single(receiver.Told);
        Assert.Equal(("An outside system does not answer (mail)", "Connection refused."), (told["title"]!.GetValue<string>(), told["words"]!.GetValue<string>()));
        Assert.EndsWith("/operations", told["address"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("An outside system does not answer (mail): Connection refused.", told["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            [("mail", OutboxStatus.Waiting), ("webhook", OutboxStatus.Delivered)],
            (await shop.House.AllAsync<OutboxMessage>()).Select(message => (message.Kind, message.Status)).Order());
        Assert.DoesNotContain(await shop.House.AllAsync<OutboxMessage>(), message => message.Destination.Contains("127.0.0.1", StringComparison.Ordinal)); // it may hold a secret
    }

    [Fact]
    public async Task A_receiver_that_reads_as_much_as_the_header_says_gets_all_of_it()
    {
        await using Receiver receiver = await Receiver.OpenAsync();
        using var webhook = new HttpAlertReceiver(receiver.Address);
        await webhook.SendAsync(new AlertPost(Guid.NewGuid(), "T", "W", SystemClock.Instance.GetCurrentInstant(), "/"), default);
        Assert.NotNull(Assert.Single(receiver.Lengths));
    }

    [Theory]
    [InlineData(503, true)]
    [InlineData(429, true)]
    [InlineData(404, false)]
    [InlineData(302, false)]
    public async Task A_receiver_that_is_down_is_tried_again_and_one_that_does_not_know_us_is_not(int status, bool isForNow)
    {
        await using Receiver receiver = await Receiver.OpenAsync();
        using var webhook = new HttpAlertReceiver(receiver.Address);
        receiver.Status = status;
        SendAnswer answer = await webhook.SendAsync(new AlertPost(Guid.NewGuid(), "T", "W", SystemClock.Instance.GetCurrentInstant(), "/"), default);
        Assert.Equal(isForNow, answer is SendAnswer.Later);
        Assert.Equal(!isForNow, answer is SendAnswer.Never);
    }

    /// <summary>The way to a chat's room is a secret, and traces go to whoever collects them.</summary>
    [Fact]
    public async Task Its_address_stands_in_no_trace()
    {
        await using Receiver receiver = await Receiver.OpenAsync();
        ConcurrentQueue<string> traced = new();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue(string.Join(' ', activity.TagObjects)),
        };
        ActivitySource.AddActivityListener(listener);
        using var webhook = new HttpAlertReceiver(receiver.Address);
        Assert.IsType<SendAnswer.Sent>(await webhook.SendAsync(new AlertPost(Guid.NewGuid(), "T", "W", SystemClock.Instance.GetCurrentInstant(), "/"), default));
        Assert.DoesNotContain(traced, tags => tags.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_hangs_or_is_gone_is_tried_again_and_mail_goes_on()
    {
        Receiver receiver = await Receiver.OpenAsync();
        using var webhook = new HttpAlertReceiver(receiver.Address, TimeSpan.FromMilliseconds(200));
        receiver.Status = 0; // hangs
        var post = new AlertPost(Guid.NewGuid(), "T", "W", SystemClock.Instance.GetCurrentInstant(), "/");
        Assert.Contains("did not answer", Assert.IsType<SendAnswer.Later>(await webhook.SendAsync(post, default)).Reason, StringComparison.Ordinal);
        await receiver.DisposeAsync();
        Assert.Contains("cannot be reached", Assert.IsType<SendAnswer.Later>(await webhook.SendAsync(post, default)).Reason, StringComparison.Ordinal);

        await using NoticeHouse shop = await NoticeHouse.OpenAsync(more: services => services.AddSingleton<IAlertReceiver>(webhook));
        await AddManagerAsync(shop);
        await RaiseAsync(shop, AlertCauses.Timetable, "Nothing runs.");
        await shop.House.Get<WorkOutbox>().RunAsync("webhook");
        await shop.House.Get<WorkOutbox>().RunAsync("mail");
        Assert.Single(shop.Caught.Mails);
        Assert.Equal(OutboxStatus.Waiting, (await shop.House.AllAsync<OutboxMessage>()).Single(message => message.Kind == "webhook").Status);
    }

    [Fact]
    public async Task Without_a_receiver_an_alert_is_a_mail_and_nothing_else()
    {
        await using NoticeHouse shop = await NoticeHouse.OpenAsync();
        await AddManagerAsync(shop);
        await RaiseAsync(shop, AlertCauses.Timetable, "Nothing runs.");
        Assert.Equal("mail", Assert.Single(await shop.House.AllAsync<OutboxMessage>()).Kind);
    }

    [Fact]
    public async Task Whether_it_answers_is_shown_where_there_is_one()
    {
        foreach (IAlertReceiver[] receivers in new[] { [], new IAlertReceiver[] { new HttpAlertReceiver(new Uri("http://127.0.0.1:9/")) } })
        {
            await using NoticeHouse shop = await NoticeHouse.OpenAsync(more: services => receivers.ToList().ForEach(each => services.AddSingleton(each)));
            shop.House.Get<CircuitBoard>().Of("webhook").Succeeded(shop.Clock.Now);
            await shop.House.Get<BeatNode>().RunAsync(delivers: true, inFlight: 0);
            Assert.Equal(receivers.Length, (await shop.House.Get<ReadMachinery>().SystemsAsync()).Count(system => system.Name == "webhook"));
        }
    }

    private static Task<bool> RaiseAsync(NoticeHouse shop, string cause, string words) => shop.House.Get<IWriteQueue>().RunAsync(
        scope => shop.House.Get<RaiseAlert>().RunAsync(scope, new RaiseAlert.Request(cause, words), shop.Clock.Now));

    private static Task AddManagerAsync(NoticeHouse shop)
    {
        var role = new IdentityRole<Guid>(StaffRoles.Manager) { Id = Guid.NewGuid(), NormalizedName = "MANAGER" };
        var maria = new StaffAccount { Id = Guid.NewGuid(), Name = "Maria", Email = "maria@example.com", UserName = "maria@example.com" };
        return shop.House.AddAsync(role, maria, new IdentityUserRole<Guid> { RoleId = role.Id, UserId = maria.Id });
    }

    /// <summary>A chat's incoming webhook, as far as we can tell.</summary>
    private sealed class Receiver(WebApplication app) : IAsyncDisposable
    {
        public Uri Address => new(app.Urls.First() + "/hooks/secret");

        public ConcurrentQueue<JsonObject> Told { get; } = new();

        /// <summary>As the header said it; null where the body came in chunks.</summary>
        public ConcurrentQueue<long?> Lengths { get; } = new();

        /// <summary>0 = it never answers.</summary>
        public int Status { get; set; } = 200;

        public static async Task<Receiver> OpenAsync()
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            WebApplication app = builder.Build();
            var receiver = new Receiver(app);
            app.Run(receiver.ServeAsync);
            await app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task ServeAsync(HttpContext http)
        {
            if (Status == 0)
            {
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            Lengths.Enqueue(http.Request.ContentLength);
            Told.Enqueue((await JsonNode.ParseAsync(http.Request.Body))!.AsObject());
            http.Response.StatusCode = Status;
        }
    }
}
