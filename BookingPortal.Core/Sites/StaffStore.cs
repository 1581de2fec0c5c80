using BookingPortal.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Sites;

/// <summary>
/// Where Identity finds staff accounts. The ready-made store saves through its own context; ours writes through the write queue
/// like everything else, so that SQLite has one writer.
/// </summary>
public sealed class StaffStore(IDbContextFactory<PortalContext> contexts, IWriteQueue writes)
    : IUserEmailStore<StaffAccount>, IUserPasswordStore<StaffAccount>, IUserSecurityStampStore<StaffAccount>,
      IUserLockoutStore<StaffAccount>
{
    public async Task<IdentityResult> CreateAsync(StaffAccount user, CancellationToken cancellationToken)
    {
        await writes.RunAsync(
            async scope =>
            {
                scope.Db.Users.Add(user);
                return await scope.Db.SaveChangesAsync();
            },
            cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> UpdateAsync(StaffAccount user, CancellationToken cancellationToken)
    {
        string next = Guid.NewGuid().ToString("N");
        bool written = await writes.RunAsync(
            async scope =>
            {
                StaffAccount? stored = await scope.Db.Users.SingleOrDefaultAsync(each => each.Id == user.Id);
                if (stored is null || stored.ConcurrencyStamp != user.ConcurrencyStamp)
                {
                    return false;
                }

                scope.Db.Entry(stored).CurrentValues.SetValues(user);
                stored.ConcurrencyStamp = next;
                await scope.Db.SaveChangesAsync();
                return true;
            },
            cancellationToken);
        if (!written)
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }

        user.ConcurrencyStamp = next;
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> DeleteAsync(StaffAccount user, CancellationToken cancellationToken)
    {
        await writes.RunAsync(scope => scope.Db.Users.Where(each => each.Id == user.Id).ExecuteDeleteAsync(), cancellationToken);
        return IdentityResult.Success;
    }

    public Task<StaffAccount?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out Guid id) ? FindAsync(users => users.Where(user => user.Id == id), cancellationToken) : Task.FromResult<StaffAccount?>(null);

    public Task<StaffAccount?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindAsync(users => users.Where(user => user.NormalizedUserName == normalizedUserName), cancellationToken);

    public Task<StaffAccount?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        FindAsync(users => users.Where(user => user.NormalizedEmail == normalizedEmail), cancellationToken);

    public Task<string> GetUserIdAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.UserName);

    public Task SetUserNameAsync(StaffAccount user, string? userName, CancellationToken cancellationToken) => Set(() => user.UserName = userName);

    public Task<string?> GetNormalizedUserNameAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.NormalizedUserName);

    public Task SetNormalizedUserNameAsync(StaffAccount user, string? normalizedName, CancellationToken cancellationToken) =>
        Set(() => user.NormalizedUserName = normalizedName);

    public Task<string?> GetEmailAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.Email);

    public Task SetEmailAsync(StaffAccount user, string? email, CancellationToken cancellationToken) => Set(() => user.Email = email);

    public Task<bool> GetEmailConfirmedAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.EmailConfirmed);

    public Task SetEmailConfirmedAsync(StaffAccount user, bool confirmed, CancellationToken cancellationToken) => Set(() => user.EmailConfirmed = confirmed);

    public Task<string?> GetNormalizedEmailAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.NormalizedEmail);

    public Task SetNormalizedEmailAsync(StaffAccount user, string? normalizedEmail, CancellationToken cancellationToken) =>
        Set(() => user.NormalizedEmail = normalizedEmail);

    public Task<string?> GetPasswordHashAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task SetPasswordHashAsync(StaffAccount user, string? passwordHash, CancellationToken cancellationToken) => Set(() => user.PasswordHash = passwordHash);

    public Task<bool> HasPasswordAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task<string?> GetSecurityStampAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.SecurityStamp);

    public Task SetSecurityStampAsync(StaffAccount user, string stamp, CancellationToken cancellationToken) => Set(() => user.SecurityStamp = stamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.LockoutEnd);

    public Task SetLockoutEndDateAsync(StaffAccount user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) => Set(() => user.LockoutEnd = lockoutEnd);

    /// <summary>Counted in the database, so that many guesses at once are many and not one.</summary>
    public async Task<int> IncrementAccessFailedCountAsync(StaffAccount user, CancellationToken cancellationToken) =>
        user.AccessFailedCount = await writes.RunAsync(
            async scope =>
            {
                IQueryable<StaffAccount> own = scope.Db.Users.Where(each => each.Id == user.Id);
                await own.ExecuteUpdateAsync(set => set.SetProperty(each => each.AccessFailedCount, each => each.AccessFailedCount + 1));
                return await own.Select(each => each.AccessFailedCount).SingleAsync();
            },
            cancellationToken);

    public Task ResetAccessFailedCountAsync(StaffAccount user, CancellationToken cancellationToken) => Set(() => user.AccessFailedCount = 0);

    public Task<int> GetAccessFailedCountAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.AccessFailedCount);

    public Task<bool> GetLockoutEnabledAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.LockoutEnabled);

    public Task SetLockoutEnabledAsync(StaffAccount user, bool enabled, CancellationToken cancellationToken) => Set(() => user.LockoutEnabled = enabled);

    /// <summary>Nothing is kept open between calls.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    private static Task Set(Action change)
    {
        change();
        return Task.CompletedTask;
    }

    private async Task<StaffAccount?> FindAsync(Func<IQueryable<StaffAccount>, IQueryable<StaffAccount>> choose, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await choose(db.Users.AsNoTracking()).SingleOrDefaultAsync(cancellationToken);
    }
}
