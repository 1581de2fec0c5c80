using NodaTime;

namespace BookingPortal.Core.Durability.Circuits;

/// <summary>
/// Leaves an outside system alone after it kept failing, and lets one call through now and then to see whether it is back.
/// It counts with the clock it is given, so that its waits can be tested and shown.
/// </summary>
public sealed class CircuitBreaker(string system)
{
    /// <summary>One failure at night says nothing yet.</summary>
    private const int FailuresToOpen = 5;

    private static readonly Duration FirstBreak = Duration.FromSeconds(15);
    private static readonly Duration LongestBreak = Duration.FromMinutes(5);

    private readonly Lock _gate = new();
    private CircuitState _state;
    private int _failures;
    private int _breaks;
    private Instant _changedAt = Instant.MinValue;
    private Instant _retryAt = Instant.MinValue;
    private string? _lastProblem;
    private Instant? _lastProblemAt;

    public string System => system;

    /// <summary>How it stands, for people.</summary>
    public CircuitView View
    {
        get
        {
            lock (_gate)
            {
                return new CircuitView(system, _state, _failures, _changedAt, _state == CircuitState.Open ? _retryAt : null, _lastProblem, _lastProblemAt);
            }
        }
    }

    /// <summary>How many calls may begin now: all, one to probe, or none until the time given.</summary>
    public CircuitPermit Ask(Instant now)
    {
        lock (_gate)
        {
            return _state switch
            {
                CircuitState.Closed => CircuitPermit.All,
                CircuitState.Open when now < _retryAt => new CircuitPermit(0, _retryAt),
                CircuitState.Open => CircuitPermit.Probe,
                _ => new CircuitPermit(0, _retryAt), // somebody probes already
            };
        }
    }

    /// <summary>A call begins. False when it may not, because another one probes or the break is not over.</summary>
    public bool TryBegin(Instant now)
    {
        lock (_gate)
        {
            switch (_state)
            {
                case CircuitState.Closed:
                    return true;
                case CircuitState.Open when now >= _retryAt:
                case CircuitState.Probing when now >= _retryAt:
                    // Should the probe never come back, another one may follow after the longest break.
                    (_state, _retryAt, _changedAt) = (CircuitState.Probing, now + LongestBreak, now);
                    return true;
                default:
                    return false;
            }
        }
    }

    public void Succeeded(Instant now)
    {
        lock (_gate)
        {
            if (_state != CircuitState.Closed)
            {
                _changedAt = now;
            }

            (_state, _failures, _breaks) = (CircuitState.Closed, 0, 0);
        }
    }

    public void Failed(string why, Instant now)
    {
        lock (_gate)
        {
            (_lastProblem, _lastProblemAt) = (why, now);
            _failures++;
            if (_state == CircuitState.Probing || (_state == CircuitState.Closed && _failures >= FailuresToOpen))
            {
                Duration wait = Duration.Min(FirstBreak * (1 << Math.Min(_breaks, 10)), LongestBreak);
                (_state, _changedAt, _retryAt) = (CircuitState.Open, now, now + wait);
                _breaks++;
            }
        }
    }

    /// <summary>A call that had begun ended without a word about the system: the next one may probe.</summary>
    public void Forget(Instant now)
    {
        lock (_gate)
        {
            if (_state == CircuitState.Probing)
            {
                (_state, _retryAt) = (CircuitState.Open, now);
            }
        }
    }

    /// <summary>A person wants to know now.</summary>
    public void ProbeNow(Instant now)
    {
        lock (_gate)
        {
            if (_state == CircuitState.Open)
            {
                _retryAt = now;
            }
        }
    }
}

/// <summary>Whether an outside system is asked.</summary>
public enum CircuitState
{
    /// <summary>It answers.</summary>
    Closed,

    /// <summary>It kept failing and is left alone for a while.</summary>
    Open,

    /// <summary>One call finds out whether it is back.</summary>
    Probing,
}

/// <summary>How many calls may begin.</summary>
/// <param name="Until">When to ask again, where none may.</param>
public readonly record struct CircuitPermit(int Most, Instant? Until)
{
    public static CircuitPermit All => new(int.MaxValue, null);

    public static CircuitPermit Probe => new(1, null);
}

/// <summary>A circuit as it stands in one process.</summary>
public sealed record CircuitView(
    string System, CircuitState State, int Failures, Instant ChangedAt, Instant? RetryAt, string? LastProblem, Instant? LastProblemAt);
