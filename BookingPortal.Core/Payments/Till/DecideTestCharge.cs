using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments.Till;

/// <summary>What the visitor of the test till chose. First the till keeps it in its own books, then the portal is told, as with a gateway that is real.</summary>
public sealed class DecideTestCharge(TestTillSettings settings, IWriteQueue writes, TellTestCharges tellTestCharges, IClock clock)
{
    /// <summary>Longer than any booking waits for its money.</summary>
    public static readonly Duration LatestAnswer = Duration.FromDays(1);

    /// <param name="Outcome">Paid, refused, or silent.</param>
    /// <param name="After">How long the gateway keeps it to itself; not used when it stays silent.</param>
    public sealed record Request(Guid PaymentId, TestChargeOutcome Outcome, Duration After);

    public async Task<Outcome<TestCharge>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        if (request.Outcome == TestChargeOutcome.Open)
        {
            return new Refusal.Invalid("outcome", "Choose what the gateway should do.");
        }

        if (request.After < Duration.Zero || request.After > LatestAnswer)
        {
            return new Refusal.Invalid("seconds", "Choose between 0 seconds and a day.");
        }

        Outcome<TestCharge> decided = settings.IsOpen
            ? await writes.RunAsync(scope => DecideAsync(scope, request), cancellationToken)
            : new Refusal.NotFound("test till");
        if (decided.TryGet(out TestCharge? charge, out _) && charge.AnswersAt <= clock.GetCurrentInstant())
        {
            await tellTestCharges.TellAsync(charge, cancellationToken);
        }

        return decided;
    }

    private async Task<Outcome<TestCharge>> DecideAsync(WriteScope scope, Request request)
    {
        TestCharge? charge = await scope.Db.TestCharges.SingleOrDefaultAsync(each => each.Id == request.PaymentId);
        if (charge is null)
        {
            return new Refusal.NotFound("charge of this number");
        }

        if (charge.Outcome != TestChargeOutcome.Open)
        {
            // Pressed twice is pressed once: whoever has paid cannot pay again.
            return charge.Outcome == request.Outcome ? charge : new Refusal.WrongStatus(charge.Outcome.ToString(), request.Outcome.ToString());
        }

        charge.Outcome = request.Outcome;
        charge.AnswersAt = request.Outcome == TestChargeOutcome.Silent ? null : clock.GetCurrentInstant() + request.After;
        charge.Version++;
        await scope.Db.SaveChangesAsync();
        return charge;
    }
}
