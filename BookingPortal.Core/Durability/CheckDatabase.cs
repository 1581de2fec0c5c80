using System.Data.Common;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Durability;

/// <summary>Whether this node can serve: its database answers and has the form that this version expects.</summary>
public sealed class CheckDatabase(IDbContextFactory<PortalContext> contexts)
{
    private volatile bool _isMigrated;

    /// <summary>What is wrong, in one line; null when all is well.</summary>
    public async Task<string?> RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.VersionStamps.AnyAsync(cancellationToken);
            if (!_isMigrated)
            {
                if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
                {
                    return "The database has migrations to come.";
                }

                _isMigrated = true; // a database never goes back
            }

            return null;
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or InvalidOperationException)
        {
            return $"The database does not answer: {failure.GetType().Name}.";
        }
    }
}
