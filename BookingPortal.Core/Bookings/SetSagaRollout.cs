using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Bookings;

/// <summary>Chooses for which share of new bookings the new plan is used, while the portal runs; 0 is the immediate way back.</summary>
public sealed class SetSagaRollout(IWriteQueue writes, BookingSagas sagas)
{
    /// <param name="New">The plan's version that is tried.</param>
    /// <param name="Old">The version that all others begin with.</param>
    /// <param name="Percent">0 to 100.</param>
    public sealed record Request(int New, int Old, int Percent);

    public async Task<Outcome<SagaRollout>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        string known = string.Join(", ", sagas.Runner.Plans.Select(plan => plan.Version));
        foreach ((string field, int version) in new[] { ("new", request.New), ("old", request.Old) })
        {
            if (sagas.Runner.Plans.All(plan => plan.Version != version))
            {
                return new Refusal.Invalid(field, $"There is no version {version} of the plan; this portal has {known}.");
            }
        }

        return request.Percent is < 0 or > 100
            ? new Refusal.Invalid("percent", "A share is 0 to 100 per cent.")
            : await writes.RunAsync(scope => SetAsync(scope, request), cancellationToken);
    }

    private static async Task<Outcome<SagaRollout>> SetAsync(WriteScope scope, Request request)
    {
        SagaRollout? rollout = await scope.Db.SagaRollouts.SingleOrDefaultAsync(each => each.Plan == BookingSaga.PlanName);
        if (rollout is null)
        {
            rollout = new SagaRollout { Plan = BookingSaga.PlanName, NewVersion = request.New, OldVersion = request.Old, Percentage = request.Percent };
            scope.Db.SagaRollouts.Add(rollout);
        }
        else
        {
            (rollout.NewVersion, rollout.OldVersion, rollout.Percentage) = (request.New, request.Old, request.Percent);
        }

        await scope.Db.SaveChangesAsync();
        return rollout;
    }
}
