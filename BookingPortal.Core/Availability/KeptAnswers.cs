using Microsoft.Extensions.Caching.Memory;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Whether answers of the search are kept between requests.</summary>
public sealed record SlotSettings(bool KeepAnswers = true);

/// <summary>
/// Answers of the search, each with the version stamps it was read under. One is given again only while every stamp
/// stands, and the stamps are read afresh in each request: what a commit took is never shown to a request that began
/// after the commit was answered, on any node.
/// </summary>
public sealed class KeptAnswers(SlotSettings settings) : IDisposable
{
    /// <summary>
    /// Times in all kept answers together. One weighs about 200 bytes, its text included, so this bounds the memory to some
    /// eighty megabytes, whatever is asked: a quarter of a year of a dense service alone is two.
    /// </summary>
    public const int MostTimes = 400_000;

    /// <summary>What an answer weighs besides its times, in times.</summary>
    private const int WeightOfAnAnswer = 20;

    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(15);

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MostTimes });

    /// <param name="Of">What was asked: the kind of the answer is part of it.</param>
    public sealed record Question(
        Type Of, Guid Site, Guid Service, LocalDate From, LocalDate To, Guid? Resource, int Seats, Guid? IgnoreBooking);

    /// <param name="stamps">As they stand now, in the order in which they were read the last time.</param>
    public T? Find<T>(Question question, IReadOnlyList<long> stamps, Instant now)
        where T : class =>
        _answers.Get<Kept>(question) is { Answer: T answer } kept && kept.From <= now && (kept.Until is null || now < kept.Until)
            && kept.Stamps.SequenceEqual(stamps)
                ? answer
                : null;

    /// <param name="stamps">Read before the facts: a change in between makes the answer old at once, never new for too long.</param>
    /// <param name="until">When time alone makes it wrong; null = never.</param>
    public void Keep<T>(Question question, IReadOnlyList<long> stamps, Instant now, Instant? until, T answer)
        where T : class
    {
        if (settings.KeepAnswers)
        {
            _answers.Set(
                question,
                new Kept(stamps, now, until, answer),
                new MemoryCacheEntryOptions { Size = WeightOf(answer), SlidingExpiration = ForgetAfter });
        }
    }

    public void Dispose() => _answers.Dispose();

    private static int WeightOf(object answer) => WeightOfAnAnswer + (answer is SlotAnswer found ? found.Slots.Count : 0);

    private sealed record Kept(IReadOnlyList<long> Stamps, Instant From, Instant? Until, object Answer);
}
