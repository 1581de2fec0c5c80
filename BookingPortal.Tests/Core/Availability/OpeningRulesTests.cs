using BookingPortal.Core.Availability;
using BookingPortal.Core.Time;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>What is open: rules, exceptions, the site's own hours, openings over midnight. Ana works at a site in Lisbon on a Tuesday.</summary>
public sealed class OpeningRulesTests
{
    private readonly World _world = new("Europe/Lisbon", "2026-12-01");

    [Fact]
    public void Starts_lie_a_duration_apart_from_the_opening() => Assert.Equal("09:00 10:00 11:00", _world.Starts());

    [Fact]
    public void A_step_of_its_own_moves_them_closer() =>
        Assert.Equal("09:00 09:30 10:00 10:30 11:00", _world.WithService(service => service with { StepMinutes = 30 }).Starts());

    [Fact]
    public void Overlapping_and_touching_openings_of_one_date_are_one() =>
        Assert.Equal("09:00 10:00 11:00 12:00", Ana(World.Open("11:00", "13:00"), World.Open("09:00", "10:30"), World.Open("10:30", "11:00")).Starts());

    [Fact]
    public void A_break_begins_the_grid_anew() =>
        Assert.Equal("09:00 10:45 11:45", Ana(World.Open("09:00", "10:30"), World.Open("10:45", "12:45")).Starts());

    [Fact]
    public void A_rule_opens_on_its_weekdays_alone()
    {
        Assert.Equal("", Ana(World.Open("09:00", "12:00", Weekdays.Weekend)).Starts());
        Assert.Equal("09:00 10:00 11:00", Ana(World.Open("09:00", "12:00", Weekdays.Tuesday)).Starts());
    }

    [Theory]
    [InlineData(0, 0, "09:00 10:00 11:00")]
    [InlineData(1, 5, "")]
    [InlineData(-5, -1, "")]
    public void A_rule_opens_while_it_is_valid_first_and_last_day_included(int from, int to, string starts)
    {
        var rule = World.Open("09:00", "12:00") with { ValidFrom = _world.Date.PlusDays(from), ValidTo = _world.Date.PlusDays(to) };
        Assert.Equal(starts, Ana(rule).Starts());
    }

    [Fact]
    public void An_exception_without_hours_closes() => Assert.Equal("", WithException([]).Starts());

    [Fact]
    public void An_exception_with_hours_replaces_them() =>
        Assert.Equal("14:00 15:00", WithException([new OpeningHours(14 * 60, 16 * 60)]).Starts());

    [Fact]
    public void An_exception_replaces_what_starts_on_its_dates_not_what_reaches_into_them()
    {
        var world = Ana(World.Open("22:00", "02:00")).WithAna(ana => ana with { Exceptions = [new(_world.Date, _world.Date, [])] });
        Assert.Equal("00:00 01:00", world.Starts());
    }

    [Fact]
    public void Without_rules_a_resource_is_always_open_and_its_dates_are_joined()
    {
        var world = Ana().WithService(service => service with { StepMinutes = 720, DurationMinutes = 780 });
        Assert.Equal("00:00 12:00", world.Starts());
    }

    [Fact]
    public void The_sites_hours_cut_a_resources_and_the_grid_begins_at_the_cut()
    {
        var world = Ana(World.Open("08:10", "20:00")) with { Site = _world.Site with { Hours = [World.Open("09:00", "11:30"), World.Open("13:00", "14:00")] } };
        Assert.Equal("09:00 10:00 13:00", world.Starts());
    }

    [Fact]
    public void An_exception_of_the_site_closes_everybody()
    {
        var world = _world with { Site = _world.Site with { Exceptions = [new(_world.Date, _world.Date, [])] } };
        Assert.Equal("", world.Starts());
    }

    [Fact]
    public void An_opening_over_midnight_belongs_to_the_date_it_starts_on()
    {
        var world = Ana(World.Open("23:00", "02:00", Weekdays.Tuesday));
        Assert.Equal("23:00", world.Starts());
        Assert.Equal("23:00 00:00 01:00", world.Starts(moreDays: 1));
    }

    [Fact]
    public void Openings_that_touch_at_midnight_are_joined_for_fitting_but_each_keeps_its_grid()
    {
        // Tuesday 20:30–24:00 every 45 minutes, the last an hour before midnight and over it; Wednesday counts from 00:00 again.
        var world = Ana(World.Open("20:30", "24:00", Weekdays.Tuesday), World.Open("00:00", "02:00", Weekdays.Wednesday))
            .WithService(service => service with { StepMinutes = 45 });
        Assert.Equal("20:30 21:15 22:00 22:45 23:30 00:00 00:45", world.Starts(moreDays: 1));
    }

    [Fact]
    public void Where_two_dates_overlap_the_later_ones_grid_takes_over_and_gives_back()
    {
        // Tuesday's grid runs on the hour from 20:00 to 06:00; Wednesday's own opening 01:30–03:30 lies in it.
        var world = Ana(World.Open("20:00", "06:00", Weekdays.Tuesday), World.Open("01:30", "03:30", Weekdays.Wednesday));
        Assert.Equal("20:00 21:00 22:00 23:00 00:00 01:00 01:30 02:30 04:00 05:00", world.Starts(moreDays: 1));
    }

    [Fact]
    public void A_resource_keeps_its_own_zone_at_a_site_in_another()
    {
        // Nine in New York is two in the afternoon in Lisbon, but for the weeks between their autumn changes.
        var newYork = SiteTime.FindZone("America/New_York")!;
        Assert.Equal("14:00 15:00 16:00", _world.WithAna(ana => ana with { Zone = newYork }).Starts());
        var between = new World("Europe/Lisbon", "2026-10-28").WithAna(ana => ana with { Zone = newYork });
        Assert.Equal("13:00 14:00 15:00", between.Starts());
    }

    [Fact]
    public void Kiritimati_and_New_York_share_a_guide_across_the_date_line()
    {
        var world = new World("Pacific/Kiritimati", "2026-06-02").WithAna(ana => ana with
        {
            Zone = SiteTime.FindZone("America/New_York")!,
            Rules = [World.Open("09:00", "11:00", Weekdays.Monday)],
        });
        Assert.Equal("03:00 04:00", world.Starts());
    }

    private World Ana(params AvailabilityRule[] rules) => _world.WithAna(ana => ana with { Rules = rules });

    private World WithException(OpeningHours[] hours) =>
        _world.WithAna(ana => ana with { Exceptions = [new ExceptionPeriod(_world.Date.PlusDays(-1), _world.Date, hours)] });
}
