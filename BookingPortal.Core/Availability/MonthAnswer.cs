using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>How full each date of the range is; dates that never had a start are left out.</summary>
/// <param name="TrueUntil">As in <see cref="SlotAnswer.TrueUntil"/>.</param>
public sealed record MonthAnswer(IReadOnlyList<DayFill> Days, Instant? TrueUntil);
