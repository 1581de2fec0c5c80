using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>What could not be delivered and waits for a person, newest first.</summary>
public sealed class ReadDeadLetters(IDbContextFactory<PortalContext> contexts)
{
    public const int MostAtOnce = 100;

    /// <param name="Reference">The booking's; null where it belongs to none.</param>
    public sealed record Item(
        Guid Id, string Kind, string Destination, string? Topic, Guid? BookingId, string? Reference, string Why, int Attempts, Instant CreatedAt, Instant DiedAt, string Payload);

    /// <param name="Total">Of the filter, not of the page.</param>
    public sealed record Page(IReadOnlyList<Item> Items, int Total);

    /// <summary>The kinds of which there are any, for the choice of one.</summary>
    public async Task<IReadOnlyList<string>> KindsAsync(CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OutboxMessages
            .Where(message => message.Status == OutboxStatus.Dead)
            .Select(message => message.Kind).Distinct().OrderBy(kind => kind)
            .ToListAsync(cancellationToken);
    }

    /// <param name="skip">How many of the newest to pass over.</param>
    public async Task<Page> RunAsync(DeadLetterFilter filter, int skip = 0, int limit = 50, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<OutboxMessage> found = filter.Apply(db.OutboxMessages.AsNoTracking(), db.Bookings);
        int total = await found.CountAsync(cancellationToken);
        List<OutboxMessage> rows = await found
            .OrderByDescending(message => message.EndedAt).ThenBy(message => message.Position)
            .Skip(skip).Take(Math.Min(limit, MostAtOnce))
            .ToListAsync(cancellationToken);
        Guid[] bookings = [.. rows.Where(row => row.BookingId is not null).Select(row => row.BookingId!.Value).Distinct()];
        Dictionary<Guid, string> references = await db.Bookings
            .Where(booking => bookings.Contains(booking.Id))
            .Select(booking => new { booking.Id, booking.Reference })
            .ToDictionaryAsync(each => each.Id, each => each.Reference, cancellationToken);
        return new Page(
            [.. rows.Select(row => new Item(
                row.Id, row.Kind, row.Destination, row.Topic, row.BookingId,
                row.BookingId is { } booking ? references.GetValueOrDefault(booking) : null,
                row.LastProblem ?? "", row.Attempts, row.CreatedAt, row.EndedAt ?? row.CreatedAt, row.Payload))],
            total);
    }
}
