using BookingPortal.Core;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>A shop whose bookings leave one message each for a mail system that does what a test tells it, on either database.</summary>
internal sealed class OutboxHouse : IAsyncDisposable, IPlanEffects, IPlanNotices
{
    private readonly Guid _manager = Guid.NewGuid();
    private int _starts;
    private Instant? _first;

    private OutboxHouse()
    {
    }

    public TestDatabase Database { get; private set; } = null!;

    public StandingClock Clock => Database.Clock;

    /// <summary>The world outside: the only thing that is stood in for.</summary>
    public MailStandIn Mail { get; } = new();

    public Guid Manager => _manager;

    public static async Task<OutboxHouse> OpenAsync(string provider, OutboxSettings? settings = null, bool withMail = true)
    {
        var house = new OutboxHouse();
        house.Database = await TestDatabase.OpenAsync(provider, services =>
        {
            services
                .AddSingleton(settings ?? new OutboxSettings())
                .AddSingleton(new HoldSettings(15, 0))
                .AddSingleton(new SagaSettings())
                .AddSingleton(new SlotSettings())
                .AddSingleton(new PortalTokens(new byte[32]))
                .AddSingleton<IPlanEffects>(house)
                .AddSingleton<IPlanNotices>(house)
                .AddPortalCore();
            if (withMail)
            {
                services.AddSingleton<IEffectHandler>(house.Mail);
            }
        });
        await house.AddShopAsync();
        return house;
    }

    public T Get<T>()
        where T : notnull => Database.Get<T>();

    /// <summary>Makes the planner fail, as after an error in it.</summary>
    public Func<Booking, bool> PlannerFails { get; set; } = _ => false;

    public IEnumerable<PlannedEffect> Plan(Booking booking, Service service, Site site, BookingEvent happened) => PlannerFails(booking)
        ? throw new InvalidOperationException("The planner has a hole.")
        : happened.Type == BookingEventTypes.CheckedIn ? [] // what happens at the desk is seen at the desk
        : [new("mail", $"mail:{booking.Customer.Email}", $$"""{"what":"{{happened.Type}}"}""", "booking")];

    public IEnumerable<PlannedEffect> Plan(Alert alert, IReadOnlyList<string> managers) =>
        managers.Select(manager => new PlannedEffect("mail", $"mail:{manager}", $$"""{"what":"{{alert.Cause}}"}"""));

    public async Task<Booking> BookAsync(string email = "eva@example.com")
    {
        Instant start = (_first ??= Clock.Now) + Duration.FromDays(2) + Duration.FromHours(_starts++);
        Outcome<Booking> booked = await Get<BookSlot>().RunAsync(
            new BookSlot.Request(null, new SlotRequest("shop", "cut", start, null, 1), new Customer("Eva", email)));
        return booked.Match(booking => booking, refusal => throw new InvalidOperationException($"{refusal}"));
    }

    /// <summary>Every reader of the event stream to its end.</summary>
    public async Task ReadStreamAsync()
    {
        await Database.NumberEventsAsync();
        while (await Get<RunSubscribers>().RunAsync() > 0)
        {
            // Replayed and new events come in turns.
        }
    }

    public async Task ReplayAsync(string reader, long from = 0)
    {
        Assert.False((await Get<ReplaySubscriber>().RunAsync(new(Manager, reader, from, "Looked wrong"))).IsRefused);
        await ReadStreamAsync();
    }

    public Task<int> LeaveAsync(params PlannedEffect[] effects) =>
        Get<IWriteQueue>().RunAsync(scope => Get<LeaveEffects>().RunAsync(scope, effects, Clock.Now));

    /// <summary>One more, of this site alone.</summary>
    public Task<bool> AddManagerAsync(string email, Guid site) => Get<IWriteQueue>().RunAsync(async scope =>
    {
        IdentityRole<Guid> role = await scope.Db.Roles.SingleAsync(each => each.Name == StaffRoles.Manager);
        var account = new StaffAccount { Id = Guid.NewGuid(), Name = email, Email = email, UserName = email, Sites = [site] };
        scope.Db.AddRange(account, new IdentityUserRole<Guid> { RoleId = role.Id, UserId = account.Id });
        await scope.Db.SaveChangesAsync();
        return true;
    });

    /// <summary>One that belongs to no booking.</summary>
    public static PlannedEffect To(string address) => new("mail", $"mail:{address}", """{"what":"hello"}""");

    /// <summary>Works through what is due now.</summary>
    public Task<int> WorkAsync() => Get<WorkOutbox>().RunAsync("mail");

    public async Task<List<OutboxMessage>> MessagesAsync()
    {
        await using PortalContext db = await Database.DbAsync();
        return await db.OutboxMessages.AsNoTracking().OrderBy(message => message.Position).ToListAsync();
    }

    public async Task<OutboxMessage> MessageAsync() => Assert.Single(await MessagesAsync());

    public async Task<List<T>> AllAsync<T>()
        where T : class
    {
        await using PortalContext db = await Database.DbAsync();
        return await db.Set<T>().AsNoTracking().ToListAsync();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private Task<bool> AddShopAsync()
    {
        var shop = new Site { Slug = "shop", Name = "Shop", TimeZone = "Europe/Lisbon" };
        var ana = new Resource { Slug = "ana", Name = "Ana", Kind = "staff", TimeZone = shop.TimeZone, Capacity = 50, Sites = [shop.Id] };
        var cut = new Service { Slug = "cut", Name = "Haircut", DurationMinutes = 30, Sites = [shop.Id], Requires = [new RequiredGroup([ana.Id])] };
        var role = new IdentityRole<Guid>(StaffRoles.Manager) { Id = Guid.NewGuid(), NormalizedName = "MANAGER" };
        var manager = new StaffAccount { Id = _manager, Name = "Maria", Email = "maria@example.com", UserName = "maria@example.com" };
        return Get<IWriteQueue>().RunAsync(async scope =>
        {
            scope.Db.AddRange(shop, ana, cut, role, manager, new IdentityUserRole<Guid> { RoleId = role.Id, UserId = manager.Id });
            await scope.Db.SaveChangesAsync();
            await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
            return true;
        });
    }
}

/// <summary>A mail system that answers as it is told and remembers what it was given.</summary>
internal sealed class MailStandIn : IEffectHandler
{
    private readonly Lock _gate = new();

    public string Kind => "mail";

    public List<Effect> Taken { get; } = [];

    public Func<Effect, EffectAnswer> Answer { get; set; } = _ => new EffectAnswer.Delivered("250 taken");

    /// <summary>What happens while a mail is on its way.</summary>
    public Func<Effect, Task> Meanwhile { get; set; } = _ => Task.CompletedTask;

    public async Task<EffectAnswer> DeliverAsync(Effect effect, CancellationToken cancellationToken)
    {
        await Meanwhile(effect);
        EffectAnswer answer = Answer(effect);
        if (answer is EffectAnswer.Delivered)
        {
            lock (_gate)
            {
                Taken.Add(effect);
            }
        }

        return answer;
    }
}
