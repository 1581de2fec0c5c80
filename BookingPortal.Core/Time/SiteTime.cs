using System.Globalization;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace BookingPortal.Core.Time;

/// <summary>
/// The clock on a site's wall: the one place where local times become instants. The rule is RFC 5545's (section 3.3.5):
/// a local time that is skipped uses the offset before the gap, so 02:30 becomes 03:30; one that happens twice means the first.
/// </summary>
public static class SiteTime
{
    private static readonly ZoneLocalMappingResolver Rfc5545 =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);

    private static readonly ZoneLocalMappingResolver SecondPass =
        Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnForwardShifted);

    private static readonly LocalDateTimePattern WallPattern = LocalDateTimePattern.Create("ddd d MMM uuuu, HH:mm", CultureInfo.InvariantCulture);

    private static readonly LocalDateTimePattern ClockPattern = LocalDateTimePattern.CreateWithInvariantCulture("HH:mm");

    private static readonly LocalDateTimePattern DatedClockPattern = LocalDateTimePattern.CreateWithInvariantCulture("ddd d MMM, HH:mm");

    private static readonly LocalDatePattern DatePattern = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM uuuu");

    /// <summary>The version of the zone rules in use, such as "2025b"; bookings keep the one they were made under.</summary>
    public static string TzdbVersion => TzdbDateTimeZoneSource.Default.TzdbVersion;

    /// <summary>The zone of this name, or null where the zone database has none.</summary>
    public static DateTimeZone? FindZone(string? zoneId) =>
        string.IsNullOrEmpty(zoneId) ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneId);

    public static Instant ToInstant(LocalDateTime local, DateTimeZone zone) => zone.ResolveLocal(local, Rfc5545).ToInstant();

    /// <summary>The same, but of a local time that happens twice the second: for people who ask for it by name.</summary>
    public static Instant ToLaterInstant(LocalDateTime local, DateTimeZone zone) => zone.ResolveLocal(local, SecondPass).ToInstant();

    /// <summary>The instant of a minute counted from a date's midnight; 1440 and more lie in the next day ("24:00", "02:00 of the next morning").</summary>
    public static Instant ToInstant(LocalDate date, int minuteOfDay, DateTimeZone zone) =>
        ToInstant(date.PlusDays(minuteOfDay / MinuteOfDay.PerDay).AtMidnight().PlusMinutes(minuteOfDay % MinuteOfDay.PerDay), zone);

    public static LocalDate DateOf(Instant instant, DateTimeZone zone) => instant.InZone(zone).Date;

    /// <summary>The first instant of a date: not 00:00 where the clocks skip midnight, and the next day's where the whole date is skipped.</summary>
    public static Instant StartOfDay(LocalDate date, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(date.AtMidnight());
        return mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant();
    }

    /// <summary>From a date's first instant to the next date's: 23, 24 or 25 hours, or none where the date does not exist.</summary>
    public static Interval Day(LocalDate date, DateTimeZone zone) => new(StartOfDay(date, zone), StartOfDay(date.PlusDays(1), zone));

    /// <summary>Whether the wall clock shows this time twice, and if so whether this is the first or the second pass.</summary>
    public static RepeatedHour PassOf(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone);
        var mapping = zone.MapLocal(local.LocalDateTime);
        if (mapping.Count < 2)
        {
            return RepeatedHour.No;
        }

        return mapping.First().Offset == local.Offset ? RepeatedHour.FirstPass : RepeatedHour.SecondPass;
    }

    /// <summary>A wall time for people, always with its zone: "Sun 25 Oct 2026, 01:30 WET (second pass), Europe/Lisbon".</summary>
    public static string Print(Instant instant, DateTimeZone zone)
    {
        var pass = PassOf(instant, zone) switch
        {
            RepeatedHour.FirstPass => " (first pass)",
            RepeatedHour.SecondPass => " (second pass)",
            _ => "",
        };
        return $"{WallPattern.Format(instant.InZone(zone).LocalDateTime)} {zone.GetZoneInterval(instant).Name}{pass}, {zone.Id}";
    }

    /// <summary>
    /// A wall time beside another one that was printed in full: "10:30" on the same date, else with its date, and with the zone's
    /// name for the hour where the clocks were changed in between.
    /// </summary>
    public static string PrintBeside(Instant instant, Instant printed, DateTimeZone zone)
    {
        var (local, other) = (instant.InZone(zone), printed.InZone(zone));
        var time = (local.Date == other.Date ? ClockPattern : DatedClockPattern).Format(local.LocalDateTime);
        return local.Offset == other.Offset ? time : $"{time} {zone.GetZoneInterval(instant).Name}";
    }

    /// <summary>A date for people: "Mon 30 Nov 2026".</summary>
    public static string Print(LocalDate date) => DatePattern.Format(date);

    /// <summary>
    /// The same clock over a stretch of dates, its offsets looked up once, so that the search can ask it thousands of times.
    /// It counts in Unix ticks (100 ns) and day numbers.
    /// </summary>
    public sealed class Stretch
    {
        private readonly long[] _starts;
        private readonly long[] _offsets;

        /// <summary>Covers these dates and three days on either side, enough for any other zone's idea of them.</summary>
        public Stretch(DateTimeZone zone, int firstDay, int lastDay)
        {
            var from = Instant.FromUnixTimeTicks((firstDay - 3) * NodaConstants.TicksPerDay);
            var to = Instant.FromUnixTimeTicks((lastDay + 4) * NodaConstants.TicksPerDay);
            List<ZoneInterval> intervals = [.. zone.GetZoneIntervals(new Interval(from, to))];
            _starts = new long[intervals.Count];
            _offsets = new long[intervals.Count];
            for (var i = 0; i < intervals.Count; i++)
            {
                _starts[i] = i == 0 ? long.MinValue : intervals[i].Start.ToUnixTimeTicks();
                _offsets[i] = intervals[i].WallOffset.Ticks;
            }
        }

        /// <summary>How many times the clock keeps one offset in this stretch.</summary>
        public int OffsetCount => _starts.Length;

        /// <summary>The time during which the clock keeps its i-th offset, end exclusive.</summary>
        public (long From, long To, long Offset) OffsetAt(int index) => (_starts[index], EndOf(index), _offsets[index]);

        /// <summary>RFC 5545's rule in arithmetic: the first offset under which this wall time exists, else the one before the gap.</summary>
        public long ToTicks(int day, int minuteOfDay)
        {
            var local = (day * NodaConstants.TicksPerDay) + (minuteOfDay * NodaConstants.TicksPerMinute);
            for (var i = 0; ; i++)
            {
                var ticks = local - _offsets[i];
                if (ticks < EndOf(i))
                {
                    return ticks >= _starts[i] ? ticks : local - _offsets[i - 1];
                }
            }
        }

        public int DayOf(long ticks) => (int)FloorDivide(ticks + OffsetOf(ticks), NodaConstants.TicksPerDay);

        /// <summary>The first instant that shows this date or a later one.</summary>
        public long FirstTickOf(int day)
        {
            for (var i = 0; ; i++)
            {
                var ticks = Math.Max(_starts[i], (day * NodaConstants.TicksPerDay) - _offsets[i]);
                if (ticks < EndOf(i))
                {
                    return ticks;
                }
            }
        }

        /// <summary>The end of the last time that shows this date or an earlier one; after the next date's start where a clock goes back over midnight.</summary>
        public long EndTickOf(int day)
        {
            for (var i = _starts.Length - 1; ; i--)
            {
                var ticks = Math.Min(EndOf(i), ((day + 1) * NodaConstants.TicksPerDay) - _offsets[i]);
                if (ticks > _starts[i])
                {
                    return ticks;
                }
            }
        }

        private long OffsetOf(long ticks)
        {
            var i = _starts.Length - 1;
            while (_starts[i] > ticks)
            {
                i--;
            }

            return _offsets[i];
        }

        private long EndOf(int index) => index + 1 < _starts.Length ? _starts[index + 1] : long.MaxValue;

        private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
    }
}
