using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>A bookable time; computed, never stored.</summary>
/// <param name="Resources">The primary resources that could take it, the strategy's first choice first.</param>
/// <param name="SeatsLeft">The largest party that one booking could bring.</param>
public readonly record struct Slot(Instant Start, Instant End, IReadOnlyList<Guid> Resources, int SeatsLeft);
