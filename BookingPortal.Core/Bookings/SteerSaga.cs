using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>What a person decides about a saga that is paused because a step could not be taken back: try again, or leave that step as it is.</summary>
public sealed class SteerSaga(IWriteQueue writes, IClock clock)
{
    /// <summary>The two ways on.</summary>
    public enum Way
    {
        Retry,

        /// <summary>A person has seen to it by other means.</summary>
        Skip,
    }

    /// <param name="By">Who decides.</param>
    /// <param name="Reason">Why, for the log.</param>
    public sealed record Request(Guid BookingId, Way Way, string By, string Reason);

    /// <returns>True: it goes on with the next run of the sagas.</returns>
    public async Task<Outcome<bool>> RunAsync(Request request, CancellationToken cancellationToken = default) =>
        string.IsNullOrWhiteSpace(request.Reason)
            ? new Refusal.Invalid("reason", "Say why, in a few words. The log keeps it.")
            : await writes.RunAsync(scope => SteerAsync(scope, request), cancellationToken);

    private async Task<Outcome<bool>> SteerAsync(WriteScope scope, Request request)
    {
        if (await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == request.BookingId) is not { } saga)
        {
            return new Refusal.NotFound("this saga");
        }

        if (saga.Status != SagaStatus.Paused)
        {
            return new Refusal.WrongStatus(saga.Status.ToString(), request.Way.ToString());
        }

        Instant now = clock.GetCurrentInstant();
        string failed = saga.Log.Last(entry => entry.What == SagaFlags.Paused).Step;
        SagaFlags.Note(saga, now, failed, request.Way == Way.Skip ? SagaFlags.Skipped : "taken over", $"{request.By}: {request.Reason.Trim()}");
        (saga.Status, saga.NeedsReview, saga.DueAt) = (SagaStatus.Undoing, false, now);
        saga.Version++;
        await scope.Db.SaveChangesAsync();
        return true;
    }
}
