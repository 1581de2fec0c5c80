using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data;

/// <summary>Keeps the keys of data protection in the database, so that what one node sealed every node opens, after restarts too.</summary>
public sealed class KeysInDatabase(IDbContextFactory<PortalContext> contexts) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using PortalContext db = contexts.CreateDbContext();
        return [.. db.DataProtectionKeys.AsNoTracking().Select(key => key.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    /// <summary>Outside the write queue, because this contract is synchronous: one small row about every ninety days, for which SQLite waits its turn.</summary>
    public void StoreElement(XElement element, string friendlyName)
    {
        using PortalContext db = contexts.CreateDbContext();
        db.DataProtectionKeys.Add(new DataProtectionKey { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
