using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Bookings in the order of their starts, page by page. A page goes on exactly where the one before it ended, whatever was booked in between.</summary>
public sealed class ReadBookings(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>More in one answer would only make it slow.</summary>
    public const int MostAtOnce = 200;

    /// <param name="From">Starts at this instant or later.</param>
    /// <param name="To">Starts before this instant.</param>
    /// <param name="FromDate">Starts on this date of its own site or later.</param>
    /// <param name="ToDate">Starts on this date of its own site or earlier.</param>
    /// <param name="Statuses">Only these; empty = all.</param>
    /// <param name="After">The last booking of the page before; null for the first page.</param>
    /// <param name="Limit">1 to <see cref="MostAtOnce"/>.</param>
    public sealed record Request(
        Guid? SiteId = null,
        Guid? ResourceId = null,
        Instant? From = null,
        Instant? To = null,
        LocalDate? FromDate = null,
        LocalDate? ToDate = null,
        IReadOnlyList<BookingStatus>? Statuses = null,
        Place? After = null,
        int Limit = 50);

    /// <summary>Where a page ended.</summary>
    public readonly record struct Place(Instant StartsAt, Guid Id);

    /// <param name="Next">Where the next page begins; null when this is the last one.</param>
    public sealed record Page(IReadOnlyList<Booking> Bookings, Place? Next);

    public async Task<Page> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Booking> bookings = await Wanted(db.Bookings.AsNoTracking(), request)
            .OrderBy(booking => booking.StartsAt)
            .ThenBy(booking => booking.Id)
            .Take(request.Limit + 1)
            .ToListAsync(cancellationToken);
        if (bookings.Count <= request.Limit)
        {
            return new Page(bookings, null);
        }

        bookings.RemoveAt(request.Limit);
        return new Page(bookings, new Place(bookings[^1].StartsAt, bookings[^1].Id));
    }

    private static IQueryable<Booking> Wanted(IQueryable<Booking> bookings, Request request)
    {
        if (request.SiteId is { } site)
        {
            bookings = bookings.Where(booking => booking.SiteId == site);
        }

        if (request.ResourceId is { } resource)
        {
            bookings = bookings.Where(booking => booking.Resources.Any(taken => taken.ResourceId == resource));
        }

        if (request.From is { } from)
        {
            bookings = bookings.Where(booking => booking.StartsAt >= from);
        }

        if (request.To is { } to)
        {
            bookings = bookings.Where(booking => booking.StartsAt < to);
        }

        if (request.FromDate is { } fromDate)
        {
            LocalDateTime first = fromDate.AtMidnight();
            Instant earliest = first.WithOffset(Offset.MaxValue).ToInstant(); // no site is that far ahead: this one only leads to the index
            bookings = bookings.Where(booking => booking.StartsAt >= earliest && booking.LocalStart >= first);
        }

        if (request.ToDate is { } toDate)
        {
            LocalDateTime end = toDate.PlusDays(1).AtMidnight();
            Instant latest = end.WithOffset(Offset.MinValue).ToInstant();
            bookings = bookings.Where(booking => booking.StartsAt < latest && booking.LocalStart < end);
        }

        if (request.Statuses is { Count: > 0 } statuses)
        {
            bookings = bookings.Where(booking => statuses.Contains(booking.Status));
        }

        return request.After is { } after
            ? bookings.Where(booking => booking.StartsAt > after.StartsAt || (booking.StartsAt == after.StartsAt && booking.Id > after.Id))
            : bookings;
    }
}
