using System.Collections.Concurrent;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>Wakes this process' workers when a message became durable here; other processes find it by looking.</summary>
public sealed class OutboxSignal
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _byKind = new(StringComparer.Ordinal);

    public void Wake(IEnumerable<string> kinds)
    {
        foreach (string kind in kinds)
        {
            SemaphoreSlim one = Of(kind);
            if (one.CurrentCount == 0)
            {
                one.Release();
            }
        }
    }

    /// <summary>Returns when there is news of this kind, or after the time given.</summary>
    public Task WaitAsync(string kind, TimeSpan atMost, CancellationToken cancellationToken) => Of(kind).WaitAsync(atMost, cancellationToken);

    private SemaphoreSlim Of(string kind) => _byKind.GetOrAdd(kind, static _ => new SemaphoreSlim(0));
}
