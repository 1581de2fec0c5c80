using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Providers;

/// <summary>The model on SQLite, the embedded default.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : PortalContext(options);

/// <summary>Which database a context stands on.</summary>
internal static class ProviderOf
{
    /// <summary>By its type: EF would look up the name of an assembly, which on the busiest path is a twentieth of a booking.</summary>
    public static bool IsSqlite(this PortalContext db) => db is SqliteContext;
}
