using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Tests.Providers;

/// <summary>A look at the whole database as of one moment.</summary>
public sealed class ReadSnapshotTests
{
    private const int ReadCommitted = 2;

    /// <summary>It kept the snapshot's level: the next writer on the connection was refused for what others changed meanwhile.</summary>
    [Theory, OnSqlServer]
    public async Task The_connection_of_a_look_that_is_over_reads_what_was_committed_last(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await using PortalContext db = await database.DbAsync();
        await db.Database.OpenConnectionAsync();

        // SQL Server leaves the level of the transaction behind; by hand as well, for servers that do not.
        await db.Database.ExecuteSqlRawAsync("SET TRANSACTION ISOLATION LEVEL SNAPSHOT");
        await using (ReadSnapshot look = await ReadSnapshot.BeginAsync(db, CancellationToken.None))
        {
            Assert.True(look.IsOneMoment);
        }

        int level = await db.Database
            .SqlQueryRaw<int>("SELECT CAST(transaction_isolation_level AS int) AS \"Value\" FROM sys.dm_exec_sessions WHERE session_id = @@SPID")
            .SingleAsync();
        Assert.Equal(ReadCommitted, level);
    }
}
