using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>What setup and import refuse: rules that contradict each other, and times that do not fall on a resource's cells.</summary>
public static class CatalogRules
{
    /// <summary>The cell lengths that a resource may have, in minutes: all divide the hour.</summary>
    public static IReadOnlyList<int> Granularities { get; } = [1, 5, 10, 15, 30, 60];

    /// <summary>Zone rules are looked at from here on; older bookings are not made.</summary>
    private static readonly Instant ZonesSince = Instant.FromUtc(2000, 1, 1, 0, 0);

    /// <summary>Changes that are announced reach a few years ahead; the tail that repeats for ever repeats these.</summary>
    private static readonly Instant ZonesUntil = Instant.FromUtc(2050, 1, 1, 0, 0);

    /// <summary>What is wrong with a service by itself, in words, or null.</summary>
    public static string? Problem(ServiceRules service)
    {
        if (service.Groups.Count == 0)
        {
            return "A service requires at least one group of resources.";
        }

        if (service.BufferBeforeMinutes < 0 || service.BufferAfterMinutes < 0)
        {
            return $"Buffers cannot be negative: {service.BufferBeforeMinutes} before, {service.BufferAfterMinutes} after.";
        }

        if (service.WindowDays < 0 || service.MinNoticeMinutes < 0)
        {
            return $"Window and notice cannot be negative: {service.WindowDays} days, {service.MinNoticeMinutes} minutes.";
        }

        if (service.MaxPerDay < 1)
        {
            return $"At least one booking a day is taken, not {service.MaxPerDay}; without a limit there is none.";
        }

        if (service.Seats < 1)
        {
            return $"A session has at least one seat, not {service.Seats}.";
        }

        return service.Kind == ServiceKind.Stay ? StayProblem(service) : LengthProblem(service);
    }

    /// <summary>What is wrong with a resource by itself and at its sites, in words that name both sides; nothing = all is well.</summary>
    public static IEnumerable<string> Problems(ResourceCalendar resource, IEnumerable<SiteRules> sites)
    {
        if (!Granularities.Contains(resource.GranularityMinutes))
        {
            yield return $"{resource.Name}: the granularity is one of {string.Join(", ", Granularities)} minutes, not {resource.GranularityMinutes}.";
            yield break;
        }

        if (resource.Capacity < 1)
        {
            yield return $"{resource.Name}: the capacity is at least 1, not {resource.Capacity}.";
        }

        foreach (var problem in HoursProblems(resource.Name, resource.Rules, resource.Exceptions))
        {
            yield return problem;
        }

        // Nights are cut at site-local midnights, wherever those fall.
        if (resource.ClaimsByNight)
        {
            yield break;
        }

        foreach (var problem in OffCells(resource, resource.Name, resource.Rules, resource.Exceptions))
        {
            yield return problem;
        }

        var zones = new List<DateTimeZone> { resource.Zone };
        foreach (var site in sites)
        {
            zones.Add(site.Zone);
            foreach (var problem in OffCells(resource, site.Name, site.Hours, site.Exceptions))
            {
                yield return problem;
            }
        }

        foreach (var zone in zones.DistinctBy(zone => zone.Id))
        {
            if (ZoneProblem(resource, zone) is { } problem)
            {
                yield return problem;
            }
        }
    }

    /// <summary>What is wrong with a site's hours and exceptions, in words; nothing = all is well.</summary>
    public static IEnumerable<string> Problems(SiteRules site) => HoursProblems(site.Name, site.Hours, site.Exceptions);

    /// <summary>Which lengths of a service do not fall on a resource's cells, in words that name both.</summary>
    public static IEnumerable<string> Problems(ServiceRules service, string serviceName, ResourceCalendar resource)
    {
        if (resource.ClaimsByNight)
        {
            if (service.Kind != ServiceKind.Stay)
            {
                yield return $"{serviceName}: {resource.Name} is claimed by nights, which only stays can take.";
            }

            yield break;
        }

        (string Name, int Minutes)[] lengths = service.Kind == ServiceKind.Stay
            ? [("check-in", service.CheckInMinute), ("check-out", service.CheckOutMinute)]
            : [("duration", service.DurationMinutes), ("step", service.EffectiveStepMinutes)];
        foreach (var (name, minutes) in lengths.Concat([("buffer before", service.BufferBeforeMinutes), ("buffer after", service.BufferAfterMinutes)]))
        {
            if (minutes % resource.GranularityMinutes != 0)
            {
                yield return $"{serviceName}: the {name} of {minutes} minutes is no multiple of the {resource.GranularityMinutes} minutes that {resource.Name} is divided into.";
            }
        }
    }

    /// <summary>
    /// Whether everything that is far enough ahead lies beyond the window: the last date that opens ends in the (window + 1)th midnight from today's.
    /// </summary>
    public static bool NoticeOutlastsWindow(int minNoticeMinutes, int windowDays) => minNoticeMinutes >= (windowDays + 1L) * MinuteOfDay.PerDay;

    /// <summary>
    /// Whether no opening of the coming year can hold this service, so that it is never offered: allowed, and worth a warning.
    /// </summary>
    /// <param name="facts">What is taken of the resources is not looked at.</param>
    public static bool NoOpeningHolds(SlotFacts facts, Instant now)
    {
        var timeless = facts with
        {
            Site = facts.Site with { TakesBookings = true },
            Service = facts.Service with { WindowDays = 800, MinNoticeMinutes = 0, MaxPerDay = null },
            Resources = [.. facts.Resources.Select(resource => resource with { Taken = [], Busy = [] })],
            Sessions = [],
        };
        var from = SiteTime.DateOf(now, facts.Site.Zone);
        for (var days = 0; days < 366; days += SlotQuestion.MostDays)
        {
            var question = new SlotQuestion(now, from.PlusDays(days), from.PlusDays(days + SlotQuestion.MostDays - 1));
            if (SlotSearch.Days(timeless, question).Days.Count > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static string? LengthProblem(ServiceRules service)
    {
        if (service.DurationMinutes < 1)
        {
            return $"A duration is at least one minute, not {service.DurationMinutes}.";
        }

        return service.EffectiveStepMinutes < 1 ? $"A step is at least one minute, not {service.EffectiveStepMinutes}." : null;
    }

    private static string? StayProblem(ServiceRules service)
    {
        if (service.Nights < 1)
        {
            return $"A stay has at least one night, not {service.Nights}.";
        }

        return service.CheckInMinute is < 0 or >= MinuteOfDay.PerDay || service.CheckOutMinute is < 0 or >= MinuteOfDay.PerDay
            ? "Check-in and check-out are times of the day, from 00:00 to 23:59."
            : null;
    }

    private static IEnumerable<string> HoursProblems(
        string name, IReadOnlyList<AvailabilityRule> rules, IReadOnlyList<ExceptionPeriod> exceptions)
    {
        foreach (var rule in rules)
        {
            if (rule.Problem() is { } problem)
            {
                yield return $"{name}: {problem}";
            }
        }

        if (ExceptionPeriod.Problem(exceptions) is { } exceptionProblem)
        {
            yield return $"{name}: {exceptionProblem}";
        }
    }

    private static IEnumerable<string> OffCells(
        ResourceCalendar resource, string name, IReadOnlyList<AvailabilityRule> rules, IReadOnlyList<ExceptionPeriod> exceptions)
    {
        foreach (var hours in rules.Select(rule => rule.Hours).Concat(exceptions.SelectMany(exception => exception.Hours)).Distinct())
        {
            if (hours.FromMinute % resource.GranularityMinutes != 0 || hours.ToMinute % resource.GranularityMinutes != 0)
            {
                yield return $"{name}: the hours {hours} do not fall on the {resource.GranularityMinutes} minutes that {resource.Name} is divided into.";
            }
        }
    }

    private static string? ZoneProblem(ResourceCalendar resource, DateTimeZone zone)
    {
        var cell = resource.GranularityMinutes * NodaConstants.TicksPerMinute;
        foreach (var kept in zone.GetZoneIntervals(new Interval(ZonesSince, ZonesUntil)))
        {
            if (kept.WallOffset.Ticks % cell != 0)
            {
                return $"{resource.Name}: cells of {resource.GranularityMinutes} minutes do not divide the offset {kept.WallOffset} of {zone.Id}.";
            }

            if (kept.HasStart && kept.Start > ZonesSince && kept.Start.ToUnixTimeTicks() % cell != 0)
            {
                return $"{resource.Name}: cells of {resource.GranularityMinutes} minutes do not divide the change of {zone.Id} at {kept.Start}.";
            }
        }

        return null;
    }
}
