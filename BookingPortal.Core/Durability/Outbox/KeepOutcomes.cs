using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Reporting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>Writes down what came of many tries at once: one commit for all, and not a word for a message whose lease another worker has by now.</summary>
public sealed partial class KeepOutcomes(
    IWriteQueue writes, RaiseAlert raiseAlert, OutboxSettings settings, IClock clock, ILogger<KeepOutcomes> log)
{
    private const int LongestWords = 500;

    /// <summary>Tries that failed together come back at so many different moments: each moment is a statement, and one for all would be a crowd.</summary>
    private const int Spread = 8;

    /// <returns>How many had a lease that was not theirs any more.</returns>
    public async Task<int> RunAsync(IReadOnlyList<TriedMessage> tried, CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        double jitter = Random.Shared.NextDouble();
        JudgedMessage[] judged = [.. tried
            .Where(each => each.Answer is not null)
            .Select((each, i) => new JudgedMessage(each, DeliveryRules.Judge(each, now, (((double)(i % Spread) / Spread) + jitter) % 1)))];
        int stale = await writes.RunAsync(scope => WriteAsync(scope, tried, judged, now), cancellationToken);
        if (stale > 0)
        {
            LogStale(log, stale);
        }

        return stale;
    }

    private async Task<int> WriteAsync(WriteScope scope, IReadOnlyList<TriedMessage> tried, JudgedMessage[] judged, Instant now)
    {
        PortalContext db = scope.Db;
        int stale = 0;
        foreach (IGrouping<int, TriedMessage> group in tried.Where(each => each.Answer is null).GroupBy(each => each.Taken.Fence))
        {
            stale += group.Count() - await GiveBackAsync(db, group.Key, [.. group.Select(each => each.Taken.Effect.Id)], now);
        }

        foreach (IGrouping<int, JudgedMessage> group in judged.Where(each => each.Verdict.Status == OutboxStatus.Delivered).GroupBy(each => each.Fence))
        {
            stale += group.Count() - await DeliveredAsync(db, group.Key, [.. group.Select(each => each.Id)], now);
        }

        await BulkInsert.RunAsync(db, judged.Select(Describe).ToList());
        JudgedMessage[] failed = [.. judged.Where(each => each.Verdict.Status != OutboxStatus.Delivered)];
        KeepFailures.Kept kept = await KeepFailures.RunAsync(db, failed, now);
        stale += failed.Length - kept.Written;
        await RaiseAsync(scope, kept.Dead, now);
        scope.AfterCommit(() => Count(judged, kept.Dead));
        return stale;
    }

    /// <summary>Delivered is delivered, also where a newer message has made it needless in the meantime.</summary>
    private static Task<int> DeliveredAsync(PortalContext db, int fence, List<Guid> ids, Instant now) => db.OutboxMessages
        .Where(message => ids.Contains(message.Id) && message.LeaseFence == fence)
        .ExecuteUpdateAsync(set => set
            .SetProperty(message => message.Status, OutboxStatus.Delivered)
            .SetProperty(message => message.EndedAt, now)
            .SetProperty(message => message.DueAt, (Instant?)null)
            .SetProperty(message => message.LeaseUntil, (Instant?)null)
            .SetProperty(message => message.LastProblem, (string?)null));

    private static Task<int> GiveBackAsync(PortalContext db, int fence, List<Guid> ids, Instant now) => db.OutboxMessages
        .Where(message => ids.Contains(message.Id) && message.LeaseFence == fence && message.Status == OutboxStatus.Waiting)
        .ExecuteUpdateAsync(set => set
            .SetProperty(message => message.Attempts, message => message.Attempts - 1)
            .SetProperty(message => message.FirstTriedAt, message => message.Attempts == 1 ? null : message.FirstTriedAt)
            .SetProperty(message => message.DueAt, now)
            .SetProperty(message => message.LeaseUntil, (Instant?)null));

    private async Task RaiseAsync(WriteScope scope, IReadOnlyList<JudgedMessage> deadLetters, Instant now)
    {
        foreach (IGrouping<string, JudgedMessage> dead in deadLetters.GroupBy(each => each.Tried.Taken.Effect.Kind, StringComparer.Ordinal))
        {
            Effect first = dead.First().Tried.Taken.Effect;
            string to = OwnWork.Kinds.Contains(first.Kind) ? "" : $"To {first.Address}: ";
            await raiseAlert.RunAsync(
                scope,
                new RaiseAlert.Request(AlertCauses.DeadLetter(dead.Key), $"{to}{dead.First().Verdict.Problem}", first.BookingId, dead.Count()),
                now);
        }
    }

    private static void Count(JudgedMessage[] judged, IReadOnlyList<JudgedMessage> deadLetters)
    {
        foreach (IGrouping<(string Kind, AttemptOutcome Outcome), JudgedMessage> group in judged.GroupBy(each => (each.Tried.Taken.Effect.Kind, each.Verdict.Outcome)))
        {
            PortalMeter.Tried(group.Key.Kind, group.Key.Outcome.ToString(), group.Count());
        }

        foreach (JudgedMessage dead in deadLetters)
        {
            PortalMeter.DeadLetter(dead.Tried.Taken.Effect.Kind);
        }
    }

    private DeliveryAttempt Describe(JudgedMessage each) => new()
    {
        MessageId = each.Tried.Taken.Effect.Id,
        Fence = each.Tried.Taken.Fence,
        Kind = each.Tried.Taken.Effect.Kind,
        At = each.Tried.At,
        TookMilliseconds = each.Tried.TookMilliseconds,
        Worker = settings.Worker,
        Outcome = each.Verdict.Outcome,
        Why = Shorten(each.Tried.Answer is EffectAnswer.Delivered delivered ? delivered.Receipt : each.Verdict.Problem),
    };

    private static string? Shorten(string? words) => words is { Length: > LongestWords } ? words[..LongestWords] : words;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages were tried under a lease that had run out; what another worker writes about them counts.")]
    private static partial void LogStale(ILogger logger, int count);
}
