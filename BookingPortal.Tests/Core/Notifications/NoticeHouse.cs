using System.Collections.Concurrent;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Reminding;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>A shop whose messages are caught at the ports, and whose outbox a test empties by hand.</summary>
internal sealed class NoticeHouse(GuardHouse house, CaughtMessages caught) : IAsyncDisposable
{
    public GuardHouse House => house;

    public StandingClock Clock => house.Clock;

    public CaughtMessages Caught => caught;

    public static async Task<NoticeHouse> OpenAsync(
        Action<Service>? change = null, Action<Site>? changeSite = null, IPaymentGateway? gateway = null,
        string provider = DatabaseSettings.Sqlite, Action<IServiceCollection>? more = null)
    {
        var caught = new CaughtMessages();
        GuardHouse house = await GuardHouse.OpenAsync(provider, gateway: gateway, more: services =>
        {
            services.AddSingleton<IEmailSender>(caught)
                .AddSingleton<ISmsSender>(caught)
                .AddSingleton(new NoticeSettings("hello@barber.example"))
                .AddSingleton<BookingPortal.Core.Data.Checks.CheckPortal>()
                .AddSingleton<BookingPortal.Core.Data.Seed.ExportScenario>()
                .AddNotifications();
            more?.Invoke(services);
        });
        await house.AddShopAsync(2, change);
        if (changeSite is not null)
        {
            Site site = Assert.Single(await house.AllAsync<Site>());
            changeSite(site);
            await house.ChangeAsync(site);
            await house.AddAsync(); // raises the catalog's stamp
        }

        return new NoticeHouse(house, caught);
    }

    public async Task<Booking> BookAsync(Instant start, Customer? customer = null, string? resource = "person-1")
    {
        var slot = new BookingPortal.Core.Holds.SlotRequest("shop", "cut", start, resource, 1);
        Outcome<Booking> booked = await house.Get<BookSlot>().RunAsync(new BookSlot.Request(null, slot, customer ?? GuardHouse.Eva));
        return booked.Match(booking => booking, refusal => throw new InvalidOperationException($"{refusal}"));
    }

    public async Task<Booking> MoveAsync(Booking booking, Instant to, string? resource = null)
    {
        var change = new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true);
        Outcome<Booking> moved = await house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(change, to, resource));
        return moved.Match(done => done, refusal => throw new InvalidOperationException($"{refusal}"));
    }

    public async Task CancelAsync(Booking booking, string? reason = null)
    {
        var change = new ChangeRequest(booking.Id, "customer", IsStaff: true, reason);
        Assert.False((await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(change))).IsRefused);
    }

    public async Task DecideAsync(Booking booking, BookingVerb verb) =>
        Assert.False((await house.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true, "So be it"), verb))).IsRefused);

    public Task<bool> AddColleagueAsync(string email, string role, Guid? resource = null) =>
        house.Get<IWriteQueue>().RunAsync(async scope =>
        {
            IdentityRole<Guid>? stored = scope.Db.Roles.FirstOrDefault(each => each.Name == role);
            if (stored is null)
            {
                stored = new IdentityRole<Guid>(role) { Id = Guid.CreateVersion7(), NormalizedName = role.ToUpperInvariant() };
                scope.Db.Roles.Add(stored);
            }

            var account = new StaffAccount { Id = Guid.CreateVersion7(), Name = email.Split('@')[0], Email = email, UserName = email, ResourceId = resource };
            scope.Db.Users.Add(account);
            scope.Db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = account.Id, RoleId = stored.Id });
            await scope.Db.SaveChangesAsync();
            return true;
        });

    /// <summary>Whom of those who work here a mail told of what.</summary>
    public IEnumerable<string> ToStaff() =>
        caught.Mails.Where(mail => mail.To != "eva@example.com").Select(mail => $"{mail.To}: {mail.Subject.Split(':')[0]}");

    /// <summary>The timetable's look at this moment.</summary>
    public Task<int> RemindAsync() => house.Get<SendReminders>().RunAsync();

    /// <summary>Does every effect that is due once, in order, as a worker would.</summary>
    public async Task DeliverAsync()
    {
        while (true)
        {
            List<OutboxMessage> waiting = [.. (await house.AllAsync<OutboxMessage>())
                .Where(message => message.Status == OutboxStatus.Waiting && message.Attempts == 0 && message.DueAt <= Clock.Now)
                .OrderBy(message => message.Position)];
            if (waiting.Count == 0)
            {
                return;
            }

            foreach (OutboxMessage message in waiting)
            {
                await DeliverAsync(message);
            }
        }
    }

    public async Task<EffectAnswer> DeliverAsync(OutboxMessage message, int attempt = 1)
    {
        var effect = new Effect(message.Id, message.Kind, message.Destination, message.BookingId, message.BookingVersion, message.Topic, message.Payload, message.CreatedAt, attempt);
        EffectAnswer answer = await house.Get<EffectHandlers>().ByKind[message.Kind].DeliverAsync(effect, default);
        message.Attempts = answer is EffectAnswer.NotYet ? attempt - 1 : attempt;
        message.DueAt = answer is EffectAnswer.NotYet held ? held.Until : message.DueAt;
        message.Status = answer is EffectAnswer.TryAgain or EffectAnswer.NotYet ? OutboxStatus.Waiting : answer is EffectAnswer.Refused ? OutboxStatus.Dead : OutboxStatus.Delivered;
        await house.Get<IWriteQueue>().RunAsync(async scope =>
        {
            scope.Db.Update(message);
            await scope.Db.SaveChangesAsync();
            return true;
        });
        return answer;
    }

    public ValueTask DisposeAsync() => house.DisposeAsync();
}

/// <summary>What left the portal.</summary>
internal sealed class CaughtMessages : IEmailSender, ISmsSender
{
    public ConcurrentQueue<Email> Mails { get; } = new();

    public ConcurrentQueue<TextMessage> Texts { get; } = new();

    /// <summary>What the other side says next; null = it takes everything.</summary>
    public Func<string, SendAnswer?> Answer { get; set; } = _ => null;

    public Task<SendAnswer> SendAsync(Email mail, CancellationToken cancellationToken) => Task.FromResult(Take(mail.To, () => Mails.Enqueue(mail)));

    public Task<SendAnswer> SendAsync(TextMessage message, CancellationToken cancellationToken) => Task.FromResult(Take(message.To, () => Texts.Enqueue(message)));

    private SendAnswer Take(string to, Action take)
    {
        if (Answer(to) is { } refusal)
        {
            return refusal;
        }

        take();
        return new SendAnswer.Sent("taken");
    }
}
