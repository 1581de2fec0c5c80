using BookingPortal.Core.Time;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace BookingPortal.Tests.Core.Time;

/// <summary>RFC 5545, section 3.3.5: a skipped local time uses the offset before the gap, a repeated one means the first.</summary>
public sealed class SiteTimeTests
{
    [Theory]

    // Lisbon, 29 March 2026:   00:59 | 02:00        Lisbon, 25 October 2026:   01:00 .. 01:59 | 01:00 .. 01:59 | 02:00
    //                          WET   | WEST                                    first pass     | second pass
    [InlineData("Europe/Lisbon", "2026-03-29T00:59", "2026-03-29T00:59:00Z")]
    [InlineData("Europe/Lisbon", "2026-03-29T01:30", "2026-03-29T01:30:00Z")]
    [InlineData("Europe/Lisbon", "2026-03-29T02:00", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Lisbon", "2026-10-25T01:30", "2026-10-25T00:30:00Z")]
    [InlineData("Europe/Lisbon", "2026-10-25T02:00", "2026-10-25T02:00:00Z")]

    // New York, 8 March 2026:  01:59 | 03:00        1 November 2026:   01:00 .. 01:59 | 01:00 .. 01:59
    [InlineData("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00Z")]
    [InlineData("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z")]

    // Lord Howe changes by half an hour: 4 October 2026, 01:59 | 02:30, and 5 April 2026, 01:30 .. 01:59 twice.
    [InlineData("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z")]

    // Amman changed at midnight: 26 March 2021 began at 01:00; on 29 October 2021 00:00 .. 00:59 came twice.
    [InlineData("Asia/Amman", "2021-03-26T00:00", "2021-03-25T22:00:00Z")]
    [InlineData("Asia/Amman", "2021-03-26T00:30", "2021-03-25T22:30:00Z")]
    [InlineData("Asia/Amman", "2021-10-29T00:00", "2021-10-28T21:00:00Z")]

    // Kathmandu went from +5:30 to +5:45 at the midnight that began 1986: 23:59 | 00:15.
    [InlineData("Asia/Kathmandu", "1986-01-01T00:05", "1985-12-31T18:35:00Z")]
    [InlineData("Asia/Kathmandu", "2026-06-01T09:00", "2026-06-01T03:15:00Z")]

    // Kiritimati skipped 31 December 1994 as a whole.
    [InlineData("Pacific/Kiritimati", "1994-12-31T09:00", "1994-12-31T19:00:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-06-01T09:00", "2026-05-31T19:00:00Z")]

    // St John's changed one minute after midnight: 14 March 2010, 00:00 | 01:01, and 7 November 2010, 00:00 | 23:01 of the day before.
    [InlineData("America/St_Johns", "2010-03-14T00:30", "2010-03-14T04:00:00Z")]
    [InlineData("America/St_Johns", "2010-11-06T23:30", "2010-11-07T02:00:00Z")]
    [InlineData("America/St_Johns", "2010-11-07T00:00", "2010-11-07T02:30:00Z")]
    public void Local_times_become_instants_by_one_rule(string zoneId, string local, string instant)
    {
        var time = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(local).Value;
        var expected = InstantPattern.General.Parse(instant).Value;
        var zone = SiteTime.FindZone(zoneId)!;
        Assert.Equal(expected, SiteTime.ToInstant(time, zone));
        Assert.Equal(expected, SiteTime.ToInstant(time.Date, (time.Hour * 60) + time.Minute, zone));
    }

    [Theory]
    [InlineData("Europe/Lisbon", 2026, 3, 29, 23)]
    [InlineData("Europe/Lisbon", 2026, 10, 25, 25)]
    [InlineData("Europe/Lisbon", 2026, 6, 1, 24)]
    [InlineData("America/New_York", 2026, 3, 8, 23)]
    [InlineData("America/New_York", 2026, 11, 1, 25)]
    [InlineData("Australia/Lord_Howe", 2026, 10, 4, 23.5)]
    [InlineData("Australia/Lord_Howe", 2026, 4, 5, 24.5)]
    [InlineData("Asia/Amman", 2021, 3, 26, 23)]
    [InlineData("Asia/Amman", 2021, 10, 29, 25)]
    [InlineData("Asia/Kathmandu", 1986, 1, 1, 23.75)]
    [InlineData("Pacific/Kiritimati", 1994, 12, 31, 0)]
    [InlineData("America/St_Johns", 2010, 3, 14, 23)]
    [InlineData("America/St_Johns", 2010, 11, 6, 24)]
    [InlineData("America/St_Johns", 2010, 11, 7, 25)]
    public void A_day_has_the_hours_it_has(string zoneId, int year, int month, int day, double hours) =>
        Assert.Equal(hours, SiteTime.Day(new LocalDate(year, month, day), SiteTime.FindZone(zoneId)!).Duration.TotalHours);

    [Fact]
    public void The_day_begins_when_the_clock_first_shows_it()
    {
        var amman = SiteTime.FindZone("Asia/Amman")!;
        Assert.Equal("Fri 26 Mar 2021, 01:00 EEST, Asia/Amman", SiteTime.Print(SiteTime.StartOfDay(new LocalDate(2021, 3, 26), amman), amman));
        Assert.Equal("Fri 29 Oct 2021, 00:00 EEST (first pass), Asia/Amman", SiteTime.Print(SiteTime.StartOfDay(new LocalDate(2021, 10, 29), amman), amman));
    }

    [Fact]
    public void A_repeated_hour_is_printed_with_its_pass()
    {
        var lisbon = SiteTime.FindZone("Europe/Lisbon")!;
        var first = Instant.FromUtc(2026, 10, 25, 0, 30);
        Assert.Equal("Sun 25 Oct 2026, 01:30 WEST (first pass), Europe/Lisbon", SiteTime.Print(first, lisbon));
        Assert.Equal("Sun 25 Oct 2026, 01:30 WET (second pass), Europe/Lisbon", SiteTime.Print(first + Duration.FromHours(1), lisbon));
        Assert.Equal(RepeatedHour.No, SiteTime.PassOf(first + Duration.FromHours(2), lisbon));
    }

    [Theory]
    [InlineData("Europe/Lisbonne")]
    [InlineData("europe/lisbon")]
    [InlineData("")]
    [InlineData(null)]
    public void An_unknown_zone_is_no_zone(string? zoneId) => Assert.Null(SiteTime.FindZone(zoneId));

    [Fact]
    public void The_zone_database_names_its_version() => Assert.Matches("^20[2-9][0-9][a-z]$", SiteTime.TzdbVersion);

    [Theory]
    [InlineData("09:30", 570)]
    [InlineData("00:00", 0)]
    [InlineData("24:00", 1440)]
    public void A_minute_of_the_day_is_read_and_written_alike(string text, int minute)
    {
        Assert.True(MinuteOfDay.TryParse(text, out var read));
        Assert.Equal(minute, read);
        Assert.Equal(text, MinuteOfDay.Print(read));
    }

    [Theory]
    [InlineData("9:30")]
    [InlineData("24:01")]
    [InlineData("12:60")]
    [InlineData("-1:00")]
    [InlineData("12.30")]
    [InlineData(null)]
    public void What_is_no_time_of_day_is_refused(string? text) => Assert.False(MinuteOfDay.TryParse(text, out _));

    [Theory]
    [InlineData("Europe/Lisbon", 2026)]
    [InlineData("America/New_York", 2026)]
    [InlineData("Australia/Lord_Howe", 2026)]
    [InlineData("Asia/Amman", 2021)]
    [InlineData("Asia/Kathmandu", 1986)]
    [InlineData("Pacific/Kiritimati", 1994)]
    [InlineData("Pacific/Kiritimati", 1995)]
    [InlineData("America/St_Johns", 2010)]
    public void The_clock_of_a_stretch_says_what_NodaTime_says(string zoneId, int year)
    {
        var zone = SiteTime.FindZone(zoneId)!;
        for (var date = new LocalDate(year, 1, 1); date.Year == year; date = date.PlusDays(7))
        {
            var first = DayNumber.Of(date);
            var clock = new SiteTime.Stretch(zone, first, first + 6);
            for (var minute = -1440; minute < 8 * 1440; minute += 17)
            {
                var (day, minuteOfDay) = (first + (int)Math.Floor(minute / 1440.0), ((minute % 1440) + 1440) % 1440);
                var local = DayNumber.ToDate(day).AtMidnight().PlusMinutes(minuteOfDay);
                var expected = zone.ResolveLocal(local, Resolvers.LenientResolver).ToInstant();
                Assert.Equal(expected.ToUnixTimeTicks(), clock.ToTicks(day, minuteOfDay));
                Assert.Equal(DayNumber.Of(expected.InZone(zone).Date), clock.DayOf(expected.ToUnixTimeTicks()));
            }

            for (var day = first; day < first + 7; day++)
            {
                Assert.Equal(SiteTime.StartOfDay(DayNumber.ToDate(day), zone).ToUnixTimeTicks(), clock.FirstTickOf(day));
                Assert.Equal(day, clock.DayOf(clock.EndTickOf(day) - 1) + (Exists(day, zone) ? 0 : 1));
            }
        }
    }

    private static bool Exists(int day, DateTimeZone zone) => SiteTime.Day(DayNumber.ToDate(day), zone).Duration > Duration.Zero;
}
