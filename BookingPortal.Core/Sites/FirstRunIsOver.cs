using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Sites;

/// <summary>Whether somebody runs this portal yet: until then the first-run page is open, and after it is gone for good.</summary>
public sealed class FirstRunIsOver(IDbContextFactory<PortalContext> contexts)
{
    private volatile bool _known;

    public async Task<bool> RunAsync(CancellationToken cancellationToken = default)
    {
        if (!_known)
        {
            await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
            _known = await Among(db).AnyAsync(cancellationToken);
        }

        return _known;
    }

    internal static IQueryable<Guid> Among(PortalContext db) =>
        from held in db.UserRoles
        join role in db.Roles on held.RoleId equals role.Id
        where role.Name == StaffRoles.Manager
        select held.UserId;
}
