using System.Diagnostics;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Reporting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>Hands one taken message to its handler, under the circuit of the system it goes to and the trace of the request that caused it.</summary>
public sealed partial class TryMessage(
    EffectHandlers handlers, CircuitBoard circuits, KeepEffectResult results, IClock clock, ILogger<TryMessage> log)
{
    /// <summary>A handler has limits of its own; one that forgets them is stopped, so that it cannot keep its place for ever.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    /// <summary>The answer, or the message given back untried because its system is left alone at the moment.</summary>
    public async Task<TriedMessage> RunAsync(TakenMessage taken, CancellationToken cancellationToken = default)
    {
        Instant began = clock.GetCurrentInstant();
        CircuitBreaker circuit = circuits.Of(taken.Effect.Kind);
        if (taken.LeaseUntil <= began || !circuit.TryBegin(began))
        {
            return TriedMessage.GivenBack(taken, began);
        }

        long start = Stopwatch.GetTimestamp();
        using Activity? activity = PortalTrace.Source.StartActivity("deliver " + taken.Effect.Kind, ActivityKind.Consumer, taken.TraceParent);
        activity?.SetTag("message", taken.Effect.Id).SetTag("booking", taken.Effect.BookingId).SetTag("attempt", taken.Effect.Attempt);
        (EffectAnswer answer, Fault fault) = await AskAsync(taken, cancellationToken);
        Tell(circuit, answer, fault);
        activity?.SetStatus(answer is EffectAnswer.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error, answer.ToString());
        return new TriedMessage(taken, answer, began, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds, fault == Fault.InHandler);
    }

    private async Task<(EffectAnswer Answer, Fault Fault)> AskAsync(TakenMessage taken, CancellationToken cancellationToken)
    {
        Effect effect = taken.Effect;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        try
        {
            // Only an earlier try can have left a result: a worker that died between the deed and its note.
            return taken.Fence > 1 && await results.FindAsync(effect, cancellationToken: limit.Token) is { } before
                ? (new EffectAnswer.Delivered(before.Receipt), Fault.None)
                : (await handlers.ByKind[effect.Kind].DeliverAsync(effect, limit.Token), Fault.None);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (new EffectAnswer.TryAgain("The portal was stopped while it was at it.", IsOutage: false), Fault.Stopped);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return (new EffectAnswer.TryAgain($"It took longer than {TimeLimit.TotalMinutes:0} minutes."), Fault.None);
        }
        catch (Exception failure)
        {
            // A message that its handler cannot bear is tried again and ends as a dead letter; it must not stop the others.
            LogFault(log, effect.Kind, effect.Id, taken.TraceParent, failure);
            return (new EffectAnswer.TryAgain($"The portal failed at it: {failure.Message}", IsOutage: false), Fault.InHandler);
        }
    }

    /// <summary>What one message cannot do says nothing against the system; that the system answered at all speaks for it.</summary>
    private void Tell(CircuitBreaker circuit, EffectAnswer answer, Fault fault)
    {
        Instant now = clock.GetCurrentInstant();
        if (answer is EffectAnswer.TryAgain { IsOutage: true } outage)
        {
            circuit.Failed(outage.Why, now);
        }
        else if (fault != Fault.None || answer is EffectAnswer.Pointless or EffectAnswer.NotYet)
        {
            circuit.Forget(now); // the system was not asked
        }
        else
        {
            circuit.Succeeded(now);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The handler of {Kind} failed unexpectedly at message {Message} (trace {Trace}).")]
    private static partial void LogFault(ILogger logger, string kind, Guid message, string? trace, Exception failure);

    private enum Fault
    {
        None,
        InHandler,
        Stopped,
    }
}
