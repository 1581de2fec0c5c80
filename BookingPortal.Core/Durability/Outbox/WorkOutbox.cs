namespace BookingPortal.Core.Durability.Outbox;

/// <summary>The four acts of a worker.</summary>
public sealed record WorkerActs(TakeMessages Take, TryMessage Try, KeepOutcomes Keep, RenewLeases Renew);

/// <summary>Works once through what is due of one kind and ends: for commands and tests; the portal's own workers go on and on.</summary>
public sealed class WorkOutbox(WorkerActs acts, EffectHandlers handlers)
{
    /// <returns>How many were tried, found pointless or lost to another worker. What was only given back, because its system is left alone, does not count: it is still due.</returns>
    public async Task<int> RunAsync(string kind, CancellationToken cancellationToken = default)
    {
        TakeMessages.Taken taken = await acts.Take.RunAsync(kind, int.MaxValue, 0, cancellationToken);
        var tried = new TriedMessage[taken.Messages.Count];
        var together = new ParallelOptions { MaxDegreeOfParallelism = handlers.ByKind[kind].MostAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, tried.Length, together, async (i, stop) => tried[i] = await acts.Try.RunAsync(taken.Messages[i], stop));
        if (tried.Length > 0)
        {
            await acts.Keep.RunAsync(tried, CancellationToken.None);
        }

        return taken.Seen - tried.Count(each => each.Answer is null);
    }

    /// <summary>Every kind, until nothing is due any more or its system is left alone.</summary>
    public async Task<int> UntilNoneAsync(CancellationToken cancellationToken = default)
    {
        int total = 0;
        foreach (string kind in handlers.ByKind.Keys)
        {
            for (int done = await RunAsync(kind, cancellationToken); done > 0; done = await RunAsync(kind, cancellationToken))
            {
                total += done;
            }
        }

        return total;
    }
}
