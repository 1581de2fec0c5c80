using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Notifications.Reminding;

/// <summary>Drops the marks of visits that are long over: nobody is reminded of the past, so nothing can go twice.</summary>
public sealed class ForgetReminders(IWriteQueue writes, IClock clock)
{
    private static readonly Duration KeptFor = Duration.FromDays(30);

    /// <returns>How many were dropped.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant until = clock.GetCurrentInstant() - KeptFor;
        return writes.RunAsync(scope => scope.Db.ReminderMarks.Where(mark => mark.StartsAt < until).ExecuteDeleteAsync(), cancellationToken);
    }
}
