using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Bench;

/// <summary>What a portal's background work has still to do: a figure of bookings per second says little while this grows beside it.</summary>
internal static class Backlog
{
    /// <summary>Looks into the database file of a benchmark's own portal.</summary>
    public static async Task<string> DescribeAsync(string databaseFile)
    {
        await using var services = new ServiceCollection().AddLogging().AddPortalDatabase(DatabaseSettings.SqliteFile(databaseFile)).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        var now = SystemClock.Instance.GetCurrentInstant();
        var effects = await db.OutboxMessages.CountAsync();
        var waiting = await db.OutboxMessages.CountAsync(message => message.Status == OutboxStatus.Waiting && message.DueAt <= now);
        var unnumbered = await db.EventsToNumber.CountAsync();
        var sagas = await db.Sagas.CountAsync(saga => saga.Status == SagaStatus.Running && saga.DueAt <= now);
        return $"background work: {waiting} of {effects} effects wait, {unnumbered} events without a number, {sagas} sagas due";
    }
}
