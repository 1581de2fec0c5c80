using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data.Checks;

/// <summary>Nothing is half done: a booking that waits has a saga that goes on or waits for a person, and one that stands has none under way.</summary>
internal static class SagaChecks
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(PortalContext db, CheckFacts facts, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        foreach (var saga in await db.Sagas.AsNoTracking().Select(saga => new { saga.Id, saga.Status }).ToListAsync(cancellationToken))
        {
            bool isOver = saga.Status is SagaStatus.Done or SagaStatus.Undone;
            if (!facts.Bookings.TryGetValue(saga.Id, out BookingRow? booking))
            {
                findings.Add(new Finding($"orphan: a saga belongs to booking {saga.Id}, which is not there"));
            }
            else if (booking.Known is { } status && isOver == status is BookingStatus.PendingApproval or BookingStatus.PendingPayment)
            {
                findings.Add(new Finding($"half done: booking {booking.Reference} is {booking.Status}, and its saga {saga.Status}"));
            }
        }

        findings.AddRange(await OfApprovalsAsync(db, facts, cancellationToken));
        return findings;
    }

    /// <summary>Nobody is asked about what is decided, or longer than until the visit begins, and nobody beside another.</summary>
    private static async Task<List<Finding>> OfApprovalsAsync(PortalContext db, CheckFacts facts, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        foreach (IGrouping<Guid, ApprovalRequest> asked in (await db.ApprovalRequests.AsNoTracking().Where(request => request.State == ApprovalState.Open).ToListAsync(cancellationToken)).GroupBy(request => request.BookingId))
        {
            if (!facts.Bookings.TryGetValue(asked.Key, out BookingRow? booking))
            {
                findings.Add(new Finding($"orphan: somebody is asked to agree to booking {asked.Key}, which is not there"));
                continue;
            }

            string? problem = booking.Known is { } status and not BookingStatus.PendingApproval ? $"is {status}, and somebody is still asked to agree to it"
                : asked.Count() > 1 ? $"waits for {asked.Count()} people at once"
                : asked.First().DueAt.ToUnixTimeMilliseconds() > booking.StartsAt ? "may be agreed to after its visit has begun"
                : null;
            if (problem is not null)
            {
                findings.Add(new Finding($"half done: booking {booking.Reference} {problem}"));
            }
        }

        return findings;
    }
}
