using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>
/// Does the outside work of sagas and ends waits that took too long: at once for the booking just made, and for every
/// saga that is due, which is also how work goes on after a crash.
/// </summary>
public sealed partial class RunSagas(
    IDbContextFactory<PortalContext> contexts,
    IWriteQueue writes,
    ReadCatalog readCatalog,
    BookingSagas sagas,
    IClock clock,
    ILogger<RunSagas> log)
{
    private const int AtOnce = 50;

    /// <summary>Longer than any gateway's time-out: a lease that runs out belonged to a worker that died.</summary>
    private static readonly Duration Lease = Duration.FromMinutes(1);

    /// <summary>Every saga that is due.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        await AdoptAsync(now, cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Guid> due = await db.Sagas
            .Where(saga => saga.DueAt <= now && (saga.LeasedUntil == null || saga.LeasedUntil <= now))
            .OrderBy(saga => saga.DueAt)
            .Select(saga => saga.Id)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        foreach (Guid id in due)
        {
            await RunAsync(id, cancellationToken);
        }

        return due.Count;
    }

    /// <summary>One saga, as far as it goes now. A saga that waits, is leased or has ended is left alone.</summary>
    public async Task RunAsync(Guid id, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        while (await TryAsync(id, scope => LeaseAsync(scope, id, catalog), cancellationToken) is { } leased)
        {
            StepResult result = await GoOutsideAsync(leased, cancellationToken);
            await TryAsync(id, scope => KeepAsync(scope, leased, result, catalog), CancellationToken.None);
        }
    }

    /// <summary>One write of one saga. What goes wrong in it is this saga's alone: it waits, or a person has to see to it, and the others go on.</summary>
    private async Task<Leased?> TryAsync(Guid id, Func<WriteScope, Task<Leased?>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await writes.RunAsync(work, cancellationToken);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OverloadedException))
        {
            LogWriteFailed(log, id, failure);
            await writes.RunAsync(scope => KeepFailureAsync(scope, id, failure), CancellationToken.None);
            return null;
        }
    }

    private async Task<bool> KeepFailureAsync(WriteScope scope, Guid id, Exception failure)
    {
        if (await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == id) is not { } saga)
        {
            return false;
        }

        Instant now = clock.GetCurrentInstant();
        if (failure is UndoFailedException undo)
        {
            return await sagas.FailedUndos.PauseAsync(scope, undo, now);
        }

        SagaRunner<BookingUnderway>.Postpone(saga, sagas.Runner.PlanOf(saga).Steps[saga.Step].Name, failure.Message, now);
        await scope.Db.SaveChangesAsync();
        return true;
    }

    /// <summary>Bookings that came by import and wait, with nobody who would ever end their wait.</summary>
    private async Task AdoptAsync(Instant now, CancellationToken cancellationToken)
    {
        List<Guid> orphans;
        await using (PortalContext db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            orphans = await db.Bookings
                .Where(booking => (booking.Status == BookingStatus.PendingApproval || booking.Status == BookingStatus.PendingPayment) && !db.Sagas.Any(saga => saga.Id == booking.Id))
                .OrderBy(booking => booking.ChangedAt)
                .Select(booking => booking.Id)
                .Take(AtOnce)
                .ToListAsync(cancellationToken);
        }

        foreach (Guid id in orphans)
        {
            await writes.RunAsync(async scope => await sagas.FindAsync(scope, await scope.Db.Bookings.SingleAsync(booking => booking.Id == id, cancellationToken), now), cancellationToken);
        }
    }

    /// <summary>The saga of a booking just made, until it has to wait.</summary>
    /// <returns>The booking as it stands then.</returns>
    public async Task<Booking> GoOnAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await RunAsync(id, cancellationToken);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Bookings.AsNoTracking().SingleAsync(booking => booking.Id == id, cancellationToken);
    }

    /// <summary>Takes the saga for this worker, or ends its wait inside this very write.</summary>
    /// <returns>The saga with outside work to do; null when there is none.</returns>
    private async Task<Leased?> LeaseAsync(WriteScope scope, Guid id, CatalogSnapshot catalog)
    {
        Instant now = clock.GetCurrentInstant();
        Saga? saga = await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == id);
        if (saga is null || saga.DueAt is null || saga.DueAt > now || saga.LeasedUntil > now)
        {
            return null;
        }

        if (saga.Status == SagaStatus.Undoing)
        {
            // A person has said that it is to be tried again.
            Booking booking = await scope.Db.Bookings.SingleAsync(each => each.Id == id);
            await sagas.UndoAgainAsync(scope, saga, booking, catalog.Service(booking.ServiceId), now);
            return null;
        }

        SagaStep<BookingUnderway> step = sagas.Runner.PlanOf(saga).Steps[saga.Step];
        if (saga.Status == SagaStatus.Waiting)
        {
            BookingUnderway underway = await UnderwayAsync(scope, id, catalog);
            StepResult over = step.OnLimit is null
                ? new StepResult.Refused("It was not done in time.")
                : await step.OnLimit(scope, underway, now);
            await sagas.Runner.TakeAsync(scope, saga, underway, over, now);
            await scope.Db.SaveChangesAsync();
            return null;
        }

        (saga.LeasedUntil, saga.DueAt) = (now + Lease, now + Lease);
        saga.Fence++;
        saga.Version++;
        await scope.Db.SaveChangesAsync();
        return new Leased(id, saga.Fence, step);
    }

    private async Task<StepResult> GoOutsideAsync(Leased leased, CancellationToken cancellationToken)
    {
        try
        {
            return await leased.Step.Outside!(leased.Id, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A step that fails in a way nobody foresaw is tried again and then shown to a person; it must not stop the others.
            LogStepFailed(log, leased.Step.Name, leased.Id, failure);
            return new StepResult.Retry($"The step failed: {failure.Message}");
        }
    }

    private async Task<Leased?> KeepAsync(WriteScope scope, Leased leased, StepResult result, CatalogSnapshot catalog)
    {
        Saga? saga = await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == leased.Id);
        if (saga is null || saga.Fence != leased.Fence || saga.Status != SagaStatus.Running)
        {
            return null; // the lease ran out and another worker went on, or a person took over
        }

        Instant now = clock.GetCurrentInstant();
        saga.LeasedUntil = null;
        await sagas.Runner.TakeAsync(scope, saga, await UnderwayAsync(scope, leased.Id, catalog), result, now);
        await scope.Db.SaveChangesAsync();
        return null;
    }

    private async Task<BookingUnderway> UnderwayAsync(WriteScope scope, Guid id, CatalogSnapshot catalog)
    {
        Booking booking = await scope.Db.Bookings.SingleAsync(each => each.Id == id);
        return sagas.ByJob(booking, catalog.Service(booking.ServiceId));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Step {Step} of saga {Saga} failed unexpectedly.")]
    private static partial void LogStepFailed(ILogger logger, string step, Guid saga, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A write of saga {Saga} failed; it is tried again or waits for a person.")]
    private static partial void LogWriteFailed(ILogger logger, Guid saga, Exception failure);

    private sealed record Leased(Guid Id, int Fence, SagaStep<BookingUnderway> Step);
}
