using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Sites;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Each morning, on each site's own clock, leaves a digest of the day for those who run the desk there.</summary>
public sealed class SendDigests(IWriteQueue writes, ReadCatalog readCatalog, LeaveEffects leaveEffects, StaffDirectory directory, IClock clock)
{
    private static readonly LocalTime From = new(6, 0);

    /// <summary>Later it is news no more.</summary>
    private static readonly LocalTime Until = new(10, 0);

    private HashSet<(Guid Site, LocalDate Day)> _done = [];

    /// <returns>How many mails were left.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Instant now = clock.GetCurrentInstant();
        var mornings = catalog.Sites
            .Select(site => (Site: site, Local: now.InZone(CatalogFacts.ZoneOf(site)).LocalDateTime))
            .Where(each => each.Local.TimeOfDay >= From && each.Local.TimeOfDay < Until && !_done.Contains((each.Site.Id, each.Local.Date)))
            .ToList();
        if (mornings.Count == 0)
        {
            return 0;
        }

        IReadOnlyList<StaffAccess> all = await directory.RunAsync(cancellationToken);
        PlannedEffect[] planned =
        [
            .. from morning in mornings
               from colleague in all
               where colleague.IsDesk && colleague.Email.Length > 0 && colleague.SeesSite(morning.Site.Id)
               select Digest(morning.Site, morning.Local.Date, colleague),
        ];
        int left = await writes.RunAsync(scope => leaveEffects.RunAsync(scope, planned, now), cancellationToken);

        // Only spares looking again; what keeps a digest from going twice is its name in the outbox.
        _done = [.. _done.Where(each => each.Day > now.InUtc().Date.PlusDays(-3)), .. mornings.Select(each => (each.Site.Id, each.Local.Date))];
        return left;
    }

    private static PlannedEffect Digest(Site site, LocalDate day, StaffAccess colleague)
    {
        string printed = LocalDatePattern.Iso.Format(day);
        NoticePayload payload = NoticePayload.Of(NoticeKind.DailyDigest) with { Name = colleague.Name, Locale = site.Locale, Site = site.Id, Day = printed };
        return new PlannedEffect(NoticeEffects.Mail, NoticeEffects.ToAddress(colleague.Email), payload.Write())
        {
            Once = $"digest/{site.Id:N}/{printed}/{colleague.Email}",
            PointlessAfter = Time.SiteTime.StartOfDay(day.PlusDays(1), CatalogFacts.ZoneOf(site)),
        };
    }
}
