using BookingPortal.Core.Availability;
using BookingPortal.Core.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit.Abstractions;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>
/// The search against the slow oracle, in random worlds around the days on which clocks change. The worlds are the same in
/// every run; another BOOKINGPORTAL_PROPERTY_SEED makes others, BOOKINGPORTAL_PROPERTY_CASES more.
/// </summary>
public sealed class SlotSearchProperties(ITestOutputHelper output)
{
    [Fact]
    public void Every_slot_of_the_oracle_is_found_and_no_other()
    {
        var slots = 0;
        Check(2000, world =>
        {
            var expected = new SlowOracle(world.Facts, world.Question).Slots();
            var found = SlotSearch.Find(world.Facts, world.Question).Slots;
            slots += found.Count;
            AssertSame(expected, found, world);
        });
        output.WriteLine($"{slots} slots compared");
    }

    [Fact]
    public void The_order_of_the_inputs_changes_nothing() => Check(3000, world =>
        AssertSame(SlotSearch.Find(world.Facts, world.Question).Slots, SlotSearch.Find(world.Shuffled(), world.Question).Slots, world));

    [Fact]
    public void Cutting_a_range_in_two_changes_nothing() => Check(3000, world =>
    {
        var whole = SlotSearch.Find(world.Facts, world.Question).Slots;
        var parts = new List<Slot>();
        for (var date = world.Question.From; date <= world.Question.To; date = date.PlusDays(1))
        {
            parts.AddRange(SlotSearch.Find(world.Facts, world.Question with { From = date, To = date }).Slots);
        }

        // Where a clock goes back over midnight, a date's last hour comes after the next date's first minute.
        AssertSame(whole, [.. parts.OrderBy(slot => slot.Start)], world);
    });

    [Fact]
    public void A_search_for_everybody_names_whom_a_search_for_each_one_finds() => Check(2000, world =>
    {
        var everybody = world.Question with { PrimaryResource = null };
        var found = SlotSearch.Find(world.Facts, everybody).Slots;
        foreach (var id in world.Facts.Service.Groups[0].AnyOf)
        {
            Assert.Equal(
                SlotSearch.Find(world.Facts, everybody with { PrimaryResource = id }).Slots.Select(slot => slot.Start),
                found.Where(slot => slot.Resources.Contains(id)).Select(slot => slot.Start));
        }
    });

    [Fact]
    public void A_day_is_judged_as_it_is_found() => Check(400, world =>
    {
        for (var date = world.Question.From; date <= world.Question.To; date = date.PlusDays(1))
        {
            var found = SlotSearch.Find(world.Facts, world.Question with { From = date, To = date }).Slots.Select(slot => slot.Start).ToHashSet();
            var day = SlotSearch.JudgeDay(world.Facts, world.Question, date);
            Assert.True(found.Count == day.Offered && (day.Why is null) == (day.Offered > 0), $"{found.Count} found, {day.Offered} judged, {day.Why}\n{world}");
            Assert.DoesNotContain(day.Removed, removed => found.Contains(removed.Start));
            Assert.Equal(day.Removed.Select(removed => removed.Start).Distinct().Order(), day.Removed.Select(removed => removed.Start));
        }
    });

    [Fact]
    public void Every_start_is_judged_as_it_is_found() => Check(400, world =>
    {
        var found = SlotSearch.Find(world.Facts, world.Question).Slots.ToDictionary(slot => slot.Start);
        var day = SiteTime.StartOfDay(world.Question.From, world.Facts.Site.Zone);
        for (var start = day; start < day + Duration.FromHours(30); start += Duration.FromMinutes(15))
        {
            var date = start.InZone(world.Facts.Site.Zone).Date;
            if (date < world.Question.From || date > world.Question.To)
            {
                continue;
            }

            var verdict = SlotSearch.Judge(world.Facts, world.Question, start);
            if (!found.TryGetValue(start, out var slot))
            {
                Assert.False(verdict is SlotVerdict.Offered, $"{start} is judged offered but not found\n{world}");
                continue;
            }

            var offered = Assert.IsType<SlotVerdict.Offered>(verdict);
            Assert.Equal((slot.End, slot.SeatsLeft), (offered.End, offered.SeatsLeft));
            AssertEveryChoiceCanBeTaken(world, slot, offered);
        }
    });

    [Fact]
    public void The_month_counts_what_the_search_finds() => Check(2000, world =>
    {
        var found = SlotSearch.Find(world.Facts, world.Question).Slots.CountBy(slot => slot.Start.InZone(world.Facts.Site.Zone).Date).ToDictionary();
        var days = SlotSearch.Days(world.Facts, world.Question).Days;
        foreach (var day in days)
        {
            Assert.Equal(found.GetValueOrDefault(day.Date), day.Offered);
            Assert.InRange(day.Offered, 0, day.Possible);
        }

        Assert.Subset(days.Select(day => day.Date).ToHashSet(), found.Keys.ToHashSet());
    });

    [Fact]
    public void An_answer_stays_true_until_it_says() => Check(2000, world =>
    {
        var answer = SlotSearch.Find(world.Facts, world.Question);
        var until = answer.TrueUntil ?? world.Question.Now + Duration.FromDays(3);
        var late = until - Duration.FromTicks(1);
        if (late > world.Question.Now)
        {
            AssertSame(answer.Slots, SlotSearch.Find(world.Facts, world.Question with { Now = late }).Slots, world);
        }
    });

    private static void AssertEveryChoiceCanBeTaken(RandomWorld world, Slot slot, SlotVerdict.Offered offered)
    {
        Assert.NotEmpty(offered.Choices);
        if (offered.Session is not null)
        {
            return;
        }

        Assert.Equal(slot.Resources[0], offered.Choices[0].Primary);
        Assert.Equal(slot.Resources.Order(), offered.Choices.Select(choice => choice.Primary).Distinct().Order());
        var groups = world.Facts.Service.Groups;
        foreach (var choice in offered.Choices)
        {
            for (var i = 0; i < groups.Count; i++)
            {
                Assert.Contains(choice.Resources[i], groups[i].AnyOf);
            }

            // Exactly these resources, one per group: still offered.
            var narrowed = world.Facts with
            {
                Service = world.Facts.Service with { Groups = [.. choice.Resources.Select(id => new ResourceGroup([id]))] },
            };
            Assert.Contains(SlotSearch.Find(narrowed, world.Question).Slots, other => other.Start == slot.Start);
        }
    }

    private static void AssertSame(IReadOnlyList<Slot> expected, IReadOnlyList<Slot> found, RandomWorld world)
    {
        var missing = expected.Select(Print).Except(found.Select(Print)).ToList();
        var extra = found.Select(Print).Except(expected.Select(Print)).ToList();
        Assert.True(missing.Count + extra.Count == 0, $"missing:\n{string.Join('\n', missing)}\nnot expected:\n{string.Join('\n', extra)}\n{world}");
        Assert.Equal(expected.Select(slot => slot.Start), found.Select(slot => slot.Start));
    }

    private static string Print(Slot slot) => $"{slot.Start} to {slot.End}, {slot.SeatsLeft} seats, {string.Join(',', slot.Resources)}";

    private void Check(int cases, Action<RandomWorld> property)
    {
        var more = int.TryParse(Environment.GetEnvironmentVariable("BOOKINGPORTAL_PROPERTY_CASES"), out var asked) ? asked : cases;
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("BOOKINGPORTAL_PROPERTY_SEED"), out var other) ? other : 20_261_025;
        var run = 0;
        var worlds = Gen.Choose(0, int.MaxValue - 1).Select(number => new RandomWorld(number)).ToArbitrary();
        Prop.ForAll(worlds, world =>
        {
            run++;
            property(world);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(more).WithReplay(seed, 1));
        output.WriteLine($"{run} worlds");
    }
}
