using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>The outbox as a list: what waits, what went out, what was given up; newest first.</summary>
public sealed class ReadQueue(IDbContextFactory<PortalContext> contexts)
{
    public const int MostAtOnce = 100;

    /// <param name="Status">Null = all.</param>
    /// <param name="Kind">Such as <c>mail</c>; null = all.</param>
    /// <param name="Search">A part of the destination, or a booking's reference.</param>
    /// <param name="Skip">How many of the newest to pass over.</param>
    public sealed record Request(OutboxStatus? Status = null, string? Kind = null, string? Search = null, int Skip = 0, int Limit = 50);

    /// <param name="HasMore">Whether there are older ones.</param>
    public sealed record Page(IReadOnlyList<OutboxMessage> Messages, bool HasMore);

    public async Task<Page> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        int limit = Math.Clamp(request.Limit, 1, MostAtOnce);
        List<OutboxMessage> found = await Newest(db, request)
            .Skip(Math.Max(request.Skip, 0)).Take(limit + 1)
            .ToListAsync(cancellationToken);
        return new Page([.. found.Take(limit)], found.Count > limit);
    }

    internal static IQueryable<OutboxMessage> Newest(PortalContext db, Request request) =>
        Wanted(db, request).OrderByDescending(message => message.CreatedAt).ThenByDescending(message => message.Position);

    private static IQueryable<OutboxMessage> Wanted(PortalContext db, Request request)
    {
        IQueryable<OutboxMessage> messages = db.OutboxMessages.AsNoTracking();
        if (request.Status is { } status)
        {
            messages = messages.Where(message => message.Status == status);
        }

        if (!string.IsNullOrEmpty(request.Kind))
        {
            messages = messages.Where(message => message.Kind == request.Kind);
        }

        if (string.IsNullOrWhiteSpace(request.Search))
        {
            return messages;
        }

        string words = request.Search.Trim();
        string reference = words.ToUpperInvariant();
        return messages.Where(message => message.Destination.Contains(words)
            || db.Bookings.Any(booking => booking.Id == message.BookingId && booking.Reference == reference));
    }
}
