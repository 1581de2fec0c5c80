using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>What managers did to the machinery by hand, and why; newest first.</summary>
public sealed class ReadActs(IDbContextFactory<PortalContext> contexts)
{
    public const int MostAtOnce = 100;

    /// <param name="HasMore">Whether there are older ones.</param>
    public sealed record Page(IReadOnlyList<OperatorAct> Acts, bool HasMore);

    /// <param name="bookingId">Only what was done to this booking and its messages; null = everything.</param>
    /// <param name="kinds">Only these, such as <c>replay</c>; null = everything.</param>
    /// <param name="skip">How many of the newest to pass over.</param>
    public async Task<Page> RunAsync(Guid? bookingId = null, string[]? kinds = null, int skip = 0, int limit = 50, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        int most = Math.Clamp(limit, 1, MostAtOnce);
        List<OperatorAct> acts = await db.OperatorActs.AsNoTracking()
            .Where(done => (bookingId == null || done.BookingId == bookingId) && (kinds == null || kinds.Contains(done.Act)))
            .OrderByDescending(done => done.At).ThenByDescending(done => done.Id)
            .Skip(Math.Max(skip, 0)).Take(most + 1)
            .ToListAsync(cancellationToken);
        return new Page([.. acts.Take(most)], acts.Count > most);
    }
}
