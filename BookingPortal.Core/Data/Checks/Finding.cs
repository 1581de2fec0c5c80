namespace BookingPortal.Core.Data.Checks;

/// <summary>Something that must never be, or that somebody should look at, in one line.</summary>
/// <param name="IsWarning">No invariant is broken.</param>
public sealed record Finding(string Text, bool IsWarning = false)
{
    public override string ToString() => IsWarning ? $"warning: {Text}" : $"violation: {Text}";
}
