using BookingPortal.Core.Availability;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>
/// The free times nearest to one that is gone. It looks two weeks to either side first, where almost always there are enough: a
/// crowd that wants one time gets one kept answer. It looks further only while something nearer could still be missing.
/// </summary>
public sealed class FindAlternatives(FindSlots findSlots)
{
    /// <summary>What a customer is offered instead.</summary>
    private const int Most = 5;

    private const int DaysAround = 14;

    /// <summary>A service that is booked out for a year has nothing to offer instead.</summary>
    private const int MostWidenings = 4;

    /// <param name="IgnoreBooking">A booking that is being moved: its own time counts as free.</param>
    public sealed record Request(WantedSlot Slot, Guid? IgnoreBooking, Instant Now);

    /// <returns>At most five starts, nearest first; of two equally near ones the earlier.</returns>
    public async Task<IReadOnlyList<Instant>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        WantedSlot slot = request.Slot;
        DateTimeZone zone = CatalogFacts.ZoneOf(slot.Site);
        LocalDate wanted = SiteTime.DateOf(slot.Start, zone);
        LocalDate today = SiteTime.DateOf(request.Now, zone);
        LocalDate lastOffered = today.PlusDays(slot.Service.WindowDays);
        (LocalDate from, LocalDate to) = (wanted.PlusDays(-DaysAround), wanted.PlusDays(DaysAround));
        List<Instant> free = [.. await BetweenAsync(request, from, to, cancellationToken)];
        for (int widened = 0; ; widened++)
        {
            List<Instant> nearest = Nearest(free, slot.Start);
            bool isSure = nearest.Count == Most && Distance(nearest[^1], slot.Start) <= Duration.FromDays(Period.DaysBetween(from, wanted) - 1);
            if (isSure || widened == MostWidenings || (from <= today && to >= lastOffered))
            {
                return nearest;
            }

            List<Instant> earlier = from <= today ? [] : await BetweenAsync(request, from.PlusDays(-SlotQuestion.MostDays), from.PlusDays(-1), cancellationToken);
            List<Instant> later = to >= lastOffered ? [] : await BetweenAsync(request, to.PlusDays(1), to.PlusDays(SlotQuestion.MostDays), cancellationToken);
            free = [.. earlier, .. free, .. later];
            (from, to) = (from.PlusDays(-SlotQuestion.MostDays), to.PlusDays(SlotQuestion.MostDays));
        }
    }

    private async Task<List<Instant>> BetweenAsync(Request request, LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        WantedSlot slot = request.Slot;
        Outcome<FindSlots.Found> found = await findSlots.RunAsync(
            new FindSlots.Request(
                slot.Site.Slug,
                slot.Service.Slug,
                from,
                to,
                slot.Resource is { } resource ? slot.Catalog.Resource(resource).Slug : null,
                slot.Seats,
                request.IgnoreBooking),
            cancellationToken);

        // Refused where the catalog has changed meanwhile, or at the ends of time; then there is nothing to offer.
        return found.TryGet(out FindSlots.Found? free, out _) ? [.. free.Answer.Slots.Select(each => each.Start)] : [];
    }

    /// <param name="free">Ascending, so that the nearest stand beside the place where the wanted one would.</param>
    private static List<Instant> Nearest(List<Instant> free, Instant wanted)
    {
        int place = free.BinarySearch(wanted);
        int first = Math.Max(0, (place < 0 ? ~place : place) - Most);
        return [.. free
            .Skip(first)
            .Take((2 * Most) + 1)
            .Where(start => start != wanted)
            .OrderBy(start => Distance(start, wanted))
            .ThenBy(start => start)
            .Take(Most)];
    }

    private static Duration Distance(Instant one, Instant other) => one < other ? other - one : one - other;
}
