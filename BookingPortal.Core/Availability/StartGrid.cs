namespace BookingPortal.Core.Availability;

/// <summary>Where the starts of a service lie: counted from the opening, or at round times of the site's clock.</summary>
public enum StartGrid
{
    Opening,
    Clock,
}
