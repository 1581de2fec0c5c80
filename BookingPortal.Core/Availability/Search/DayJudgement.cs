using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability.Search;

/// <summary>Asks of every start that a date's opening hours allow why it is not offered, and of a date without any why it has none.</summary>
internal static class DayJudgement
{
    public static DayVerdict Decide(SlotFacts facts, SlotQuestion question, LocalDate date)
    {
        var offered = new List<Instant>();
        var removed = new List<RemovedStart>();
        var starts = StartsOf(facts, question, date);
        foreach (var start in starts)
        {
            if (new Judgement(facts, question, start).Decide().Refusal is { } why)
            {
                removed.Add(new RemovedStart(start, why));
            }
            else
            {
                offered.Add(start);
            }
        }

        removed.AddRange(TakenByExceptions(facts, question, date).Where(start => !starts.Contains(start.Start)));
        offered.Sort();
        removed.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        var headline = offered.Count > 0 ? null : removed.MaxBy(start => start.Why.Rule)?.Why ?? WhyNoStart(facts, question, date);
        return new DayVerdict(date, offered, headline, removed);
    }

    /// <summary>The starts of the opening hours, whatever notice and window say: those two are reasons like the others.</summary>
    private static HashSet<Instant> StartsOf(SlotFacts facts, SlotQuestion question, LocalDate date)
    {
        var timeless = facts with { Service = facts.Service with { MinNoticeMinutes = -MinutesOfACentury, WindowDays = DaysOfACentury } };
        using var sweep = new StartSweep(timeless, question with { From = date, To = date, Seats = 1 });
        var starts = new HashSet<Instant>();
        while (sweep.MoveNext())
        {
            starts.Add(Instant.FromUnixTimeTicks(sweep.Start));
        }

        return starts;
    }

    /// <summary>The starts of an ordinary day of this kind that are missing today because an exception replaced the hours.</summary>
    private static IEnumerable<RemovedStart> TakenByExceptions(SlotFacts facts, SlotQuestion question, LocalDate date)
    {
        if (facts.Site.Exceptions.Count == 0 && facts.Resources.All(resource => resource.Exceptions.Count == 0))
        {
            yield break;
        }

        var ordinary = facts with
        {
            Site = facts.Site with { Exceptions = [] },
            Resources = [.. facts.Resources.Select(resource => resource with { Exceptions = [] })],
        };
        foreach (var start in StartsOf(ordinary, question, date))
        {
            if (new Judgement(facts, question, start).Decide().Refusal is { Rule: SlotRule.SiteException or SlotRule.ResourceException } why)
            {
                yield return new RemovedStart(start, why);
            }
        }
    }

    private const int DaysOfACentury = 36_525;
    private const int MinutesOfACentury = DaysOfACentury * MinuteOfDay.PerDay;

    /// <summary>A date on which nothing fits: the answer of the moment at which the resource that comes closest opens.</summary>
    private static WhyNot WhyNoStart(SlotFacts facts, SlotQuestion question, LocalDate date)
    {
        var frame = new SearchFrame(facts, question with { From = date, To = date });
        var day = SiteTime.Day(date, facts.Site.Zone);
        WhyNot? furthest = null;
        foreach (var resource in new RequiredResources(frame).Primary.Members)
        {
            var opening = resource.Hours.Openings.Find(opening => opening.From >= day.Start.ToUnixTimeTicks() && opening.From < day.End.ToUnixTimeTicks());
            var moment = opening == default ? Midday(date, facts.Site) : Instant.FromUnixTimeTicks(opening.From);
            var why = new Judgement(facts, question, moment).Decide().Refusal;
            if (why is not null && (furthest is null || why.Rule > furthest.Rule))
            {
                furthest = why;
            }
        }

        return furthest ?? new WhyNot(SlotRule.WrongResource, "None of the people or things asked for can give this service.", question.PrimaryResource);
    }

    /// <summary>Where nothing opens at all, any moment of the date has the same answer.</summary>
    private static Instant Midday(LocalDate date, SiteRules site) => SiteTime.ToInstant(date, MinuteOfDay.PerDay / 2, site.Zone);
}
