using System.Security.Cryptography;
using BookingPortal.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Durability;

/// <summary>Gives a secret of this portal, and makes it on the first start. Nodes that start at once end up with the same one.</summary>
public sealed class KeepServerKey(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, IDataProtectionProvider protection)
{
    private const int KeyBytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("ServerKey");

    public async Task<byte[]> RunAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await ReadAsync(id, cancellationToken) is { } known)
        {
            return known;
        }

        // Sealed before the write begins: the first use of data protection writes a key of its own, which would wait for this write for ever.
        string sealedValue = Convert.ToBase64String(_protector.Protect(RandomNumberGenerator.GetBytes(KeyBytes)));
        try
        {
            await writes.RunAsync(
                async scope =>
                {
                    scope.Db.ServerKeys.Add(new ServerKey { Id = id, ProtectedValue = sealedValue });
                    return await scope.Db.SaveChangesAsync(cancellationToken);
                },
                cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another node was first. Its key is read below; if there is none, that throws.
        }

        return await ReadAsync(id, cancellationToken)
            ?? throw new InvalidOperationException($"The server key {id} could not be kept in the database.");
    }

    private async Task<byte[]?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        string? sealedValue = await db.ServerKeys.AsNoTracking()
            .Where(key => key.Id == id)
            .Select(key => key.ProtectedValue)
            .SingleOrDefaultAsync(cancellationToken);
        return sealedValue is null ? null : _protector.Unprotect(Convert.FromBase64String(sealedValue));
    }
}
