using System.Runtime.InteropServices;
using BookingPortal.Core.Availability.Search;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>
/// Which times of a service can be booked: the one engine behind every page and call that shows or takes a time. A pure
/// function of the rules, the time taken, now and the question; it touches no database and reads no clock.
/// </summary>
public static class SlotSearch
{
    /// <summary>All bookable times of the range, one per start. The question has been checked with <see cref="SlotQuestion.Problem"/>.</summary>
    public static SlotAnswer Find(SlotFacts facts, SlotQuestion question)
    {
        using var sweep = Begin(facts, question);
        var slots = new List<Slot>(sweep.MostStarts);
        Guid[] takers = [];
        while (sweep.MoveNext())
        {
            if (!sweep.IsOffered)
            {
                continue;
            }

            // Neighbouring slots mostly have the same takers, and then share one list.
            if (!CollectionsMarshal.AsSpan(sweep.Takers).SequenceEqual(takers))
            {
                takers = [.. sweep.Takers];
            }

            slots.Add(new Slot(Instant.FromUnixTimeTicks(sweep.Start), Instant.FromUnixTimeTicks(sweep.End), takers, sweep.SeatsLeft));
        }

        long? firstStart = slots.Count > 0 ? slots[0].Start.ToUnixTimeTicks() : null;
        return new SlotAnswer(slots, sweep.TrueUntil(firstStart));
    }

    /// <summary>How full each date of the range is: the month view, in one pass over the same starts.</summary>
    public static MonthAnswer Days(SlotFacts facts, SlotQuestion question)
    {
        using var sweep = Begin(facts, question);
        long? firstStart = null;
        var fills = new SortedDictionary<int, (int Offered, int Possible)>();
        while (sweep.MoveNext())
        {
            if (sweep.IsPossible())
            {
                firstStart ??= sweep.Start;
                var (offered, possible) = fills.GetValueOrDefault(sweep.Day);
                fills[sweep.Day] = (offered + (sweep.IsOffered ? 1 : 0), possible + 1);
            }
        }

        var days = fills.Select(fill => new DayFill(DayNumber.ToDate(fill.Key), fill.Value.Offered, fill.Value.Possible));
        return new MonthAnswer([.. days], sweep.TrueUntil(firstStart));
    }

    /// <summary>
    /// What the rules say of one start, and, where it is offered, which resources to take. The range of the question is not
    /// looked at; the facts must cover the start's site-local date.
    /// </summary>
    public static SlotVerdict Judge(SlotFacts facts, SlotQuestion question, Instant start) =>
        new Judgement(Checked(facts), question, start).Decide();

    /// <summary>Why a site-local date offers what it offers.</summary>
    public static DayVerdict JudgeDay(SlotFacts facts, SlotQuestion question, LocalDate date) =>
        DayJudgement.Decide(Checked(facts), question, date);

    private static StartSweep Begin(SlotFacts facts, SlotQuestion question) =>
        question.Problem() is { } problem ? throw new ArgumentException(problem, nameof(question)) : new StartSweep(Checked(facts), question);

    /// <summary>Rules that could never be saved: whoever passes them has a bug.</summary>
    private static SlotFacts Checked(SlotFacts facts) =>
        CatalogRules.Problem(facts.Service) is { } problem ? throw new ArgumentException(problem, nameof(facts)) : facts;
}
