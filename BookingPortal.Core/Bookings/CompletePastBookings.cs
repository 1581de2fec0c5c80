using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Completes visits that are over and that nobody marked: staff had until the next morning to say that the customer did not come.</summary>
public sealed class CompletePastBookings(IDbContextFactory<PortalContext> contexts, ChangeBooking changeBooking, IClock clock)
{
    private const int AtOnce = 200;
    private static readonly Duration After = Duration.FromHours(12);

    /// <returns>How many were completed; call again at once while it is not 0.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        Instant until = clock.GetCurrentInstant() - After;
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Guid> over = await db.Bookings
            .Where(booking => (booking.Status == BookingStatus.Confirmed || booking.Status == BookingStatus.CheckedIn) && booking.EndsAt < until)
            .OrderBy(booking => booking.EndsAt)
            .Select(booking => booking.Id)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        int completed = 0;
        foreach (Guid id in over)
        {
            var change = new ChangeRequest(id, "job", IsStaff: true);
            completed += (await changeBooking.RunAsync(new ChangeBooking.Request(change, BookingVerb.Complete), cancellationToken)).IsRefused ? 0 : 1;
        }

        return completed;
    }
}
