using BookingPortal.Core.Availability;
using NodaTime;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>Notice, window and limits per day; sessions that many share; nights.</summary>
public sealed class LimitsClassesAndStaysTests
{
    private readonly World _world = new("Europe/Lisbon", "2026-12-01");

    [Fact]
    public void Exactly_the_notice_is_enough()
    {
        var world = _world.WithService(service => service with { MinNoticeMinutes = 60 }) with { Now = _world.At("09:00") };
        Assert.Equal("10:00 11:00", world.Starts());
        Assert.Equal("11:00", (world with { Now = world.Now + Duration.FromTicks(1) }).Starts());
    }

    [Fact]
    public void The_window_counts_the_sites_dates()
    {
        // It is still Monday in Lisbon, and Tuesday in Kathmandu: the window of a day ahead ends on other dates.
        var world = _world.WithService(service => service with { WindowDays = 1 }) with { Now = Instant.FromUtc(2026, 11, 30, 20, 0) };
        Assert.Equal("09:00 10:00 11:00", world.Starts(moreDays: 3));
        var kathmandu = new World("Asia/Kathmandu", "2026-12-01").WithService(service => service with { WindowDays = 1 }) with { Now = world.Now };
        Assert.Equal("09:00 10:00 11:00 09:00 10:00 11:00", kathmandu.Starts(moreDays: 3));
    }

    [Fact]
    public void A_full_day_offers_nothing_more_and_its_neighbour_does()
    {
        var world = _world.WithService(service => service with { MaxPerDay = 2 }) with { Counts = new() { [_world.Date] = 2, [_world.Date.PlusDays(1)] = 1 } };
        Assert.Equal("", world.Starts());
        Assert.Equal("09:00 10:00 11:00", world.Starts(moreDays: 1));
    }

    [Fact]
    public void A_session_is_offered_while_it_has_seats_even_when_its_room_is_closed_or_taken()
    {
        var world = Class(seats: 12, Session("19:00", taken: 9, total: 12), Session("10:00", taken: 12, total: 12));
        Assert.Equal("09:00 11:00 19:00", world.Starts());
        var slots = SlotSearch.Find(world.Facts, world.Question).Slots;
        Assert.Equal(12, slots[0].SeatsLeft);
        Assert.Equal(3, slots[2].SeatsLeft);
        Assert.Equal("09:00 11:00", world.Starts(asked: question => question with { Seats = 4 }));
    }

    [Fact]
    public void A_session_obeys_notice_window_and_the_asked_person()
    {
        var world = Class(seats: 12, Session("19:00", taken: 0, total: 12));
        Assert.Equal("", (world with { Now = world.At("19:01") }).Starts());
        Assert.Equal("", (world with { Now = world.At("19:00", days: -61) }).Starts());
        Assert.Equal("", world.Starts(asked: question => question with { PrimaryResource = World.Rui }));
    }

    [Fact]
    public void A_session_to_join_is_named_and_brings_its_own_resources()
    {
        var session = Session("19:00", taken: 9, total: 12);
        var offered = Assert.IsType<SlotVerdict.Offered>(Class(12, session).Judge("19:00"));
        Assert.Equal(session.Id, offered.Session);
        Assert.Equal([World.Ana], offered.Choices.Single().Resources);
        Assert.Null(Assert.IsType<SlotVerdict.Offered>(Class(12, session).Judge("09:00")).Session);
    }

    [Fact]
    public void A_session_that_would_begin_needs_its_resources_free()
    {
        var world = Class(seats: 12).WithAna(ana => ana with { Taken = [_world.Taken("10:30", "10:45")] });
        Assert.Equal("09:00 11:00", world.Starts());
    }

    [Fact]
    public void A_stay_has_one_arrival_a_date_and_ends_at_check_out()
    {
        var slots = SlotSearch.Find(Hut().Facts, Hut().Question with { To = _world.Date.PlusDays(2) }).Slots;
        Assert.Equal([_world.At("15:00"), _world.At("15:00", 1), _world.At("15:00", 2)], slots.Select(slot => slot.Start));
        Assert.Equal(_world.At("11:00", 2), slots[0].End);
    }

    [Fact]
    public void A_stay_is_as_long_as_its_nights_are_when_the_clock_changes()
    {
        var world = Hut(new World("Europe/Lisbon", "2026-10-24"));
        var slot = SlotSearch.Find(world.Facts, world.Question).Slots.Single();
        Assert.Equal(Duration.FromHours(45), slot.End - slot.Start); // 44 by the wall, and the hour that came twice
    }

    [Theory]
    [InlineData("00:00", "24:00")] // kept as the night
    [InlineData("15:00", "35:00")] // kept as the visit, to 11:00 of the next day
    public void Nights_that_follow_each_other_share_a_day_but_no_night(string from, string to)
    {
        // Somebody has the night from the 2nd to the 3rd. Two nights from the 1st or the 2nd would need it; from the 3rd is free.
        var taken = new TakenInterval(Guid.NewGuid(), At(from, 1), At(to, 1));
        var world = Hut().WithAna(bed => bed with { Taken = [taken] });
        var starts = SlotSearch.Find(world.Facts, world.Question with { From = _world.Date.PlusDays(-1), To = _world.Date.PlusDays(2) }).Slots;
        Assert.Equal([_world.At("15:00", -1), _world.At("15:00", 2)], starts.Select(slot => slot.Start));
    }

    [Fact]
    public void Busy_times_meet_a_stay_only_where_they_overlap_it()
    {
        var world = Hut().WithAna(bed => bed with { Busy = [new BusyTime(_world.At("11:00"), _world.At("15:00"))] });
        Assert.Equal("15:00 15:00", world.Starts(moreDays: 1));
        var late = Hut().WithAna(bed => bed with { Busy = [new BusyTime(_world.At("11:00"), _world.At("15:01"))] });
        Assert.Equal("15:00", late.Starts(moreDays: 1));
    }

    [Fact]
    public void A_hut_with_beds_takes_parties_as_long_as_every_night_has_room()
    {
        var night = new TakenInterval(Guid.NewGuid(), _world.At("00:00", 1), _world.At("00:00", 2), units: 6);
        var world = Hut().WithAna(hut => hut with { Capacity = 8, Taken = [night] });
        Assert.Equal(2, SlotSearch.Find(world.Facts, world.Question).Slots.Single().SeatsLeft);
        Assert.Equal("", world.Starts(asked: question => question with { Seats = 3 }));
    }

    private Instant At(string time, int days)
    {
        var hour = int.Parse(time[..2], System.Globalization.CultureInfo.InvariantCulture);
        return hour < 24 ? _world.At(time, days) : _world.At($"{hour - 24:00}{time[2..]}", days + 1);
    }

    private SessionState Session(string start, int taken, int total) =>
        new(Guid.NewGuid(), _world.At(start), _world.At(start) + Duration.FromHours(1), taken, total, ScheduledByStaff: false, [World.Ana]);

    private World Class(int seats, params SessionState[] sessions) =>
        _world.WithService(service => service with { Kind = ServiceKind.Class, Seats = seats }) with { Sessions = [.. sessions] };

    private World Hut(World? world = null) => (world ?? _world)
        .WithAna(ana => ana with { Rules = [], ClaimsByNight = true })
        .WithService(service => service with { Kind = ServiceKind.Stay, Nights = 2, CheckInMinute = 15 * 60, CheckOutMinute = 11 * 60 });
}
