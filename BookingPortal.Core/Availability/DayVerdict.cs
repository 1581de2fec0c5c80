using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Why a whole date offers what it offers, for staff.</summary>
/// <param name="OfferedStarts">Starts that can be booked, ascending.</param>
/// <param name="Why">The rule that removed the day, or the last of its starts; null where something is offered.</param>
/// <param name="Removed">Each start of the opening hours that is not offered, and each that an exception took out of them, with its reason, ascending.</param>
public sealed record DayVerdict(LocalDate Date, IReadOnlyList<Instant> OfferedStarts, WhyNot? Why, IReadOnlyList<RemovedStart> Removed)
{
    public int Offered => OfferedStarts.Count;

    /// <summary>The removed starts for a table: those that follow each other for one reason are one row.</summary>
    public IReadOnlyList<RemovedRun> Runs()
    {
        List<RemovedRun> runs = [];
        foreach (RemovedStart removed in Removed)
        {
            if (runs.Count > 0 && runs[^1] is var run && run.Words == removed.Why.Words && !OfferedStarts.Any(start => start > run.Last && start < removed.Start))
            {
                runs[^1] = run with { Last = removed.Start, Count = run.Count + 1 };
            }
            else
            {
                runs.Add(new RemovedRun(removed.Start, removed.Start, 1, removed.Why.Words));
            }
        }

        return runs;
    }
}

/// <summary>A start that the opening hours allow, or would but for an exception, and that is not offered.</summary>
public sealed record RemovedStart(Instant Start, WhyNot Why);

/// <summary>Starts with nothing offered in between that one and the same reason removed, so that staff read it once.</summary>
/// <param name="Count">How many starts there are from the first to the last.</param>
public sealed record RemovedRun(Instant First, Instant Last, int Count, string Words);
