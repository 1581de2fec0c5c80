using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Providers;

/// <summary>The model on SQL Server.</summary>
public sealed class SqlServerContext(DbContextOptions<SqlServerContext> options) : PortalContext(options);
