using BookingPortal.Core.Availability;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>"Why is this time not offered?": the first rule that removed it, in words, and whether it is taken or was never a time.</summary>
public sealed class WhyNotTests
{
    private readonly World _world = new("Europe/Lisbon", "2026-12-01");

    [Fact]
    public void A_time_that_has_passed() =>
        Refused(_world with { Now = _world.At("10:01") }, "10:00", "too-soon", "This time has passed.");

    [Fact]
    public void A_time_within_the_notice() => Refused(
        _world.WithService(service => service with { MinNoticeMinutes = 120 }) with { Now = _world.At("08:30") },
        "10:00",
        "too-soon",
        "Bookings close 2 hours before the start, so nothing before 10:30 can be booked now.");

    [Fact]
    public void A_time_beyond_the_window() => Refused(
        _world.WithService(service => service with { WindowDays = 0 }), "10:00", "beyond-window", "Bookings open 0 days ahead: Mon 30 Nov 2026 is the last date that can be booked today.");

    [Fact]
    public void A_party_that_is_too_large() => Refused(
        _world, "10:00", "party-too-large", "Ana takes 1 at a time, and the party is 2.", question => question with { Seats = 2 });

    [Fact]
    public void A_site_that_has_closed_for_the_day() => Refused(
        _world with { Site = _world.Site with { Exceptions = [new(_world.Date, _world.Date.PlusDays(2), [])] } },
        "10:00",
        "site-exception",
        "Porto takes nobody on Tuesday 1 December 2026, an exception to the usual hours.");

    [Fact]
    public void A_site_outside_its_hours() => Refused(
        _world with { Site = _world.Site with { Hours = [World.Open("13:00", "18:00")] } }, "10:00", "site-closed", "Porto is open 13:00–18:00 on Tuesday 1 December 2026.");

    [Fact]
    public void A_site_that_takes_no_bookings_says_so_before_anything_else()
    {
        var world = _world with { Site = _world.Site with { TakesBookings = false }, Now = _world.At("10:01") };
        Refused(world, "10:00", "site-closed", "Porto takes no bookings at the moment.");
        Assert.Equal("", world.Starts());
        Assert.Equal("site-closed", Why(world));
    }

    [Fact]
    public void A_small_hour_that_an_exception_took_with_the_evening_before()
    {
        // Open 22:00 to 02:00 every night, but for the one that begins on Monday: Tuesday 01:00 would have belonged to it.
        var closed = new ExceptionPeriod(_world.Date.PlusDays(-1), _world.Date.PlusDays(-1), []);
        const string Words = "takes nobody on Monday 30 November 2026, an exception to the usual hours.";
        var bar = _world.WithAna(ana => ana with { Rules = [World.Open("22:00", "02:00")], Exceptions = [closed] });
        Refused(bar, "01:00", "resource-exception", "Ana " + Words);
        var site = _world.WithAna(ana => ana with { Rules = [] }) with { Site = _world.Site with { Hours = [World.Open("22:00", "02:00")], Exceptions = [closed] } };
        Refused(site, "01:00", "site-exception", "Porto " + Words);

        // Three in the morning is closed on any night.
        Refused(bar, "03:00", "resource-closed", "Ana is open 22:00–02:00 on Tuesday 1 December 2026.");
    }

    [Fact]
    public void A_person_on_an_exception() => Refused(
        _world.WithAna(ana => ana with { Exceptions = [new(_world.Date, _world.Date, [new OpeningHours(840, 960)])] }),
        "10:00",
        "resource-exception",
        "Ana is open 14:00–16:00 on Tuesday 1 December 2026, an exception to the usual hours.");

    [Fact]
    public void A_person_who_does_not_work_then()
    {
        Refused(_world, "13:00", "resource-closed", "Ana is open 09:00–12:00 on Tuesday 1 December 2026.");
        Refused(_world.WithAna(ana => ana with { Rules = [World.Open("09:00", "12:00", Weekdays.Monday)] }), "10:00", "resource-closed", "Ana has no hours on Tuesday 1 December 2026.");
    }

    [Fact]
    public void A_visit_that_would_run_past_closing() => Refused(
        _world,
        "11:30",
        "does-not-fit",
        "It would last from 11:30 to 12:30, and Ana closes at 12:00.");

    [Fact]
    public void A_visit_that_would_run_past_the_sites_closing() => Refused(
        _world.WithAna(ana => ana with { Rules = [World.Open("09:00", "20:00")] }) with { Site = _world.Site with { Hours = [World.Open("09:00", "12:00")] } },
        "11:30",
        "does-not-fit",
        "It would last from 11:30 to 12:30, and Porto closes at 12:00.");

    [Fact]
    public void A_time_between_the_starts() => Refused(_world, "10:15", "off-the-grid", "It starts every 60 minutes, counted from when Ana opens.");

    [Fact]
    public void A_chair_that_is_not_there() => Refused(
        WithChair(World.Open("14:00", "18:00")), "10:00", "other-resource-closed", "It also needs one of Chair, and none is open for all of that time.");

    [Fact]
    public void A_day_that_is_full() => Taken(
        _world.WithService(service => service with { MaxPerDay = 3 }) with { Counts = new() { [_world.Date] = 3 } },
        "day-full",
        "All 3 bookings that this service takes on Tue 1 Dec 2026 are made.");

    [Fact]
    public void A_time_that_is_booked() => Taken(
        _world.WithAna(ana => ana with { Taken = [_world.Taken("10:30", "11:30")] }),
        "booked",
        "Ana is booked from 10:30 to 11:30, buffers included.");

    [Fact]
    public void A_time_that_another_customer_holds() => Taken(
        _world.WithAna(ana => ana with { Taken = [_world.Taken("10:30", "11:30", expiresAt: _world.At("09:15"))] }),
        "held",
        "A customer holds Ana from 10:30 to 11:30, until 09:15 unless they book.");

    [Fact]
    public void A_time_that_an_outside_calendar_has() => Taken(
        _world.WithAna(ana => ana with { Busy = [new BusyTime(_world.At("10:30"), _world.At("10:31"))] }), "busy", "Ana is busy in an outside calendar.");

    [Fact]
    public void Of_a_room_with_more_units_only_what_fills_it_is_the_reason()
    {
        var hall = _world.WithAna(ana => ana with { Capacity = 2 });
        var booked = _world.Taken("10:00", "11:00");
        var held = _world.Taken("10:30", "11:30", expiresAt: _world.At("09:15"));
        var busy = new BusyTime(_world.At("10:30"), _world.At("10:31"));
        Assert.Equal("busy", Reason(hall.WithAna(ana => ana with { Taken = [booked], Busy = [busy] })));
        Assert.Equal("held", Reason(hall.WithAna(ana => ana with { Taken = [booked, held], Busy = [busy] })));
        Assert.Equal("booked", Reason(hall.WithAna(ana => ana with { Taken = [booked, booked, held] })));
        Assert.Equal("booked", Reason(_world.WithAna(ana => ana with { Taken = [booked], Busy = [busy] })));

        static string Reason(World world) => Assert.IsType<SlotVerdict.Taken>(world.Judge("10:00")).Why.Reason;
    }

    [Fact]
    public void A_chair_that_is_taken()
    {
        var world = WithChair(World.Open("09:00", "18:00"));
        world = world with { Resources = [world.Resources[0], world.Resources[1] with { Taken = [_world.Taken("10:00", "11:00")] }] };
        Taken(world, "other-resource-taken", "It also needs one of Chair, and none is free then.");
    }

    [Fact]
    public void A_session_that_is_full() => Taken(
        _world.WithService(service => service with { Kind = ServiceKind.Class, Seats = 12 }) with
        {
            Sessions = [new SessionState(Guid.NewGuid(), _world.At("10:00"), _world.At("11:00"), 12, 12, false, [World.Ana])],
        },
        "session-full",
        "The session has 0 of 12 seats left, and the party is 1.");

    [Fact]
    public void Of_several_people_the_one_who_comes_closest_gives_the_reason()
    {
        var world = _world.WithAna(ana => ana with { Taken = [_world.Taken("10:00", "11:00")] })
            .With(_world.Person(World.Rui, "Rui", World.Open("14:00", "18:00")))
            .WithService(service => service with { Groups = [new ResourceGroup([World.Rui, World.Ana])] });
        Assert.Equal("booked", Assert.IsType<SlotVerdict.Taken>(world.Judge("10:00")).Why.Reason);
        Assert.Equal("resource-closed", Assert.IsType<SlotVerdict.NotOffered>(world.Judge("10:00", question => question with { PrimaryResource = World.Rui })).Why.Reason);
    }

    [Fact]
    public void A_time_that_is_offered_has_no_reason() => Assert.Null(_world.Judge("10:00").Refusal);

    [Fact]
    public void A_day_says_what_became_of_each_of_its_starts()
    {
        var world = _world.WithAna(ana => ana with { Taken = [_world.Taken("09:00", "10:00"), _world.Taken("11:00", "12:00")] });
        var day = SlotSearch.JudgeDay(world.Facts, world.Question, world.Date);
        Assert.Equal(1, day.Offered);
        Assert.Null(day.Why);
        Assert.Equal(["booked", "booked"], day.Removed.Select(start => start.Why.Reason));
    }

    [Fact]
    public void A_day_says_one_reason_once_and_never_over_a_start_that_is_offered()
    {
        var day = SlotSearch.JudgeDay(_world.Facts, _world.Question, _world.Date);
        Assert.Empty(day.Runs());

        // Nine and eleven are out of the exception's hours, ten is in them: two rows. Closed all day, it is one.
        var half = _world.WithAna(ana => ana with { Exceptions = [new(_world.Date, _world.Date, [new OpeningHours(10 * 60, 11 * 60)])] });
        Assert.Equal(
            [(_world.At("09:00"), _world.At("09:00"), 1), (_world.At("11:00"), _world.At("11:00"), 1)],
            SlotSearch.JudgeDay(half.Facts, half.Question, _world.Date).Runs().Select(run => (run.First, run.Last, run.Count)));
        var closed = _world.WithAna(ana => ana with { Exceptions = [new(_world.Date, _world.Date, [])] });
        Assert.Equal(
            [(_world.At("09:00"), _world.At("11:00"), 3)],
            SlotSearch.JudgeDay(closed.Facts, closed.Question, _world.Date).Runs().Select(run => (run.First, run.Last, run.Count)));
    }

    [Fact]
    public void A_day_names_the_starts_that_an_exception_took_out_of_it()
    {
        var half = _world.WithAna(ana => ana with { Exceptions = [new(_world.Date, _world.Date, [new OpeningHours(10 * 60, 11 * 60)])] });
        var day = SlotSearch.JudgeDay(half.Facts, half.Question, _world.Date);
        Assert.Equal(1, day.Offered);
        Assert.Equal([(_world.At("09:00"), "resource-exception"), (_world.At("11:00"), "resource-exception")], day.Removed.Select(start => (start.Start, start.Why.Reason)));
    }

    [Fact]
    public void A_day_without_a_start_says_which_rule_took_them_all()
    {
        Assert.Equal("resource-closed", Why(_world.WithAna(ana => ana with { Rules = [World.Open("09:00", "12:00", Weekdays.Sunday)] })));
        Assert.Equal("site-exception", Why(_world with { Site = _world.Site with { Exceptions = [new(_world.Date, _world.Date, [])] } }));
        Assert.Equal("does-not-fit", Why(_world.WithService(service => service with { DurationMinutes = 240 })));
        Assert.Equal("beyond-window", Why(_world.WithService(service => service with { WindowDays = 0 })));
        Assert.Equal("too-soon", Why(_world with { Now = _world.At("12:00") }));
        Assert.Equal("booked", Why(_world.WithAna(ana => ana with { Taken = [_world.Taken("09:00", "12:00")] })));
        Assert.Equal("other-resource-closed", Why(WithChair(World.Open("14:00", "18:00"))));
    }

    [Fact]
    public void The_nearest_other_times_are_named_closest_first()
    {
        var answer = SlotSearch.Find(_world.Facts, _world.Question);
        Assert.Equal([_world.At("11:00"), _world.At("10:00")], answer.NearestTo(_world.At("11:15"), 2));
    }

    private static string? Why(World world) => SlotSearch.JudgeDay(world.Facts, world.Question, world.Date).Why?.Reason;

    private World WithChair(AvailabilityRule hours) => _world.With(_world.Person(World.Chair, "Chair", hours))
        .WithService(service => service with { Groups = [new ResourceGroup([World.Ana]), new ResourceGroup([World.Chair])] });

    private static void Refused(World world, string time, string reason, string words, Func<SlotQuestion, SlotQuestion>? asked = null)
    {
        var why = Assert.IsType<SlotVerdict.NotOffered>(world.Judge(time, asked)).Why;
        Assert.Equal((reason, words), (why.Reason, why.Words));
    }

    private static void Taken(World world, string reason, string words)
    {
        var why = Assert.IsType<SlotVerdict.Taken>(world.Judge("10:00")).Why;
        Assert.Equal((reason, words), (why.Reason, why.Words));
    }
}
