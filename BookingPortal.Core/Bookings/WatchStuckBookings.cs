using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Alerts;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Nothing waits unseen: a booking that stays in a passing state longer than its limit is flagged for a person and shown, once.</summary>
public sealed class WatchStuckBookings(
    IDbContextFactory<PortalContext> contexts, IWriteQueue writes, BookingSagas sagas, RaiseAlert raiseAlert, SagaSettings settings, IClock clock)
{
    private const int AtOnce = 200;

    /// <summary>What the machinery alone should have done by then.</summary>
    private static readonly Duration PassingLimit = Duration.FromMinutes(5);

    /// <returns>How many were flagged just now.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        List<(Guid Id, string Step, string Why)> stuck = await FindAsync(now, cancellationToken);
        if (stuck.Count == 0 && !await IsToldAsync(cancellationToken))
        {
            return 0;
        }

        return await writes.RunAsync(scope => FlagAsync(scope, stuck, now), cancellationToken);
    }

    /// <summary>A saga that waits has a limit of its own; one that should be running, or whose limit has passed unheeded, is stuck.</summary>
    private async Task<List<(Guid Id, string Step, string Why)>> FindAsync(Instant now, CancellationToken cancellationToken)
    {
        Instant passing = now - PassingLimit;
        Instant approval = now - Duration.FromHours(settings.ApprovalHours) - PassingLimit;
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Saga> found = await db.Sagas.AsNoTracking()
            .Where(saga => !saga.NeedsReview
                && (((saga.Status == SagaStatus.Running || saga.Status == SagaStatus.Undoing) && saga.StepBeganAt < passing)
                    || (saga.Status == SagaStatus.Waiting && (saga.DueAt == null || saga.DueAt < passing || saga.StepBeganAt < approval))))
            .OrderBy(saga => saga.StepBeganAt)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        return
        [
            .. found.Select(saga =>
            {
                IReadOnlyList<SagaStep<BookingUnderway>> steps = sagas.Runner.PlanOf(saga).Steps;
                string step = steps[Math.Min(saga.Step, steps.Count - 1)].Name;
                Duration since = now - saga.StepBeganAt;
                return (saga.Id, step, $"It has stood still for {HowLong.Words(since)} at \"{StepWords.Of(step)}\". {saga.Problem}".TrimEnd());
            }),
        ];
    }

    private async Task<bool> IsToldAsync(CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Alerts.AnyAsync(alert => alert.Cause == AlertCauses.StuckBookings && alert.ClearedAt == null, cancellationToken);
    }

    private async Task<int> FlagAsync(WriteScope scope, List<(Guid Id, string Step, string Why)> stuck, Instant now)
    {
        int flagged = 0;
        foreach ((Guid id, string step, string why) in stuck)
        {
            if (await scope.Db.Sagas.SingleOrDefaultAsync(saga => saga.Id == id) is { NeedsReview: false } saga)
            {
                SagaFlags.Review(saga, step, why, now);
                flagged++;
            }
        }

        await scope.Db.SaveChangesAsync();
        if (flagged > 0)
        {
            await raiseAlert.RunAsync(scope, new RaiseAlert.Request(AlertCauses.StuckBookings, stuck[0].Why, stuck[0].Id, flagged), now);
        }
        else if (!await scope.Db.Sagas.AnyAsync(saga => saga.NeedsReview))
        {
            await RaiseAlert.ClearAsync(scope, AlertCauses.StuckBookings, "job", now);
        }

        return flagged;
    }
}
