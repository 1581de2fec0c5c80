namespace BookingPortal.Core.Availability.Search;

/// <summary>Where a service may start on one resource as far as its grid says, whether or not it fits or is free: ascending, no start twice.</summary>
internal static class CandidateStarts
{
    /// <summary>Fills the list with the starts between the frame's earliest and latest.</summary>
    public static void Collect(SearchFrame frame, ResourceSweep resource, List<long> starts)
    {
        starts.Clear();
        if (frame.Service.Kind == ServiceKind.Stay)
        {
            AddArrivals(frame, starts);
        }
        else
        {
            if (frame.Service.Grid == StartGrid.Clock)
            {
                AddRoundTimes(frame, resource.Hours.Open, starts);
            }
            else
            {
                AddFromOpenings(frame, resource.Hours.Openings, starts);
            }

            AddAfterBookings(frame, resource, starts);
        }

        SortOnceEach(starts);
    }

    /// <summary>One arrival per date, at check-in; a date that the zone skipped has none.</summary>
    private static void AddArrivals(SearchFrame frame, List<long> starts)
    {
        for (var day = frame.FirstDay; day <= frame.LastOfferedDay; day++)
        {
            var start = frame.SiteClock.ToTicks(day, frame.Service.CheckInMinute);
            if (frame.SiteClock.DayOf(start) == day)
            {
                AddInRange(frame, start, starts);
            }
        }
    }

    /// <summary>Each opening counts from its own start; where a later date's opening overlaps, that one's grid takes over.</summary>
    private static void AddFromOpenings(SearchFrame frame, List<Opening> openings, List<long> starts)
    {
        var step = frame.Service.EffectiveStepMinutes * Ticks.PerMinute;
        var nextDate = 0;
        for (var i = 0; i < openings.Count; i++)
        {
            var opening = openings[i];
            while (nextDate < openings.Count && openings[nextDate].Day <= opening.Day)
            {
                nextDate++;
            }

            var skipped = Ticks.CeilingDivide(frame.Earliest - opening.From, step);
            var end = Math.Min(opening.To, frame.Latest);
            for (var start = opening.From + (Math.Max(0, skipped) * step); start < end; start += step)
            {
                if (!LiesInLaterDate(openings, nextDate, opening.To, start))
                {
                    starts.Add(start);
                }
            }
        }
    }

    private static bool LiesInLaterDate(List<Opening> openings, int nextDate, long end, long start)
    {
        for (var i = nextDate; i < openings.Count && openings[i].From < end; i++)
        {
            if (openings[i].From <= start && start < openings[i].To)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Times whose minute of the site's day the step divides; a repeated hour has them twice, a skipped one not at all.</summary>
    private static void AddRoundTimes(SearchFrame frame, TimeList open, List<long> starts)
    {
        var stepMinutes = frame.Service.EffectiveStepMinutes;
        for (var i = 0; i < open.Count; i++)
        {
            var from = Math.Max(open[i].From, frame.Earliest);
            var to = Math.Min(open[i].To, frame.Latest);
            for (var j = 0; j < frame.SiteClock.OffsetCount && from < to; j++)
            {
                var kept = frame.SiteClock.OffsetAt(j);
                var end = Math.Min(to, kept.To);
                for (var local = NextRoundTime(Math.Max(from, kept.From) + kept.Offset, stepMinutes); local - kept.Offset < end;)
                {
                    starts.Add(local - kept.Offset);
                    local = NextRoundTime(local + 1, stepMinutes);
                }
            }
        }
    }

    /// <summary>The first round local time at or after this one; a step that does not divide the day begins anew at midnight.</summary>
    private static long NextRoundTime(long local, int stepMinutes)
    {
        var day = Ticks.FloorDivide(local, Ticks.PerDay) * Ticks.PerDay;
        var round = day + (Ticks.CeilingDivide(local - day, stepMinutes * Ticks.PerMinute) * stepMinutes * Ticks.PerMinute);
        return Math.Min(round, day + Ticks.PerDay);
    }

    private static void AddAfterBookings(SearchFrame frame, ResourceSweep resource, List<long> starts)
    {
        foreach (var end in resource.TakenEnds)
        {
            AddInRange(frame, end + frame.BufferBefore, starts);
        }
    }

    private static void AddInRange(SearchFrame frame, long start, List<long> starts)
    {
        if (frame.Earliest <= start && start < frame.Latest)
        {
            starts.Add(start);
        }
    }

    private static void SortOnceEach(List<long> starts)
    {
        var ascending = true;
        for (var i = 1; i < starts.Count; i++)
        {
            ascending &= starts[i] > starts[i - 1];
        }

        if (ascending)
        {
            return;
        }

        starts.Sort();
        var last = 0;
        for (var i = 1; i < starts.Count; i++)
        {
            if (starts[i] != starts[last])
            {
                starts[++last] = starts[i];
            }
        }

        starts.RemoveRange(last + 1, starts.Count - last - 1);
    }
}
