using BookingPortal.Core.Availability;
using NodaTime;

namespace BookingPortal.Tests.Core.Availability;

/// <summary>What a search may cost. Times depend on the machine and stand in the benchmark; memory does not.</summary>
public sealed class SlotSearchCostTests
{
    [Fact]
    public void A_month_of_ten_busy_people_allocates_less_than_a_small_picture()
    {
        var world = new World("Europe/Lisbon", "2026-10-15").WithService(service => service with { DurationMinutes = 30 });
        var people = Enumerable.Range(0, 10).Select(index => world.Person(Guid.NewGuid(), $"Person {index}", World.Open("09:00", "17:00")) with { Taken = Bookings(world) }).ToList();
        world = world.WithService(service => service with { Groups = [new ResourceGroup([.. people.Select(person => person.Id)])] }) with { Resources = people };
        var question = world.Question with { To = world.Date.PlusDays(29) };

        Assert.Equal(30 * 8, SlotSearch.Find(world.Facts, question).Slots.Count);
        var facts = world.Facts;

        // The cheapest of a few: between two of them the arrays they borrow may have been collected.
        Assert.InRange(Enumerable.Range(0, 5).Min(_ => BytesOf(() => SlotSearch.Find(facts, question))), 0, 60_000);
    }

    private static long BytesOf(Func<SlotAnswer> search)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        search();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Every other half hour of each day.</summary>
    private static List<TakenInterval> Bookings(World world) =>
        [.. from day in Enumerable.Range(0, 30)
            from hour in Enumerable.Range(9, 8)
            let start = world.At($"{hour:00}:00", day)
            select new TakenInterval(Guid.NewGuid(), start, start + Duration.FromMinutes(30))];
}
