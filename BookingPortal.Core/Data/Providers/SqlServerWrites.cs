using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Core.Data.Providers;

/// <summary>On SQL Server writers work side by side, each in a transaction of its own; a deadlock's victim runs again.</summary>
internal sealed partial class SqlServerWrites(IDbContextFactory<PortalContext> contexts, ILogger<SqlServerWrites> log) : IWriteQueue
{
    private const int Tries = 8;

    public async Task<T> RunAsync<T>(Func<WriteScope, Task<T>> work, CancellationToken cancellationToken = default)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(work, cancellationToken);
            }
            catch (Exception failure) when (attempt < Tries && IsLostRace(failure))
            {
                LogAnotherTry(log, attempt, failure);

                // Jitter, so that two victims do not meet again.
                await Task.Delay(Random.Shared.Next(5, 25 * attempt), cancellationToken);
            }
        }
    }

    private async Task<T> TryAsync<T>(Func<WriteScope, Task<T>> work, CancellationToken cancellationToken)
    {
        await using PortalContext context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Database.AutoSavepointsEnabled = false;
        await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var scope = new WriteScope(context);
        T value = await work(scope);
        if (scope.IsUndone)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            return value;
        }

        // From here on the caller's leaving must not leave the outcome unknown.
        await transaction.CommitAsync(CancellationToken.None);
        scope.RunAfterCommit();
        return value;
    }

    /// <summary>Here a unique violation that the work did not expect is a race as well: run again, it finds the other one's row.</summary>
    private static bool IsLostRace(Exception failure) =>
        DatabaseErrors.IsWorthAnotherTry(failure) || DatabaseErrors.IsUniqueViolation(failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A write lost a race in try {Attempt} and runs again.")]
    private static partial void LogAnotherTry(ILogger logger, int attempt, Exception failure);
}
