using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Says the catalog's rows in the words of a scenario file.</summary>
internal static class DescribeCatalog
{
    public static ScenarioSite Site(Site site) => new(site.Slug, site.Name, site.TimeZone)
    {
        Address = site.Address,
        Accent = site.Accent,
        Status = site.Status,
        QuietHours = site.QuietHours,
        Texts = site.Texts,
        Locale = site.Locale,
        Kind = site.Kind,
        SilenceMinutes = site.SilenceMinutes,
        WhenSilent = site.WhenSilent,
        Conflicts = site.Conflicts,
        Hours = site.Hours,
        Exceptions = site.Exceptions,
    };

    public static ScenarioResource Resource(Resource resource, CatalogSnapshot catalog, IEnumerable<OutsideBusyTime> busy) =>
        new(resource.Slug, resource.Name, resource.Kind, [.. resource.Sites.Select(id => catalog.Site(id).Slug)])
        {
            TimeZone = resource.Sites.Count > 0 && catalog.Site(resource.Sites[0]).TimeZone == resource.TimeZone ? null : resource.TimeZone,
            Capacity = resource.Capacity,
            GranularityMinutes = resource.GranularityMinutes,
            Hours = resource.Hours,
            Exceptions = resource.Exceptions,
            Busy = [.. busy.OrderBy(time => time.StartsAt).ThenBy(time => time.EndsAt).Select(time => new BusyTime(time.StartsAt, time.EndsAt))],
        };

    public static ScenarioServiceEntry Offer(Service service, CatalogSnapshot catalog) =>
        new(service.Slug, service.Name, service.Kind, [.. service.Sites.Select(id => catalog.Site(id).Slug)])
        {
            Description = service.Description,
            DurationMinutes = service.DurationMinutes,
            Nights = service.Nights,
            CheckIn = service.CheckIn,
            CheckOut = service.CheckOut,
            StepMinutes = service.StepMinutes == service.DurationMinutes || service.StepMinutes == 0 ? null : service.StepMinutes,
            Grid = service.Grid,
            FillGaps = service.FillGaps,
            BufferBeforeMinutes = service.BufferBeforeMinutes,
            BufferAfterMinutes = service.BufferAfterMinutes,
            MinNoticeMinutes = service.MinNoticeMinutes,
            WindowDays = service.WindowDays,
            MaxPerDay = service.MaxPerDay,
            Seats = service.Seats,
            Approval = service.NeedsApproval,
            Approvers = service.Approvers,
            ApprovalHours = service.ApprovalHours,
            OnApprovalTimeout = service.OnApprovalTimeout,
            ApprovalOnReschedule = service.AsksAgainWhenMoved,
            Price = new ScenarioPrice(service.PriceAmount, service.Currency),
            Deposit = service.Deposit,
            Cancellation = service.Cancellation,
            HoldMinutes = service.HoldMinutes,
            Reminders = service.Reminders,
            Requires = [.. service.Requires.Select(group => new ScenarioGroup([.. group.AnyOf.Select(id => catalog.Resource(id).Slug)], group.Choose))],
        };
}
