using System.Diagnostics.CodeAnalysis;
using BookingPortal.Api.Problems;

namespace BookingPortal.Api.Front;

/// <summary>Something that was read out of a request, or what was wrong with it.</summary>
internal readonly struct Either<T>
{
    private readonly T? _value;
    private readonly Problem? _problem;

    private Either(T? value, Problem? problem) => (_value, _problem) = (value, problem);

    public static implicit operator Either<T>(T value) => new(value, null);

    public static implicit operator Either<T>(Problem problem) => new(default, problem);

    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Problem? problem)
    {
        (value, problem) = (_value, _problem);
        return _problem is null;
    }
}
