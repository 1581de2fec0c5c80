using BookingPortal.Core.Availability;
using NodaTime;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>What claims, holds, busy times and buffers leave of Ana's morning, 09:00–12:00.</summary>
public sealed class TakenTimeTests
{
    private readonly World _world = new World("Europe/Lisbon", "2026-12-01").WithService(service => service with { StepMinutes = 30 });

    [Fact]
    public void A_booking_takes_every_start_that_would_overlap_it() => Assert.Equal("09:00 11:00", Taken(_world.Taken("10:00", "11:00")).Starts());

    [Fact]
    public void A_hold_blocks_until_it_expires_and_not_at_the_instant_itself()
    {
        var expiry = _world.Now + Duration.FromMinutes(15);
        var world = Taken(_world.Taken("10:00", "11:00", expiresAt: expiry));
        Assert.Equal("09:00 11:00", (world with { Now = expiry - Duration.FromTicks(1) }).Starts());
        Assert.Equal("09:00 09:30 10:00 10:30 11:00", (world with { Now = expiry }).Starts());
    }

    [Fact]
    public void Buffers_add_the_firsts_after_and_the_seconds_before()
    {
        // The booking 09:00–10:00 brought fifteen minutes after; the next one needs fifteen before: 10:30, not 10:15.
        var world = Taken(_world.Taken("09:00", "10:15")).WithService(service => service with { StepMinutes = 15, BufferBeforeMinutes = 15 });
        Assert.Equal("10:30 10:45 11:00", world.Starts());
    }

    [Fact]
    public void Buffers_may_reach_outside_the_opening_but_not_into_a_booking_there()
    {
        var world = _world.WithService(service => service with { BufferBeforeMinutes = 30, BufferAfterMinutes = 30 });
        Assert.Equal("09:00 09:30 10:00 10:30 11:00", world.Starts());
        Assert.Equal("09:30 10:00 10:30", world.WithAna(ana => ana with { Taken = [_world.Taken("08:00", "08:45"), _world.Taken("12:15", "13:00")] }).Starts());
    }

    [Fact]
    public void Busy_times_block_every_cell_they_touch()
    {
        var busy = new BusyTime(_world.At("10:04") + Duration.FromSeconds(59), _world.At("10:30") + Duration.FromSeconds(1));
        var world = _world.WithAna(ana => ana with { Busy = [busy] }).WithService(service => service with { DurationMinutes = 60, StepMinutes = 5 });
        Assert.Equal("09:00 10:35 10:40 10:45 10:50 10:55 11:00", world.Starts());
    }

    [Fact]
    public void Capacity_is_a_question_of_peaks_not_of_how_many_bookings_touch_a_time()
    {
        // Two units; three bookings touch 10:00–11:00, but never more than one at a time.
        var world = Taken(_world.Taken("09:30", "10:15"), _world.Taken("10:15", "10:45"), _world.Taken("10:45", "11:30")).WithAna(ana => ana with { Capacity = 2 });
        Assert.Equal("09:00 09:30 10:00 10:30 11:00", world.Starts());
        Assert.Equal("", world.Starts(asked: question => question with { Seats = 2 }));
        Assert.Equal("09:00 11:00", Taken(_world.Taken("10:00", "11:00", units: 2)).WithAna(ana => ana with { Capacity = 3 }).Starts(asked: question => question with { Seats = 2 }));
    }

    [Fact]
    public void Seats_left_are_the_largest_party_of_anyone()
    {
        var world = Taken(_world.Taken("09:00", "12:00")).WithAna(ana => ana with { Capacity = 2 })
            .With(_world.Person(World.Rui, "Rui", World.Open("09:00", "10:00")) with { Capacity = 3 })
            .WithService(service => service with { Groups = [new ResourceGroup([World.Ana, World.Rui])] });
        var slots = SlotSearch.Find(world.Facts, world.Question).Slots;
        Assert.Equal(3, slots[0].SeatsLeft);
        Assert.Equal([World.Ana, World.Rui], slots[0].Resources);
        Assert.Equal(1, slots[^1].SeatsLeft);
        Assert.Equal([World.Ana], slots[^1].Resources);
    }

    [Fact]
    public void A_booking_that_moves_may_overlap_its_own_old_time()
    {
        var own = _world.Taken("10:00", "11:00");
        Assert.Equal("09:00 09:30 10:00 10:30 11:00", Taken(own).Starts(asked: question => question with { IgnoreOwner = own.Owner }));
    }

    [Fact]
    public void Gaps_are_filled_right_after_a_booking_and_both_buffers()
    {
        var world = Taken(_world.Taken("09:00", "09:45")).WithService(service => service with { FillGaps = true, StepMinutes = 60 });
        Assert.Equal("09:45 10:00 11:00", world.Starts());
        Assert.Equal("10:00 11:00", world.WithService(service => service with { BufferBeforeMinutes = 15 }).Starts());
        Assert.Equal("09:55 11:00", world.WithService(service => service with { BufferBeforeMinutes = 10, DurationMinutes = 60, StepMinutes = 120 }).Starts());
    }

    [Fact]
    public void Both_a_person_and_a_chair_must_be_free()
    {
        var world = _world.With(_world.Person(World.Chair, "Chair", World.Open("09:30", "12:00")) with { Taken = [_world.Taken("11:30", "12:00")] })
            .WithService(service => service with { Groups = [new ResourceGroup([World.Ana]), new ResourceGroup([World.Chair])] });
        Assert.Equal("09:30 10:00 10:30", world.Starts());
    }

    [Fact]
    public void One_resource_fills_two_groups_only_with_two_units()
    {
        // Two people are needed, and both groups name the same two; the second group could also be had with Ana alone twice.
        var both = new ResourceGroup([World.Ana, World.Rui]);
        var world = _world.With(_world.Person(World.Rui, "Rui", World.Open("10:00", "11:00")))
            .WithService(service => service with { Groups = [both, both] });
        Assert.Equal("10:00", world.Starts());
        Assert.Equal("09:00 09:30 10:00 10:30 11:00", world.WithAna(ana => ana with { Capacity = 2 }).Starts());
    }

    [Fact]
    public void A_group_moves_over_so_that_another_can_have_its_only_choice()
    {
        var world = _world.With(_world.Person(World.Rui, "Rui"), _world.Person(World.Chair, "Chair"))
            .WithService(service => service with
            {
                Groups = [new ResourceGroup([World.Ana]), new ResourceGroup([World.Rui, World.Chair]), new ResourceGroup([World.Rui])],
            });
        var offered = Assert.IsType<SlotVerdict.Offered>(world.Judge("09:00"));
        Assert.Equal([World.Ana, World.Chair, World.Rui], offered.Choices[0].Resources);
    }

    [Theory]
    [InlineData(ChoosingStrategy.Order, "ana rui")]
    [InlineData(ChoosingStrategy.Fewest, "rui ana")]
    [InlineData(ChoosingStrategy.Rotate, "rui ana")]
    public void Anyone_means_whom_the_strategy_names_first(ChoosingStrategy strategy, string order)
    {
        var world = _world.WithAna(ana => ana with { BookingsPerDay = new Dictionary<LocalDate, int> { [_world.Date] = 1 } })
            .With(_world.Person(World.Rui, "Rui", World.Open("09:00", "12:00")))
            .WithService(service => service with { Groups = [new ResourceGroup([World.Ana, World.Rui], strategy, LastChosen: World.Ana)] });
        Guid[] expected = order == "ana rui" ? [World.Ana, World.Rui] : [World.Rui, World.Ana];
        Assert.Equal(expected, SlotSearch.Find(world.Facts, world.Question).Slots[0].Resources);
        var offered = Assert.IsType<SlotVerdict.Offered>(world.Judge("09:00"));
        Assert.Equal(expected, offered.Choices.Select(choice => choice.Primary));
    }

    private World Taken(params TakenInterval[] taken) => _world.WithAna(ana => ana with { Taken = taken });
}
