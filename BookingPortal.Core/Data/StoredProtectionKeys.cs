using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data;

/// <summary>Keeps the keys of ASP.NET Core's data protection in the database, so that sign-ins survive a restart and hold on every node.</summary>
public sealed class StoredProtectionKeys(IDbContextFactory<PortalContext> contexts, IWriteQueue writes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using PortalContext db = contexts.CreateDbContext();
        return [.. db.DataProtectionKeys.AsNoTracking().Select(key => key.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    /// <remarks>The framework asks without awaiting, once in 90 days; there is no context to come back to that could be blocked.</remarks>
    public void StoreElement(XElement element, string friendlyName) =>
        writes.RunAsync(scope =>
        {
            scope.Db.DataProtectionKeys.Add(new DataProtectionKey
            {
                FriendlyName = friendlyName,
                Xml = element.ToString(SaveOptions.DisableFormatting),
            });
            return scope.Db.SaveChangesAsync();
        }).GetAwaiter().GetResult();
}
