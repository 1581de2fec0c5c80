using BookingPortal.Core.Data;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Who works here and has an address. What was read last also tells, without asking the database, that a booking concerns nobody.</summary>
public sealed class StaffDirectory(IDbContextFactory<PortalContext> contexts, IClock clock)
{
    /// <summary>Older knowledge is none.</summary>
    private static readonly Duration FreshFor = Duration.FromSeconds(60);

    private volatile Known? _known;

    /// <summary>False only when it is known for sure that none of these has an account.</summary>
    public bool MayConcern(IEnumerable<Guid> resourceIds)
    {
        Known? known = _known;
        Instant now = clock.GetCurrentInstant();
        return known is null || now - known.At > FreshFor || now < known.At || resourceIds.Any(known.Resources.Contains);
    }

    /// <summary>All colleagues with their roles, whether they can be reached or not.</summary>
    public async Task<IReadOnlyList<StaffAccess>> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant asked = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from account in db.Users
            join held in db.UserRoles on account.Id equals held.UserId into roles
            from held in roles.DefaultIfEmpty()
            join role in db.Roles on held.RoleId equals role.Id into names
            from role in names.DefaultIfEmpty()
            select new { account, Role = role == null ? null : role.Name }).AsNoTracking().ToListAsync(cancellationToken);
        StaffAccess[] all =
        [
            .. rows.Select(row => new StaffAccess(
                row.account.Id, row.account.Name, row.account.Email ?? "", row.Role ?? StaffRoles.Staff, row.account.Sites, row.account.ResourceId)),
        ];
        _known = new Known(asked, [.. all.Where(each => each.Email.Length > 0 && each.ResourceId is not null).Select(each => each.ResourceId!.Value)]);
        return all;
    }

    /// <summary>Keeps what is known fresh; for the timetable.</summary>
    /// <returns>0: nothing was due, and a line in the history for every look of every node would bury the others.</returns>
    public async Task<int> RefreshAsync(CancellationToken cancellationToken = default)
    {
        await RunAsync(cancellationToken);
        return 0;
    }

    private sealed record Known(Instant At, HashSet<Guid> Resources);
}
