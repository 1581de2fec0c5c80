using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>Why a whole date offers what it offers, for staff.</summary>
/// <param name="Offered">Starts that can be booked.</param>
/// <param name="Why">The rule that removed the day, or the last of its starts; null where something is offered.</param>
/// <param name="Removed">Each start of the opening hours that is not offered, and each that an exception took out of them, with its reason, ascending.</param>
public sealed record DayVerdict(LocalDate Date, int Offered, WhyNot? Why, IReadOnlyList<RemovedStart> Removed);

/// <summary>A start that the opening hours allow, or would but for an exception, and that is not offered.</summary>
public sealed record RemovedStart(Instant Start, WhyNot Why);
