using NodaTime;

namespace BookingPortal.Core.Availability;

/// <summary>How much of a site-local date can still be booked.</summary>
/// <param name="Offered">Starts that are offered.</param>
/// <param name="Possible">Starts that would be offered if nothing were taken; no less than <paramref name="Offered"/>.</param>
public readonly record struct DayFill(LocalDate Date, int Offered, int Possible);
