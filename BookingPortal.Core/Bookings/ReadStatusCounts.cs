using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>How many bookings stand where, with the one that has stood there longest: a queue that does not move is seen at a glance.</summary>
public sealed class ReadStatusCounts(IDbContextFactory<PortalContext> contexts, IClock clock)
{
    /// <param name="OldestSince">Since when the one that changed longest ago has been in this status.</param>
    /// <param name="NeedReview">How many of them wait for a person.</param>
    public sealed record Count(BookingStatus Status, int Bookings, Instant OldestSince, Guid OldestId, string OldestReference, int NeedReview);

    /// <summary>Of the statuses that pass by themselves, and of confirmed visits that are still to come.</summary>
    public async Task<IReadOnlyList<Count>> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Count> counts = [];
        foreach (BookingStatus status in new[] { BookingStatus.PendingApproval, BookingStatus.PendingPayment, BookingStatus.Confirmed, BookingStatus.CheckedIn })
        {
            IQueryable<Booking> standing = db.Bookings.AsNoTracking().IgnoreAutoIncludes()
                .Where(booking => booking.Status == status && (status != BookingStatus.Confirmed || booking.EndsAt >= now));
            int all = await standing.CountAsync(cancellationToken);
            if (all == 0)
            {
                continue;
            }

            var oldest = await standing
                .OrderBy(booking => booking.ChangedAt)
                .Select(booking => new { booking.Id, booking.Reference, booking.ChangedAt })
                .FirstAsync(cancellationToken);
            int review = await db.Sagas.CountAsync(saga => saga.NeedsReview && standing.Any(booking => booking.Id == saga.Id), cancellationToken);
            counts.Add(new Count(status, all, oldest.ChangedAt, oldest.Id, oldest.Reference, review));
        }

        return counts;
    }

    /// <summary>Visits that are over and that nobody marked yet; the job completes them twelve hours later.</summary>
    public async Task<int> OverAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Bookings.CountAsync(
            booking => (booking.Status == BookingStatus.Confirmed || booking.Status == BookingStatus.CheckedIn) && booking.EndsAt < now, cancellationToken);
    }
}
