using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Reporting;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>
/// The one way by which time is taken: plan from a fresh read, insert blindly, and after a collision plan again until
/// the claims stand or a fresh read finds nothing left.
/// </summary>
public sealed class TakeSlot(PlanSlot planSlot, IWriteQueue writes, IClock clock)
{
    /// <summary>Each lost race means that somebody else won one; a hundred in a row means a crowd far beyond what one slot can serve.</summary>
    private const int MostRaces = 100;

    /// <param name="OwnerId">The hold or booking that is to own the time.</param>
    /// <param name="ExpiresAt">The hold's expiry; null for a booking.</param>
    /// <param name="Replaces">The owner has time already and swaps it for this.</param>
    public sealed record Request(WantedSlot Slot, Guid OwnerId, Instant? ExpiresAt, bool Replaces = false);

    /// <param name="alongside">Writes what belongs to the same commit, after the claims stand. It may refuse, or answer null when it lost a race itself.</param>
    public async Task<Outcome<T>> RunAsync<T>(
        Request request, Func<WriteScope, SlotPlan, Task<Outcome<T>?>> alongside, CancellationToken cancellationToken = default)
    {
        for (int race = 0; race < MostRaces; race++)
        {
            Instant now = clock.GetCurrentInstant();
            var planning = new PlanSlot.Request(request.Slot, request.OwnerId, request.Replaces, race, now);
            Outcome<SlotPlan> planned = await planSlot.RunAsync(planning, cancellationToken);
            if (!planned.TryGet(out SlotPlan? plan, out Refusal? refusal))
            {
                PortalMeter.Refused(refusal.GetType().Name);
                return Outcome<T>.Refused(refusal);
            }

            Outcome<T>? written = await writes.RunAsync(scope => WriteAsync(scope, request, plan, now, alongside), cancellationToken);
            if (written is { } outcome)
            {
                return outcome;
            }
        }

        var last = new PlanSlot.Request(request.Slot, request.OwnerId, request.Replaces, 0, clock.GetCurrentInstant());
        return Outcome<T>.Refused(await planSlot.TakenAsync(last, cancellationToken));
    }

    /// <summary>Takes time inside a write that has freed it first, so that nobody comes in between and nothing is freed in vain.</summary>
    /// <returns>Null when somebody else has a part of it; then nothing of the write remains, and its caller begins anew.</returns>
    internal async Task<Outcome<T>?> InsideAsync<T>(
        WriteScope scope, Request request, Func<WriteScope, SlotPlan, Task<Outcome<T>?>> alongside, CancellationToken cancellationToken)
    {
        Instant now = clock.GetCurrentInstant();
        var planning = new PlanSlot.Request(request.Slot, request.OwnerId, request.Replaces, Choice: 0, now);
        if ((await planSlot.RunAsync(scope.Db, planning, cancellationToken)).TryGet(out SlotPlan? plan, out Refusal? refusal))
        {
            return await WriteAsync(scope, request, plan, now, alongside);
        }

        scope.Undo();
        return Outcome<T>.Refused(refusal);
    }

    private static async Task<Outcome<T>?> WriteAsync<T>(
        WriteScope scope, Request request, SlotPlan plan, Instant now, Func<WriteScope, SlotPlan, Task<Outcome<T>?>> alongside)
    {
        bool stands = request.Replaces
            ? await SwapSlot.TryAsync(scope, request.OwnerId, plan, request.ExpiresAt, now)
            : await WriteSlotPlan.TryAsync(scope, request.OwnerId, plan, request.ExpiresAt, now);
        if (!stands)
        {
            return null;
        }

        Outcome<T>? outcome = await alongside(scope, plan);
        if (outcome is null or { IsRefused: true })
        {
            scope.Undo();
        }

        return outcome;
    }
}
