using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Alerts;

/// <summary>Raises an alert inside the write that found its cause, and tells the managers the first time. It stands until somebody or something clears it.</summary>
public sealed class RaiseAlert(LeaveEffects leaveEffects, IEnumerable<IPlanNotices> notices)
{
    private const int LongestWords = 500;

    /// <param name="Times">How often it happened; 0 for what goes on and is only seen once more.</param>
    public sealed record Request(string Cause, string Words, Guid? BookingId = null, int Times = 1);

    /// <returns>Whether it is news.</returns>
    public async Task<bool> RunAsync(WriteScope scope, Request request, Instant now)
    {
        Alert? alert = await scope.Db.Alerts.SingleOrDefaultAsync(each => each.Cause == request.Cause);
        bool isNews = alert is null || (alert.ClearedAt is not null && await ReopenAsync(scope.Db, request.Cause));
        string words = request.Words.Length > LongestWords ? request.Words[..LongestWords] : request.Words;
        if (alert is null)
        {
            alert = new Alert { Cause = request.Cause, Words = words, RaisedAt = now, LastAt = now };
            scope.Db.Alerts.Add(alert);
        }

        if (isNews)
        {
            (alert.Words, alert.BookingId, alert.RaisedAt, alert.Times, alert.ClearedAt, alert.ClearedBy) = (words, request.BookingId, now, 0, null, null);
        }

        alert.LastAt = now;
        alert.Times = Math.Max(alert.Times + request.Times, 1);
        await scope.Db.SaveChangesAsync();
        if (isNews)
        {
            IReadOnlyList<string> managers = await ManagersAsync(scope.Db);
            await leaveEffects.RunAsync(scope, [.. notices.SelectMany(each => each.Plan(alert, managers))], now);
        }

        return isNews;
    }

    /// <summary>Several nodes may look at once, and the managers are told by one of them: whoever's write finds it over. A new row is the first one's by its key.</summary>
    private static async Task<bool> ReopenAsync(PortalContext db, string cause) => await db.Alerts
        .Where(each => each.Cause == cause && each.ClearedAt != null)
        .ExecuteUpdateAsync(set => set.SetProperty(each => each.ClearedAt, (Instant?)null)) > 0;

    /// <summary>Its cause is gone.</summary>
    public static Task<int> ClearAsync(WriteScope scope, string cause, string by, Instant now) => scope.Db.Alerts
        .Where(alert => alert.Cause == cause && alert.ClearedAt == null)
        .ExecuteUpdateAsync(set => set
            .SetProperty(alert => alert.ClearedAt, now)
            .SetProperty(alert => alert.ClearedBy, by));

    /// <summary>Those of all sites, as with the Operations pages: an alert may name any site's customers. Where there is none, those of some sites, so that somebody hears of it.</summary>
    internal static async Task<IReadOnlyList<string>> ManagersAsync(PortalContext db)
    {
        List<StaffAccount> managers = await (
            from account in db.Users.AsNoTracking()
            join held in db.UserRoles on account.Id equals held.UserId
            join role in db.Roles on held.RoleId equals role.Id
            where role.Name == StaffRoles.Manager && account.Email != null
            orderby account.Email
            select account).ToListAsync();
        List<StaffAccount> ofAll = managers.FindAll(account => account.Sites.Count == 0);
        return [.. (ofAll.Count > 0 ? ofAll : managers).Select(account => account.Email!)];
    }
}
