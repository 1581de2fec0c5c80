using BookingPortal.Core;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>A small business on a real database of either provider, with a clock that stands until a test moves it.</summary>
internal sealed class GuardHouse : IAsyncDisposable
{
    /// <summary>Monday 7 September 2026, 08:00 in Lisbon.</summary>
    public static readonly Instant Opening = Instant.FromUtc(2026, 9, 7, 7, 0);

    private readonly DatabasePlace _place;
    private readonly ServiceProvider _provider;

    private GuardHouse(DatabasePlace place, ServiceProvider provider, StandingClock clock) =>
        (_place, _provider, Clock) = (place, provider, clock);

    public StandingClock Clock { get; }

    /// <param name="provider">As <see cref="OnSqliteAttribute"/> and <see cref="OnSqlServerAttribute"/> give it.</param>
    public static async Task<GuardHouse> OpenAsync(
        string provider = DatabaseSettings.Sqlite, int holdsPerVisitor = 0, IPaymentGateway? gateway = null, Action<IServiceCollection>? more = null)
    {
        DatabasePlace place = await DatabasePlace.FindAsync(provider);
        var clock = new StandingClock { Now = Opening };
        IServiceCollection services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IClock>(clock)
            .AddSingleton(new HoldSettings(15, holdsPerVisitor))
            .AddPortalDatabase(place.Settings)
            .AddSingleton<MigrateDatabase>()
            .AddSingleton(new SagaSettings())
            .AddSingleton(new SlotSettings())
            .AddSingleton(new PortalTokens(new byte[32]))
            .AddPortalCore();
        if (gateway is not null)
        {
            services.AddSingleton(gateway);
        }

        more?.Invoke(services);

        var house = new GuardHouse(place, services.BuildServiceProvider(), clock);
        await house.Get<MigrateDatabase>().RunAsync();
        return house;
    }

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public Task<PortalContext> DbAsync() => Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync();

    public async Task<List<T>> AllAsync<T>()
        where T : class
    {
        await using PortalContext db = await DbAsync();
        return await db.Set<T>().AsNoTracking().ToListAsync();
    }

    public Task AddAsync(params object[] rows) => Get<IWriteQueue>().RunAsync(async scope =>
    {
        scope.Db.AddRange(rows);
        await scope.Db.SaveChangesAsync();
        await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
        return true;
    });

    /// <summary>Writes a row that was read before, as a crash or an older version may have left it.</summary>
    public Task ChangeAsync(object row) => Get<IWriteQueue>().RunAsync(async scope =>
    {
        scope.Db.Update(row);
        await scope.Db.SaveChangesAsync();
        return true;
    });

    /// <summary>One shop, and as many people as asked for, who all do the same half-hour service.</summary>
    public async Task<Service> AddShopAsync(int people, Action<Service>? change = null, int capacity = 1)
    {
        var shop = new Site { Slug = "shop", Name = "Shop", TimeZone = "Europe/Lisbon" };
        Resource[] team = [.. Enumerable.Range(1, people).Select(i => new Resource
        {
            Slug = $"person-{i}",
            Name = $"Person {i}",
            Kind = "staff",
            TimeZone = shop.TimeZone,
            Capacity = capacity,
            Sites = [shop.Id],
            Position = i,
        })];
        var cut = new Service
        {
            Slug = "cut",
            Name = "Haircut",
            DurationMinutes = 30,
            Sites = [shop.Id],
            Requires = [new RequiredGroup([.. team.Select(person => person.Id)])],
        };
        change?.Invoke(cut);
        await AddAsync([shop, .. team, cut]);
        return cut;
    }

    public Task<Outcome<Hold>> HoldAsync(Instant start, string? resource = null, int seats = 1, string? visitor = null, string site = "shop", string service = "cut") =>
        Get<PlaceHold>().RunAsync(new PlaceHold.Request(new SlotRequest(site, service, start, resource, seats), visitor));

    public Task<Outcome<Booking>> BookAsync(Hold hold) =>
        Get<BookSlot>().RunAsync(new BookSlot.Request(hold.Id, null, Eva));

    public Task<Outcome<Booking>> BookAsync(Instant start, string? resource = null, int seats = 1, string site = "shop", string service = "cut") =>
        Get<BookSlot>().RunAsync(new BookSlot.Request(null, new SlotRequest(site, service, start, resource, seats), Eva));

    public static Customer Eva { get; } = new("Eva", "eva@example.com");

    public async Task TakeTheClaimKeyAwayAsync()
    {
        await using PortalContext db = await DbAsync();
        await DatabasePlace.TakeTheClaimKeyAwayAsync(db);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _place.DisposeAsync();
    }
}

/// <summary>A clock that a test moves by hand.</summary>
internal sealed class StandingClock : IClock
{
    public Instant Now { get; set; }

    public Instant GetCurrentInstant() => Now;
}
