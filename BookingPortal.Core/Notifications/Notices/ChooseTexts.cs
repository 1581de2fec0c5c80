using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>A manager decides whether a site tells its customers something by SMS as well.</summary>
public sealed class ChooseTexts(IWriteQueue writes, ReadCatalog readCatalog, IClock clock)
{
    /// <summary>As the audit calls it.</summary>
    public const string Act = "sms";

    public sealed record Request(StaffAccess By, Guid SiteId, SmsOccasion Occasion, bool IsOn);

    /// <returns>All that the site sends from now on.</returns>
    public async Task<Outcome<IReadOnlyList<SmsOccasion>>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        if (!request.By.IsManager || !request.By.SeesSite(request.SiteId) || !catalog.Sites.Any(site => site.Id == request.SiteId))
        {
            return new Refusal.NotFound("this site");
        }

        return await writes.RunAsync(scope => WriteAsync(scope, request), cancellationToken);
    }

    private async Task<Outcome<IReadOnlyList<SmsOccasion>>> WriteAsync(WriteScope scope, Request request)
    {
        // The stamp first: two who choose at once come one after the other, and neither writes over the other's choice.
        await Stamps.RaiseAsync(scope.Db, [VersionStamp.Catalog]);
        Site site = await scope.Db.Sites.SingleAsync(each => each.Id == request.SiteId);
        if (site.Texts.Contains(request.Occasion) != request.IsOn)
        {
            site.Texts = [.. request.IsOn ? site.Texts.Append(request.Occasion).Order() : site.Texts.Where(each => each != request.Occasion)];
            scope.Db.OperatorActs.Add(new OperatorAct
            {
                At = clock.GetCurrentInstant(),
                By = request.By.Email,
                Act = Act,
                Reason = $"SMS about {request.Occasion.ToString().ToLowerInvariant()}: {(request.IsOn ? "on" : "off")}",
                Subject = site.Slug,
            });
            await scope.Db.SaveChangesAsync();
        }

        return Outcome<IReadOnlyList<SmsOccasion>>.Done(site.Texts);
    }
}
