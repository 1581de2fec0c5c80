namespace BookingPortal.Core.Data.Seed.Demo;

/// <summary>Chance that falls the same way every time, on every machine and version of the runtime.</summary>
internal sealed class DemoChance(uint seed)
{
    private uint _state = seed == 0 ? 1 : seed;

    /// <summary>From 0 to one less than <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Next() % (uint)count);

    public bool Percent(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>Marsaglia's xorshift, 2003: three shifts are chance enough for a demonstration.</summary>
    private uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state;
    }
}
