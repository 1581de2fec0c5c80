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

        return findings;
    }
}
