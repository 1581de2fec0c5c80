namespace BookingPortal.Core.Outcomes;

/// <summary>What a verb gives back: what was asked for, or a refusal with its reason. Both must be handled.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;
    private readonly Refusal? _refusal;

    private Outcome(T? value, Refusal? refusal) => (_value, _refusal) = (value, refusal);

    public bool IsRefused => _refusal is not null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    public static Outcome<T> Done(T value) => new(value, null);

    public static Outcome<T> Refused(Refusal refusal) => new(default, refusal);

    public TResult Match<TResult>(Func<T, TResult> done, Func<Refusal, TResult> refused) =>
        _refusal is null ? done(_value!) : refused(_refusal);

    /// <summary>For callers that go on with the value: true and the value, or false and the refusal.</summary>
    public bool TryGet(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? done,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Refusal? refused)
    {
        (done, refused) = (_value, _refusal);
        return _refusal is null;
    }
}
