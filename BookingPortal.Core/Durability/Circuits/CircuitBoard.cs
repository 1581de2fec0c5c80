using System.Collections.Concurrent;

namespace BookingPortal.Core.Durability.Circuits;

/// <summary>The circuits of this process, one for each outside system.</summary>
public sealed class CircuitBoard
{
    private readonly ConcurrentDictionary<string, CircuitBreaker> _bySystem = new(StringComparer.Ordinal);

    public IEnumerable<CircuitView> Views => _bySystem.Values.Select(each => each.View).OrderBy(view => view.System, StringComparer.Ordinal);

    public CircuitBreaker Of(string system) => _bySystem.GetOrAdd(system, static name => new CircuitBreaker(name));
}
