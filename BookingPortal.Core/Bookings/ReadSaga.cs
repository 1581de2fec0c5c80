using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>The way of one booking step by step: what was done, where it stands, what went wrong, and what a person can do about it.</summary>
public sealed class ReadSaga(IDbContextFactory<PortalContext> contexts, BookingSagas sagas)
{
    private const int MostListed = 200;

    /// <param name="State"><c>done</c>, <c>running</c>, <c>waiting</c>, <c>undone</c>, <c>paused</c> or <c>ahead</c>.</param>
    /// <param name="At">When it came to that; null while it lies ahead.</param>
    /// <param name="CanBeSkipped">Whether a person may go on without it.</param>
    public sealed record Step(string Name, string State, Instant? At, string? Why, bool CanBeSkipped);

    /// <param name="Log">Everything that happened, oldest first.</param>
    public sealed record Found(Booking Booking, Saga Saga, IReadOnlyList<Step> Steps, IReadOnlyList<SagaEntry> Log)
    {
        /// <summary>Whether there is a step that could be tried at once.</summary>
        public bool CanRetry => Saga.Status is SagaStatus.Running or SagaStatus.Paused;

        public bool CanUndo => Saga.Status is SagaStatus.Running or SagaStatus.Waiting;

        /// <summary>A step could not be taken back; what is tried again, or left as it is, is its undo.</summary>
        public bool IsPaused => Saga.Status == SagaStatus.Paused;

        /// <summary>Whether a person can say that they see to it.</summary>
        public bool CanTakeOver => Saga.NeedsReview || CanUndo || IsPaused;
    }

    /// <returns>Null when there is no such booking or it has no saga, as with an imported one.</returns>
    public async Task<Found?> RunAsync(Guid bookingId, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Booking? booking = await db.Bookings.AsNoTracking().SingleOrDefaultAsync(each => each.Id == bookingId, cancellationToken);
        Saga? saga = await db.Sagas.AsNoTracking().SingleOrDefaultAsync(each => each.Id == bookingId, cancellationToken);
        return booking is null || saga is null
            ? null
            : new Found(booking, saga, [.. sagas.Runner.PlanOf(saga).Steps.Select((step, i) => Describe(step, i, saga))], saga.Log);
    }

    /// <summary>Bookings whose saga waits for a person, the longest wait first.</summary>
    public async Task<IReadOnlyList<(Booking Booking, Saga Saga)>> NeedingReviewAsync(CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Sagas.AsNoTracking()
            .Where(saga => saga.NeedsReview)
            .OrderBy(saga => saga.StepBeganAt)
            .Join(db.Bookings, saga => saga.Id, booking => booking.Id, (saga, booking) => new { saga, booking })
            .Take(MostListed)
            .ToListAsync(cancellationToken);
        return [.. found.Select(pair => (pair.booking, pair.saga))];
    }

    private static Step Describe(SagaStep<BookingUnderway> step, int index, Saga saga)
    {
        SagaEntry? last = saga.Log.LastOrDefault(entry => entry.Step == step.Name);
        bool isStuck = SagaFlags.StuckAt(saga) == step.Name;
        string state = (saga.Status, index.CompareTo(saga.Step)) switch
        {
            _ when isStuck => "paused",
            (SagaStatus.Done, _) => "done",
            (SagaStatus.Undone, _) => last is null ? "ahead" : "undone",
            (_, < 0) => "done",
            (_, > 0) => "ahead",
            (SagaStatus.Waiting, _) => "waiting",
            (SagaStatus.Paused, _) => last is null ? "ahead" : "done",
            _ => "running",
        };
        // After a move that asks again, what was done the time before lies ahead once more.
        SagaEntry? said = state == "ahead" ? null : last;
        return new Step(
            step.Name,
            state,
            said is null ? null : Instant.FromUnixTimeMilliseconds(said.At),
            said?.Why,
            (state is "paused" && index > 0) || (state is "running" or "waiting" && step.LeaveOut is not null));
    }
}
