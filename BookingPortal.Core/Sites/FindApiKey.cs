using System.Security.Cryptography;
using System.Text;
using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Sites;

/// <summary>Which key somebody shows, if it is one of ours and still in use.</summary>
public sealed class FindApiKey(IDbContextFactory<PortalContext> contexts)
{
    public async Task<ApiKey?> RunAsync(string shown, CancellationToken cancellationToken = default)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(shown));
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApiKeys.AsNoTracking()
            .SingleOrDefaultAsync(key => key.Hash == hash && key.RevokedAt == null, cancellationToken);
    }
}
