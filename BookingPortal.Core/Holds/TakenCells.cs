using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Holds;

/// <summary>Which cells an interval stands for: what its owner must have claimed, no more and no less.</summary>
internal static class TakenCells
{
    /// <summary>The cells of a resource's interval.</summary>
    public static CellRange Of(TakenTime taken, Resource resource, CatalogSnapshot catalog)
    {
        if (!resource.ClaimsByNight)
        {
            return Cells.Of(taken.BlockedFrom, taken.BlockedTo, resource.GranularityMinutes);
        }

        // A night's interval ends with the first instant of the date after the last night.
        DateTimeZone zone = CatalogFacts.ZoneOf(catalog.Site(taken.SiteId));
        return new CellRange(Cells.Day(taken.LocalDate), Cells.Day(SiteTime.DateOf(taken.BlockedTo, zone)));
    }

    /// <summary>The one cell of a session's seats.</summary>
    public static CellRange Seats { get; } = new(ClaimKeys.SeatsCell, ClaimKeys.SeatsCell + 1);
}
