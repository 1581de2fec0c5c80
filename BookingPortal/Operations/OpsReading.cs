using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Operations.Words;
using NodaTime;

namespace BookingPortal.Operations;

/// <summary>What every Operations page reads besides its own subject: the time, and what it says when a look failed.</summary>
public sealed class OpsReading(ReadCatalog readCatalog, IClock clock, ILogger<OpsReading> log)
{
    /// <summary>In the first site's zone: the machinery itself belongs to no site.</summary>
    public async Task<OpsTime> TimeAsync()
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync();
        return new OpsTime(catalog.Sites.Count > 0 ? CatalogFacts.ZoneOf(catalog.Sites[0]) : DateTimeZone.Utc, clock.GetCurrentInstant());
    }

    /// <returns>What the page says until the next look goes well.</returns>
    public string Failed(Exception problem)
    {
        log.LogWarning(problem, "An Operations page could not be read again");
        return "This could not be read again just now. It tries by itself.";
    }
}
