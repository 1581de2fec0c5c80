using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Seed;

/// <summary>What is set up already, as rows that an import may change in place.</summary>
internal sealed record ExistingCatalog(List<Site> Sites, List<Resource> Resources, List<Service> Services, List<OutsideBusyTime> Busy)
{
    /// <summary>Under this name an import keeps the busy times of its file, apart from those of calendars.</summary>
    public const string BusySource = "scenario";

    public static ExistingCatalog None => new([], [], [], []);

    public bool IsEmpty => Sites.Count + Resources.Count + Services.Count == 0;

    public static async Task<ExistingCatalog> ReadAsync(PortalContext db) => new(
        await db.Sites.ToListAsync(),
        await db.Resources.ToListAsync(),
        await db.Services.ToListAsync(),
        await db.BusyTimes.Where(busy => busy.Source == BusySource).ToListAsync());
}
