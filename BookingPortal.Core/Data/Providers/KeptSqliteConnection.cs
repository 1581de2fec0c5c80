using Microsoft.Data.Sqlite;

namespace BookingPortal.Core.Data.Providers;

/// <summary>
/// A connection that stays open as long as its context lives, and contexts are pooled: opening costs more than most
/// queries, and what was compiled on it would be lost (<see cref="KeptCommands"/>). EF closes it after every use, which here
/// means nothing; what a use left behind, a reader or a transaction, EF has ended before.
/// </summary>
internal sealed class KeptSqliteConnection(string connectionString) : SqliteConnection(connectionString)
{
    private bool _ends;

    public override void Close()
    {
        if (_ends)
        {
            base.Close();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _ends = true;
        base.Dispose(disposing);
    }
}
