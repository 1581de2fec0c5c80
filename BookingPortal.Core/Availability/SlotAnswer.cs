using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>The bookable times, ascending, one per start.</summary>
/// <param name="TrueUntil">With the same facts, every question asked before this instant has this answer; null = for ever.</param>
public sealed record SlotAnswer(IReadOnlyList<Slot> Slots, Instant? TrueUntil);
