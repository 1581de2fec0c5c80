using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>How many bookings stand where and since when, and which of them are still on their way: for whom a person is needed first, then by how long they wait.</summary>
public sealed class ReadWaitingBookings(IDbContextFactory<PortalContext> contexts, ReadStatusCounts readStatusCounts, BookingSagas sagas, IClock clock)
{
    public const int MostListed = 200;

    /// <summary>What the machinery alone should have done by then.</summary>
    private static readonly Duration PassingLimit = Duration.FromMinutes(5);

    /// <param name="Held">Times that visitors keep open at this moment.</param>
    /// <param name="LongestHeldUntil">When the last of them runs out; null when nothing is held.</param>
    /// <param name="NextStart">The next confirmed visit; null when there is none.</param>
    /// <param name="NeedPerson">Bookings on their way that a person should look at.</param>
    public sealed record Counts(IReadOnlyList<ReadStatusCounts.Count> Statuses, int Held, Instant? LongestHeldUntil, Instant? NextStart, int NeedPerson)
    {
        public ReadStatusCounts.Count? Of(BookingStatus status) => Statuses.FirstOrDefault(each => each.Status == status);
    }

    /// <param name="Step">The step it stands at.</param>
    /// <param name="Since">When that step began.</param>
    /// <param name="Until">When its wait ends, or the next try comes; null when nothing comes by itself.</param>
    /// <param name="IsTooLong">It should have gone on by now.</param>
    public sealed record Item(Booking Booking, SagaStatus Saga, string Step, Instant Since, Instant? Until, bool NeedsReview, bool IsTooLong, string? Problem);

    public async Task<Counts> CountAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Instant> held = await db.Holds.Where(hold => hold.ExpiresAt > now).Select(hold => hold.ExpiresAt).ToListAsync(cancellationToken);
        Instant? next = await db.Bookings
            .Where(booking => booking.Status == BookingStatus.Confirmed && booking.StartsAt >= now)
            .MinAsync(booking => (Instant?)booking.StartsAt, cancellationToken);
        int review = await db.Sagas.CountAsync(saga => saga.NeedsReview, cancellationToken);
        return new Counts(await readStatusCounts.RunAsync(cancellationToken), held.Count, held.Count == 0 ? null : held.Max(), next, review);
    }

    public async Task<IReadOnlyList<Item>> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant now = clock.GetCurrentInstant();
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Sagas.AsNoTracking()
            .Where(saga => saga.NeedsReview || (saga.Status != SagaStatus.Done && saga.Status != SagaStatus.Undone))
            .OrderByDescending(saga => saga.NeedsReview)
            .ThenBy(saga => saga.StepBeganAt)
            .Join(db.Bookings, saga => saga.Id, booking => booking.Id, (saga, booking) => new { saga, booking })
            .Take(MostListed)
            .ToListAsync(cancellationToken);
        IEnumerable<Item> items = found.Select(pair => Describe(pair.booking, pair.saga, now));
        return [.. items.OrderByDescending(item => item.NeedsReview).ThenByDescending(item => item.IsTooLong).ThenBy(item => item.Since)];
    }

    private Item Describe(Booking booking, Saga saga, Instant now)
    {
        IReadOnlyList<SagaStep<BookingUnderway>> steps = sagas.Runner.PlanOf(saga).Steps;
        bool isTooLong = saga.Status switch
        {
            SagaStatus.Running or SagaStatus.Undoing => now - saga.StepBeganAt > PassingLimit,
            SagaStatus.Waiting => saga.DueAt is null || now - saga.DueAt > PassingLimit,
            SagaStatus.Paused => true,
            _ => false,
        };
        return new Item(
            booking, saga.Status, steps[Math.Min(saga.Step, steps.Count - 1)].Name, saga.StepBeganAt, saga.DueAt, saga.NeedsReview, isTooLong, saga.Problem);
    }
}
