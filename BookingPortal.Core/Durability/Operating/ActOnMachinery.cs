using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>What a manager does to circuits and alerts by hand, each with a reason and audited.</summary>
public sealed class ActOnMachinery(IWriteQueue writes, OperatorDoor door, IClock clock)
{
    /// <param name="System">The circuit's name, such as <c>mail</c>.</param>
    public sealed record ProbeRequest(Guid AccountId, string System, string Reason);

    public sealed record ClearRequest(Guid AccountId, string Cause, string Reason);

    /// <summary>Asks every process to let one call through at once instead of at the end of the break; they hear of it with their next beat.</summary>
    public Task<Outcome<int>> RunAsync(ProbeRequest request, CancellationToken cancellationToken = default) =>
        ActAsync(
            request.AccountId, request.Reason, "probe", request.System,
            (scope, pass, now) => scope.Db.Circuits
                .Where(row => row.System == request.System)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.ProbeAskedAt, now)),
            cancellationToken);

    /// <summary>Says that an alert was seen to. It is raised anew when its cause comes again.</summary>
    public Task<Outcome<int>> RunAsync(ClearRequest request, CancellationToken cancellationToken = default) =>
        ActAsync(
            request.AccountId, request.Reason, "clear-alert", request.Cause,
            (scope, pass, now) => RaiseAlert.ClearAsync(scope, request.Cause, pass.By, now),
            cancellationToken);

    private async Task<Outcome<int>> ActAsync(
        Guid accountId, string reason, string act, string subject, Func<WriteScope, OperatorDoor.Pass, Instant, Task<int>> work, CancellationToken cancellationToken)
    {
        if (!(await door.RunAsync(accountId, reason, cancellationToken)).TryGet(out OperatorDoor.Pass? pass, out Refusal? refusal))
        {
            return refusal;
        }

        Instant now = clock.GetCurrentInstant();
        int done = await writes.RunAsync(
            async scope =>
            {
                int touched = await work(scope, pass, now);
                if (touched > 0)
                {
                    scope.Db.OperatorActs.Add(new OperatorAct { At = now, By = pass.By, Act = act, Reason = pass.Reason, Subject = subject });
                    await scope.Db.SaveChangesAsync();
                }

                return touched;
            },
            cancellationToken);
        return done > 0 ? done : new Refusal.NotFound("what this was meant for; it may be over already");
    }
}
