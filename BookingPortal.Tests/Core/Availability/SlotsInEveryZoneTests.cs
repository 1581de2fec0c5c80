using BookingPortal.Core.Availability;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>
/// Where starts fall on the days on which a clock changes, zone by zone. The visits last an hour; a start marked "*" lies in the
/// second pass of a repeated hour. The dates are the dates on which the opening begins; the next two are asked for as well.
/// </summary>
public sealed class SlotsInEveryZoneTests
{
    [Theory]

    // Europe/Lisbon, Sunday 29 March 2026, an hour is skipped:
    //   wall   00:00 ......... 00:59 | 02:00 ......... 03:00 ......... 04:00
    //   UTC    00:00 ................ 01:00 ......... 02:00 ......... 03:00
    [InlineData("Europe/Lisbon", "2026-03-29", "00:00", "04:00", 60, "00:00 02:00 03:00")] // contains the change
    [InlineData("Europe/Lisbon", "2026-03-29", "01:30", "04:00", 30, "02:30 03:00")] // starts in the gap: 01:30 is 02:30
    [InlineData("Europe/Lisbon", "2026-03-29", "00:00", "01:30", 30, "00:00 00:30")] // ends in the gap: at 02:30
    [InlineData("Europe/Lisbon", "2026-03-29", "01:00", "02:00", 60, "")] // lies in the gap: 02:00 to 02:00 is nothing
    [InlineData("Europe/Lisbon", "2026-03-28", "23:00", "03:00", 60, "23:00 00:00 02:00")] // over midnight into it
    [InlineData("Europe/Lisbon", "2026-03-29", "13:00", "16:00", 60, "13:00 14:00 15:00")] // after it nothing shifts

    // Europe/Lisbon, Sunday 25 October 2026, an hour comes twice:
    //   wall   00:00 ... 01:00 ... 01:59 | 01:00* ... 01:59* 02:00 ... 03:00
    //   UTC    23:00 ... 00:00 ......... 01:00 ............. 02:00 ... 03:00
    [InlineData("Europe/Lisbon", "2026-10-25", "00:00", "04:00", 60, "00:00 01:00 01:00* 02:00 03:00")]
    [InlineData("Europe/Lisbon", "2026-10-25", "01:30", "03:00", 60, "01:30 01:30*")] // starts in the fold: at its first pass
    [InlineData("Europe/Lisbon", "2026-10-25", "00:00", "01:30", 30, "00:00 00:30")] // ends in the fold: at its first pass
    [InlineData("Europe/Lisbon", "2026-10-24", "23:00", "02:00", 60, "23:00 00:00 01:00 01:00*")]
    [InlineData("Europe/Lisbon", "2026-10-25", "13:00", "16:00", 60, "13:00 14:00 15:00")]

    // America/New_York, 8 March 2026: 01:59 | 03:00, and 1 November 2026: 01:00 .. 01:59 | 01:00* .. 01:59*
    [InlineData("America/New_York", "2026-03-08", "00:00", "05:00", 60, "00:00 01:00 03:00 04:00")]
    [InlineData("America/New_York", "2026-03-08", "02:30", "05:00", 60, "03:30")]
    [InlineData("America/New_York", "2026-03-08", "00:00", "02:30", 60, "00:00 01:00")]
    [InlineData("America/New_York", "2026-11-01", "00:00", "03:00", 60, "00:00 01:00 01:00* 02:00")]
    [InlineData("America/New_York", "2026-11-01", "01:15", "03:00", 60, "01:15 01:15*")]
    [InlineData("America/New_York", "2026-10-31", "23:00", "03:00", 60, "23:00 00:00 01:00 01:00* 02:00")]

    // Australia/Lord_Howe changes by half an hour. 4 October 2026: 01:59 | 02:30, and 5 April 2026: 01:30 .. 01:59 | 01:30* .. 01:59*
    [InlineData("Australia/Lord_Howe", "2026-10-04", "00:00", "04:00", 60, "00:00 01:00 02:30")]
    [InlineData("Australia/Lord_Howe", "2026-10-04", "02:15", "04:00", 60, "02:45")]
    [InlineData("Australia/Lord_Howe", "2026-10-03", "23:00", "02:00", 60, "23:00 00:00 01:00")] // "02:00" is 02:30, the same moment
    [InlineData("Australia/Lord_Howe", "2026-04-05", "00:00", "03:00", 60, "00:00 01:00 01:30*")]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "00:00", "03:00", 30, "00:00 00:30 01:00 01:30 01:30* 02:00")]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "01:45", "03:00", 60, "01:45")]

    // Asia/Amman changed at midnight. 26 March 2021: 23:59 | 01:00, and 29 October 2021: 00:00 .. 00:59 | 00:00* .. 00:59* 01:00
    [InlineData("Asia/Amman", "2021-03-26", "00:00", "04:00", 60, "01:00 02:00 03:00")]
    [InlineData("Asia/Amman", "2021-03-26", "00:30", "03:00", 60, "01:30")]
    [InlineData("Asia/Amman", "2021-03-25", "23:00", "02:00", 60, "23:00 01:00")]
    [InlineData("Asia/Amman", "2021-03-25", "22:00", "24:00", 60, "22:00 23:00")]
    [InlineData("Asia/Amman", "2021-10-29", "00:00", "03:00", 60, "00:00 00:00* 01:00 02:00")]
    [InlineData("Asia/Amman", "2021-10-28", "23:00", "01:00", 60, "23:00 00:00 00:00*")]
    [InlineData("Asia/Amman", "2021-10-28", "22:00", "24:00", 60, "22:00 23:00")] // midnight means the first one

    // Asia/Kathmandu has +5:45 and never changes; it went there from +5:30 on 1 January 1986: 23:59 | 00:15
    [InlineData("Asia/Kathmandu", "2026-06-01", "09:00", "12:00", 60, "09:00 10:00 11:00")]
    [InlineData("Asia/Kathmandu", "2026-06-01", "23:00", "02:00", 60, "23:00 00:00 01:00")]
    [InlineData("Asia/Kathmandu", "1986-01-01", "00:00", "03:00", 60, "00:15 01:15")]
    [InlineData("Asia/Kathmandu", "1985-12-31", "23:00", "02:00", 15, "23:00 23:15 23:30 23:45 00:15 00:30 00:45 01:00")]

    // Pacific/Kiritimati has +14, and skipped the whole of 31 December 1994: 30 December 23:59 | 1 January 00:00
    [InlineData("Pacific/Kiritimati", "2026-06-01", "23:00", "01:00", 60, "23:00 00:00")]
    [InlineData("Pacific/Kiritimati", "1994-12-30", "23:00", "01:00", 60, "23:00 00:00")]
    [InlineData("Pacific/Kiritimati", "1994-12-31", "09:00", "11:00", 60, "09:00 10:00")] // its opening is the next date's, not a second one

    // America/St_Johns changed at one minute past midnight. 14 March 2010: 00:00 | 01:01,
    // and 7 November 2010: 00:00 | 23:01* of 6 November .. 23:59* 00:00* of 7 November
    [InlineData("America/St_Johns", "2010-03-14", "00:00", "03:00", 60, "00:00 02:00")]
    [InlineData("America/St_Johns", "2010-03-13", "23:00", "03:00", 60, "23:00 00:00 02:00")]
    [InlineData("America/St_Johns", "2010-11-06", "22:00", "24:00", 60, "22:00 23:00")]
    [InlineData("America/St_Johns", "2010-11-07", "00:00", "02:00", 60, "00:00 00:00* 01:00")]
    public void Starts_count_elapsed_time_from_the_opening(string zone, string date, string from, string to, int step, string starts)
    {
        var world = OpenOnce(zone, date, from, to).WithService(service => service with { StepMinutes = step });
        Assert.Equal(starts, world.Starts(moreDays: 2));
    }

    [Theory]
    [InlineData("Europe/Lisbon", "2026-03-29", "00:00", "04:00", 60, "00:00 02:00 03:00")]
    [InlineData("Europe/Lisbon", "2026-10-25", "00:10", "04:00", 60, "01:00 01:00* 02:00 03:00")]
    [InlineData("Europe/Lisbon", "2026-10-25", "00:00", "03:00", 30, "00:00 00:30 01:00 01:30 01:00* 01:30* 02:00")]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "00:00", "03:30", 60, "00:00 01:00 02:00")]
    [InlineData("Australia/Lord_Howe", "2026-10-04", "00:00", "04:30", 60, "00:00 01:00 03:00")]
    [InlineData("Asia/Amman", "2021-10-28", "22:30", "02:00", 60, "23:00 00:00 00:00* 01:00")]
    [InlineData("Asia/Kathmandu", "2026-06-01", "09:20", "12:00", 30, "09:30 10:00 10:30 11:00")]
    [InlineData("America/St_Johns", "2010-11-06", "22:00", "02:00", 30, "22:00 22:30 23:00 23:30 00:00 23:30* 00:00* 00:30 01:00")]
    public void On_the_clock_grid_starts_are_round_times_of_the_wall(string zone, string date, string from, string to, int step, string starts)
    {
        var world = OpenOnce(zone, date, from, to).WithService(service => service with { StepMinutes = step, Grid = StartGrid.Clock });
        Assert.Equal(starts, world.Starts(moreDays: 2));
    }

    [Fact]
    public void A_date_has_the_times_that_its_clock_shows_even_out_of_order()
    {
        // St John's, night of 6 to 7 November 2010: 23:30 of the 6th, 00:00 of the 7th, and then 23:30 of the 6th once more.
        var world = OpenOnce("America/St_Johns", "2010-11-06", "23:00", "02:00").WithService(service => service with { StepMinutes = 30, Grid = StartGrid.Clock });
        Assert.Equal("23:00 23:30 23:30*", world.Starts());
        Assert.Equal("00:00 00:00* 00:30 01:00", (world with { Date = world.Date.PlusDays(1) }).Starts());
    }

    /// <summary>Open on one date alone, whatever its weekday, so that neighbouring openings do not join in.</summary>
    private static World OpenOnce(string zone, string date, string from, string to)
    {
        var world = new World(zone, date);
        return world.WithAna(ana => ana with { Rules = [World.Open(from, to) with { ValidFrom = world.Date, ValidTo = world.Date }] });
    }
}
