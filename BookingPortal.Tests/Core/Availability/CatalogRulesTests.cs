using BookingPortal.Core.Availability;
using BookingPortal.Core.Time;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>What setup and import refuse, in words that name both sides.</summary>
public sealed class CatalogRulesTests
{
    private readonly World _world = new("Europe/Lisbon", "2026-12-01");

    [Fact]
    public void What_is_right_has_no_problems()
    {
        Assert.Null(CatalogRules.Problem(_world.Service));
        Assert.Empty(CatalogRules.Problems(_world.Resources[0], [_world.Site]));
        Assert.Empty(CatalogRules.Problems(_world.Service, "Haircut", _world.Resources[0]));
        Assert.Null(_world.Question.Problem());
    }

    [Theory]
    [InlineData(7, "Ana: the granularity is one of 1, 5, 10, 15, 30, 60 minutes, not 7.")]
    [InlineData(0, "Ana: the granularity is one of 1, 5, 10, 15, 30, 60 minutes, not 0.")]
    public void A_granularity_is_one_of_six(int minutes, string words) =>
        Assert.Equal([words], CatalogRules.Problems(_world.Resources[0] with { GranularityMinutes = minutes }, [_world.Site]));

    [Fact]
    public void Lengths_that_do_not_fall_on_cells_are_named_with_their_resource()
    {
        var service = _world.Service with { DurationMinutes = 45, StepMinutes = 20, BufferBeforeMinutes = 5, BufferAfterMinutes = 15 };
        Assert.Equal(
            [
                "Haircut: the step of 20 minutes is no multiple of the 15 minutes that Ana is divided into.",
                "Haircut: the buffer before of 5 minutes is no multiple of the 15 minutes that Ana is divided into.",
            ],
            CatalogRules.Problems(service, "Haircut", _world.Resources[0] with { GranularityMinutes = 15 }));
    }

    [Fact]
    public void Hours_that_do_not_fall_on_cells_are_named_whose_ever_they_are()
    {
        var ana = _world.Resources[0] with { GranularityMinutes = 30, Exceptions = [new(_world.Date, _world.Date, [new OpeningHours(615, 720)])] };
        var site = _world.Site with { Hours = [World.Open("08:45", "18:00")] };
        Assert.Equal(
            [
                "Ana: the hours 10:15–12:00 do not fall on the 30 minutes that Ana is divided into.",
                "Porto: the hours 08:45–18:00 do not fall on the 30 minutes that Ana is divided into.",
            ],
            CatalogRules.Problems(ana, [site]));
    }

    [Theory]
    [InlineData("Asia/Kathmandu", 15, true)]
    [InlineData("Asia/Kathmandu", 30, false)] // +5:45
    [InlineData("Asia/Kolkata", 30, true)]
    [InlineData("Asia/Kolkata", 60, false)] // +5:30
    [InlineData("Australia/Lord_Howe", 30, true)]
    [InlineData("Australia/Lord_Howe", 60, false)]
    [InlineData("America/St_Johns", 1, true)]
    [InlineData("America/St_Johns", 5, false)] // until 2011 its clock changed at one minute past midnight
    public void Cells_must_divide_every_offset_and_change_of_the_zones_served(string zoneId, int minutes, bool isRight)
    {
        var ana = _world.Resources[0] with { GranularityMinutes = minutes };
        var site = _world.Site with { Zone = SiteTime.FindZone(zoneId)! };
        Assert.Equal(isRight, !CatalogRules.Problems(ana, [_world.Site, site]).Any());
    }

    [Fact]
    public void Nights_are_cut_at_midnight_whatever_the_zone() =>
        Assert.Empty(CatalogRules.Problems(_world.Resources[0] with { ClaimsByNight = true }, [_world.Site with { Zone = SiteTime.FindZone("Asia/Kathmandu")! }]));

    [Fact]
    public void Only_stays_take_what_is_claimed_by_nights() => Assert.Equal(
        ["Haircut: Ana is claimed by nights, which only stays can take."],
        CatalogRules.Problems(_world.Service, "Haircut", _world.Resources[0] with { ClaimsByNight = true }));

    [Fact]
    public void Exceptions_that_overlap_are_refused_both_named()
    {
        ExceptionPeriod[] exceptions = [new(_world.Date, _world.Date.PlusDays(2), []), new(_world.Date.PlusDays(2), _world.Date.PlusDays(3), [])];
        Assert.Equal(
            ["Porto: The exceptions 2026-12-01 to 2026-12-03 and 2026-12-03 to 2026-12-04 overlap; a date can have one."],
            CatalogRules.Problems(_world.Site with { Exceptions = exceptions }));
        Assert.Equal(
            ["Porto: The exception 2026-12-01 to 2026-11-30 ends before it begins."],
            CatalogRules.Problems(_world.Site with { Exceptions = [new(_world.Date, _world.Date.PlusDays(-1), [])] }));
    }

    [Fact]
    public void Negative_and_empty_lengths_are_refused()
    {
        Assert.Equal("A duration is at least one minute, not 0.", Problem(service => service with { DurationMinutes = 0 }));
        Assert.Equal("A duration is at least one minute, not -30.", Problem(service => service with { DurationMinutes = -30 }));
        Assert.Equal("A step is at least one minute, not 0.", Problem(service => service with { StepMinutes = 0 }));
        Assert.Equal("Buffers cannot be negative: -5 before, 0 after.", Problem(service => service with { BufferBeforeMinutes = -5 }));
        Assert.Equal("Window and notice cannot be negative: 60 days, -1 minutes.", Problem(service => service with { MinNoticeMinutes = -1 }));
        Assert.Equal("A session has at least one seat, not 0.", Problem(service => service with { Seats = 0 }));
        Assert.Equal("A stay has at least one night, not 0.", Problem(service => service with { Kind = ServiceKind.Stay }));
        Assert.Equal("A service requires at least one group of resources.", Problem(service => service with { Groups = [] }));
        Assert.Equal("At least one booking a day is taken, not 0; without a limit there is none.", Problem(service => service with { MaxPerDay = 0 }));
        Assert.Equal("The hours 00:00–01:00 name no day of the week.", new AvailabilityRule(Weekdays.None, new OpeningHours(0, 60)).Problem());
        Assert.Equal("Opening hours run from 00:00 to 24:00; -1 to 60 minutes lies outside.", new OpeningHours(-1, 60).Problem());
    }

    [Fact]
    public void A_question_has_at_most_ninety_two_days_in_order()
    {
        Assert.Null((_world.Question with { To = _world.Date.PlusDays(91) }).Problem());
        Assert.Equal("The range from 2026-12-01 to 2027-03-03 has more than 92 days.", (_world.Question with { To = _world.Date.PlusDays(92) }).Problem());
        Assert.Equal("The range ends (2026-11-30) before it begins (2026-12-01).", (_world.Question with { To = _world.Date.PlusDays(-1) }).Problem());
        var end = new NodaTime.LocalDate(9999, 12, 31);
        Assert.Equal("The dates 9999-12-31 to 9999-12-31 lie outside of the years 1900 to 2199.", (_world.Question with { From = end, To = end }).Problem());
        Assert.Equal("A party has at least one person, not 0.", (_world.Question with { Seats = 0 }).Problem());
        Assert.Throws<ArgumentException>(() => SlotSearch.Find(_world.Facts, _world.Question with { Seats = 0 }));
    }

    [Fact]
    public void A_service_that_no_opening_can_hold_is_worth_a_warning()
    {
        Assert.False(CatalogRules.NoOpeningHolds(_world.Facts, _world.Now));
        Assert.True(CatalogRules.NoOpeningHolds(_world.WithService(service => service with { DurationMinutes = 181, StepMinutes = 30 }).Facts, _world.Now));

        // Open one day a year is enough, and what is taken of it does not count.
        var rare = _world.WithAna(ana => ana with
        {
            Rules = [World.Open("09:00", "12:00") with { ValidFrom = _world.Date.PlusDays(300), ValidTo = _world.Date.PlusDays(300) }],
            Taken = [_world.Taken("09:00", "12:00")],
        });
        Assert.False(CatalogRules.NoOpeningHolds(rare.Facts, _world.Now));

        // A site that takes no bookings for the moment has its openings all the same.
        Assert.False(CatalogRules.NoOpeningHolds((_world with { Site = _world.Site with { TakesBookings = false } }).Facts, _world.Now));
    }

    private string? Problem(Func<ServiceRules, ServiceRules> change) => CatalogRules.Problem(change(_world.Service));
}
