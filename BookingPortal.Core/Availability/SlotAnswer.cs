using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>The bookable times, ascending, one per start.</summary>
/// <param name="TrueUntil">With the same facts, every question asked before this instant has this answer; null = for ever.</param>
public sealed record SlotAnswer(IReadOnlyList<Slot> Slots, Instant? TrueUntil)
{
    /// <summary>The bookable starts closest to one that could not be had, closest first.</summary>
    public IReadOnlyList<Instant> NearestTo(Instant start, int count) =>
        [.. Slots.Select(slot => slot.Start).OrderBy(other => other > start ? other - start : start - other).ThenBy(other => other).Take(count)];
}
