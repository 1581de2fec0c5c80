using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;

namespace BookingPortal.Core.Data.Seed;

/// <summary>A booking of a file that is not in the portal yet, with its names looked up.</summary>
/// <param name="Place">Where it stands in the file.</param>
/// <param name="Given">For each group of the service the resource that the file names, or null.</param>
/// <param name="ImportKey">By which a second import finds it; null where it has a reference.</param>
internal sealed record BookingWork(
    string Place, ScenarioBooking Entry, Site Site, Service Service, SlotTimes Times, IReadOnlyList<Guid?> Given, string? ImportKey)
{
    public bool IsDecided => Given.All(resource => resource is not null);
}

/// <summary>A session of a file, with its names looked up.</summary>
internal sealed record SessionWork(
    string Place, ScenarioSession Entry, Site Site, Service Service, SlotTimes Times, IReadOnlyList<Guid?> Given)
{
    public bool IsDecided => Given.All(resource => resource is not null);
}
