using System.Globalization;
using BookingPortal.Core;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Bench;

/// <summary>A portal without pages whose effects go to a sink in process: what the outbox alone can do.</summary>
internal sealed class OutboxNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public OutboxNode(string databaseFile, IEffectHandler sink, OutboxSettings settings) => _services = new ServiceCollection()
        .AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error))
        .AddSingleton<IClock>(SystemClock.Instance)
        .AddSingleton(settings)
        .AddSingleton(new SagaSettings())
        .AddSingleton(new PortalTokens(new byte[32]))
        .AddSingleton(sink)
        .AddPortalDatabase(DatabaseSettings.SqliteFile(databaseFile))
        .AddSingleton<MigrateDatabase>()
        .AddPortalCore()
        .AddOutboxWorkers()
        .BuildServiceProvider();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Leaves so many messages, each for a booking of its own, as bookings would: a few in each write.</summary>
    public async Task LeaveAsync(int messages)
    {
        const int PerWrite = 200;
        var now = SystemClock.Instance.GetCurrentInstant();
        for (var first = 0; first < messages; first += PerWrite)
        {
            var some = Enumerable.Range(first, Math.Min(PerWrite, messages - first)).Select(i => new PlannedEffect(
                Sink.KindName,
                string.Create(CultureInfo.InvariantCulture, $"sink:customer-{i}@example.com"),
                string.Create(CultureInfo.InvariantCulture, $$"""{"number":{{i}},"what":"confirmation","words":"{{new string('x', 200)}}"}"""),
                "booking") { BookingId = Guid.CreateVersion7(), BookingVersion = 1 }).ToList();
            await Get<IWriteQueue>().RunAsync(scope => Get<LeaveEffects>().RunAsync(scope, some, now));
        }
    }

    /// <summary>Messages and attempts of earlier days, as retention keeps them.</summary>
    public Task<int> KeepDeliveredAsync(int messages) => Get<IWriteQueue>().RunAsync(async scope =>
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var kept = Enumerable.Range(0, messages).Select(i => (At: now - Duration.FromSeconds(20L * (messages - i)), Position: (long)i)).Select(each => new OutboxMessage
        {
            Kind = Sink.KindName, Destination = "sink:earlier@example.com", BookingId = Guid.CreateVersion7(), BookingVersion = 1, Position = each.Position,
            Payload = $$"""{"what":"confirmation","words":"{{new string('x', 200)}}"}""", CreatedAt = each.At, EndedAt = each.At, FirstTriedAt = each.At,
            Status = OutboxStatus.Delivered, Attempts = 1, LeaseFence = 1,
        }).ToList();
        await BulkInsert.RunAsync(scope.Db, kept);
        await BulkInsert.RunAsync(scope.Db, kept.Select(message => new DeliveryAttempt
        {
            MessageId = message.Id, Fence = 1, Kind = message.Kind, At = message.CreatedAt, TookMilliseconds = 40, Worker = "earlier", Outcome = AttemptOutcome.Delivered,
        }).ToList());
        return messages;
    });

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>Takes every effect and does what it is told with it.</summary>
internal sealed class Sink(int mostAtOnce, Func<Effect, CancellationToken, Task> take) : IEffectHandler
{
    public const string KindName = "sink";

    public string Kind => KindName;

    public int MostAtOnce => mostAtOnce;

    public async Task<EffectAnswer> DeliverAsync(Effect effect, CancellationToken cancellationToken)
    {
        await take(effect, cancellationToken);
        return new EffectAnswer.Delivered();
    }
}
