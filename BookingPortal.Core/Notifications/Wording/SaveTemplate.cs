using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>Gives a site words of its own for one kind of message, or the portal's again; a manager does it, and every version stays.</summary>
public sealed class SaveTemplate(IWriteQueue writes, ReadCatalog readCatalog, IClock clock)
{
    /// <param name="Subject">Null together with the body: the portal's own words again.</param>
    /// <param name="SeenVersion">As it was read; a newer one is not overwritten.</param>
    public sealed record Request(StaffAccess By, Guid SiteId, NoticeKind Kind, string Language, string? Subject, string? Body, int SeenVersion);

    /// <returns>The version written.</returns>
    public async Task<Outcome<int>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        if (!request.By.IsManager || !request.By.SeesSite(request.SiteId) || !catalog.Sites.Any(site => site.Id == request.SiteId))
        {
            return new Refusal.NotFound("this site");
        }

        if (!NoticeKinds.OfSites.Contains(request.Kind))
        {
            return new Refusal.Invalid("kind", "Alerts are the whole portal's and keep its words.");
        }

        if (!WordBook.Languages.Contains(request.Language))
        {
            return new Refusal.Invalid("language", $"The portal writes {string.Join(", ", WordBook.Languages)}.");
        }

        if (request.Subject is not null && !TemplateText.Read(request.Kind, request.Subject, request.Body ?? "").TryGet(out _, out Refusal? refusal))
        {
            return refusal;
        }

        return await writes.RunAsync(scope => WriteAsync(scope, request), cancellationToken);
    }

    private async Task<Outcome<int>> WriteAsync(WriteScope scope, Request request)
    {
        int last = await scope.Db.NoticeTemplates
            .Where(each => each.SiteId == request.SiteId && each.Kind == request.Kind && each.Language == request.Language)
            .MaxAsync(each => (int?)each.Version) ?? 0;
        if (last != request.SeenVersion)
        {
            return new Refusal.StaleVersion(last);
        }

        scope.Db.NoticeTemplates.Add(new NoticeTemplate
        {
            SiteId = request.SiteId,
            Kind = request.Kind,
            Language = request.Language,
            Version = last + 1,
            Subject = request.Subject,
            Body = request.Subject is null ? null : request.Body ?? "",
            ChangedAt = clock.GetCurrentInstant(),
            ChangedBy = request.By.Email,
        });
        await scope.Db.SaveChangesAsync();
        return last + 1;
    }
}
