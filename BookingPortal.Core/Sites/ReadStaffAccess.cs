using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Sites;

/// <summary>Reads what an account may do at this moment, so that rights taken away end with the next act and not with the next sign-in.</summary>
public sealed class ReadStaffAccess(IDbContextFactory<PortalContext> contexts)
{
    /// <returns>Null when the account is gone.</returns>
    public async Task<StaffAccess?> RunAsync(Guid accountId, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        var read = await (
            from account in db.Users
            where account.Id == accountId
            select new
            {
                account,
                Role = (from held in db.UserRoles
                        join role in db.Roles on held.RoleId equals role.Id
                        where held.UserId == account.Id
                        select role.Name).FirstOrDefault(),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return read is null
            ? null
            : new StaffAccess(
                accountId, read.account.Name, read.account.Email ?? "", read.Role ?? StaffRoles.Staff, read.account.Sites, read.account.ResourceId);
    }
}
