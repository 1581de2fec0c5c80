using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>What a manager does to a booking's saga by hand: try its step again, go on without it, take it back, or see to it themselves.</summary>
public sealed class ActOnSaga(SagaWrites writes, ReadCatalog readCatalog, OperatorDoor door, BookingSagas sagas, RunSagas runSagas, IClock clock)
{
    /// <param name="SeenVersion">The saga's version on the screen: what went on since is not overruled. Null = whatever stands.</param>
    public sealed record Request(Guid AccountId, Guid BookingId, SagaAct Act, string Reason, int? SeenVersion = null);

    public async Task<Outcome<Saga>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        if (!(await door.RunAsync(request.AccountId, request.Reason, cancellationToken)).TryGet(out OperatorDoor.Pass? pass, out Refusal? refusal))
        {
            return refusal;
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Outcome<Saga> acted = await writes.RunAsync(scope => ActAsync(scope, request, pass, catalog), cancellationToken);
        if (!acted.IsRefused && request.Act is SagaAct.Retry or SagaAct.Skip)
        {
            await runSagas.RunAsync(request.BookingId, cancellationToken); // what became due goes on at once
        }

        return acted;
    }

    private async Task<Outcome<Saga>> ActAsync(WriteScope scope, Request request, OperatorDoor.Pass pass, CatalogSnapshot catalog)
    {
        Instant now = clock.GetCurrentInstant();
        Saga? saga = await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == request.BookingId);
        Booking? booking = await scope.Db.Bookings.SingleOrDefaultAsync(each => each.Id == request.BookingId);
        if (saga is null || booking is null)
        {
            return new Refusal.NotFound("this booking's saga");
        }

        if (request.SeenVersion is { } seen && seen != saga.Version)
        {
            return new Refusal.StaleVersion(saga.Version);
        }

        if (!May(saga, request.Act) || (request.Act == SagaAct.Skip && IsFirst(saga)) || saga.LeasedUntil > now)
        {
            return new Refusal.WrongStatus(saga.LeasedUntil > now ? "being worked on" : saga.Status.ToString(), request.Act.ToString());
        }

        string step = StepOf(saga);
        saga.Fence++; // a worker that had it before has nothing to say any more
        if (saga.Status == SagaStatus.Paused)
        {
            await DecideAsync(scope, saga, sagas.By(booking, catalog.Service(booking.ServiceId), pass.By, pass.Reason), request.Act, pass, now);
        }
        else
        {
            await GoOnAsync(scope, saga, booking, catalog.Service(booking.ServiceId), request.Act, pass, now);
        }

        (saga.NeedsReview, saga.Problem) = (false, null);
        saga.Version++;
        scope.Db.OperatorActs.Add(new OperatorAct
        {
            At = now, By = pass.By, Act = $"saga-{request.Act.ToString().ToLowerInvariant()}", Reason = pass.Reason, BookingId = booking.Id, Subject = step,
        });
        await scope.Db.SaveChangesAsync();
        return saga;
    }

    /// <summary>Where it stands: at the step that is next, or at the one that could not be taken back.</summary>
    private string StepOf(Saga saga)
    {
        IReadOnlyList<SagaStep<BookingUnderway>> steps = sagas.Runner.PlanOf(saga).Steps;
        return SagaFlags.StuckAt(saga) ?? (saga.Step < steps.Count ? steps[saga.Step].Name : "end");
    }

    /// <summary>The undo of the first step is what ends the booking: without it nothing would end.</summary>
    private bool IsFirst(Saga saga) => SagaFlags.StuckAt(saga) == sagas.Runner.PlanOf(saga).Steps[0].Name;

    /// <summary>A step could not be taken back: it is tried again, left as it is while the others are taken back, or a person does it all by hand.</summary>
    private async Task DecideAsync(WriteScope scope, Saga saga, BookingUnderway underway, SagaAct act, OperatorDoor.Pass pass, Instant now)
    {
        string step = StepOf(saga);
        string words = $"{pass.By}: {pass.Reason}";
        if (act == SagaAct.TakeOver)
        {
            SagaFlags.Note(saga, now, step, SagaFlags.TakenOver, words);
            await FailedUndos.EndAsync(scope, saga.Id, OutboxStatus.Skipped, pass.By, now);
            return;
        }

        if (act == SagaAct.Skip)
        {
            await sagas.Runner.LeaveOutAsync(scope, saga, step, underway, now);
        }

        SagaFlags.Note(saga, now, step, act == SagaAct.Skip ? SagaFlags.Skipped : "retry", words);
        SagaRunner<BookingUnderway>.UndoAgain(saga, now);
    }

    private async Task GoOnAsync(WriteScope scope, Saga saga, Booking booking, Service service, SagaAct act, OperatorDoor.Pass pass, Instant now)
    {
        string step = StepOf(saga);
        switch (act)
        {
            case SagaAct.Retry:
                (saga.Status, saga.DueAt, saga.Attempts, saga.StepBeganAt) = (SagaStatus.Running, now, 0, now);
                SagaFlags.Note(saga, now, step, "retry", pass.Reason);
                break;
            case SagaAct.Skip:
                await sagas.Runner.SkipAsync(scope, saga, sagas.By(booking, service, pass.By, pass.Reason), pass.Reason, now);
                break;
            case SagaAct.Undo:
                await sagas.AbandonAsync(scope, booking, service, BookingStatus.Cancelled, pass.By, pass.Reason, now);
                break;
            case SagaAct.TakeOver:
                SagaFlags.Note(saga, now, step, SagaFlags.TakenOver, $"{pass.By}: {pass.Reason}");
                await FailedRefunds.LeaveToPersonAsync(
                    scope, await LeaveDeadLetter.EndAsync(scope, saga.Id, RefundLetter.Kind, OutboxStatus.Skipped, pass.By, now));
                break;
        }
    }

    private static bool May(Saga saga, SagaAct act) => act switch
    {
        SagaAct.Retry => saga.Status is SagaStatus.Running or SagaStatus.Paused,
        SagaAct.Skip => saga.Status is SagaStatus.Running or SagaStatus.Waiting or SagaStatus.Paused,
        SagaAct.Undo => saga.Status is SagaStatus.Running or SagaStatus.Waiting,
        _ => saga.NeedsReview || saga.Status is not (SagaStatus.Done or SagaStatus.Undone),
    };
}

/// <summary>What a person can do to a saga.</summary>
public enum SagaAct
{
    /// <summary>The step again, at once, with all its tries before it; where it could not be taken back, that again.</summary>
    Retry,

    /// <summary>On to the next step without this one; where it could not be taken back, it stays as it is and the others are taken back.</summary>
    Skip,

    /// <summary>Every step taken back; the booking is cancelled.</summary>
    Undo,

    /// <summary>A person sees to it: the mark goes away, the saga stays as it is.</summary>
    TakeOver,
}
