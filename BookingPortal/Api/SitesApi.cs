using System.Globalization;
using BookingPortal.Api.Front;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;

namespace BookingPortal.Api;

/// <summary>Where one can book, and what.</summary>
internal static class SitesApi
{
    public static async Task<IResult> ListAsync(ReadCatalog readCatalog, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        IReadOnlyList<SiteAnswer> sites = [.. catalog.Sites.Select(site =>
            new SiteAnswer(site.Slug, site.Name, site.TimeZone, Word(site.Status), site.Address))];
        return ApiReply.Of(StatusCodes.Status200OK, sites, ApiJson.Outgoing.IReadOnlyListSiteAnswer);
    }

    public static async Task<IResult> ServicesAsync(string site, ReadCatalog readCatalog, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        if (catalog.FindSite(site) is not { } found)
        {
            return ApiReply.Of(ProblemTypes.Make(ProblemTypes.NotFound, "There is no such site."));
        }

        IReadOnlyList<ServiceAnswer> services = [.. catalog.ServicesAt(found).Select(service => Describe(service, found, catalog))];
        return ApiReply.Of(StatusCodes.Status200OK, services, ApiJson.Outgoing.IReadOnlyListServiceAnswer);
    }

    private static ServiceAnswer Describe(Service service, Site site, CatalogSnapshot catalog)
    {
        bool isStay = service.Kind == ServiceKind.Stay;
        return new ServiceAnswer(
            service.Slug,
            service.Name,
            service.Description,
            Word(service.Kind),
            service.DurationMinutes,
            isStay ? service.Nights : null,
            isStay ? service.CheckIn.ToString("HH:mm", CultureInfo.InvariantCulture) : null,
            isStay ? service.CheckOut.ToString("HH:mm", CultureInfo.InvariantCulture) : null,
            service.Seats,
            new Money(service.PriceAmount, service.Currency),
            new DepositAnswer(Word(service.Deposit.Kind), service.Deposit.Kind is DepositKind.Fixed or DepositKind.Percent ? service.Deposit.Value : null),
            new CancellationAnswer(service.Cancellation.FreeUntilHours, service.Cancellation.FeePercent),
            service.NeedsApproval,
            service.MinNoticeMinutes,
            service.WindowDays,
            service.MaxPerDay,
            [.. catalog.PrimaryResources(service, site).Select(resource => new ResourceAnswer(resource.Slug, resource.Name, resource.Kind))]);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
