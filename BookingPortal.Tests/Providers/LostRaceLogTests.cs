using System.Collections.Concurrent;
using BookingPortal.Core.Data;
using BookingPortal.Core.Holds;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Tests.Providers;

/// <summary>Fifty people after one slot once wrote a failure each into the log, and the real ones were lost among them.</summary>
public sealed class LostRaceLogTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_claim_that_loses_its_cell_is_an_answer_and_no_failure_in_the_log(string provider)
    {
        using var log = new Heard();
        await using GuardHouse house = await GuardHouse.OpenAsync(provider, more: services => services.AddLogging(logs => logs.AddProvider(log)));
        ClaimedCell[] cells = [new(Guid.CreateVersion7(), Cell: 5, Unit: 1)];
        log.Lines.Clear();

        Assert.True(await ClaimAsync(house, cells));
        Assert.False(await ClaimAsync(house, cells));
        Assert.Empty(log.Lines);
    }

    private static Task<bool> ClaimAsync(GuardHouse house, ClaimedCell[] cells) => house.Get<IWriteQueue>().RunAsync(
        scope => ClaimTable.TryInsertAsync(scope, Guid.CreateVersion7(), cells, expiresAt: null, GuardHouse.Opening));

    /// <summary>Everything an operator would see in the log with its default settings.</summary>
    private sealed class Heard : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue($"{logLevel} {formatter(state, exception)}");
            }
        }

        public void Dispose()
        {
        }
    }
}
