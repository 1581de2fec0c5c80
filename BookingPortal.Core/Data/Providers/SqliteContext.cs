using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Providers;

/// <summary>The model on SQLite, the embedded default.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : PortalContext(options);
