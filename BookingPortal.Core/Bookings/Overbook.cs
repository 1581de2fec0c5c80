using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;

namespace BookingPortal.Core.Bookings;

/// <summary>Puts a booking over others on purpose: a manager may, says why, and the history shows it. It takes units above the capacity, so the claims' key still counts every one of them.</summary>
public sealed class Overbook(ReadStaffAccess readStaffAccess, ReadCatalog readCatalog, BookSlot bookSlot)
{
    private const int LongestReason = 300;

    /// <param name="IsSure">They were told what it means, and said it again.</param>
    public sealed record Request(Guid AccountId, SlotRequest Slot, Customer Customer, string? Reason, bool IsSure);

    public async Task<Outcome<Booking>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        Site? site = (await readCatalog.RunAsync(cancellationToken)).FindSite(request.Slot.Site);
        if (await readStaffAccess.RunAsync(request.AccountId, cancellationToken) is not { IsManager: true } access || site is null || !access.SeesSite(site.Id))
        {
            return new Refusal.Invalid("role", "Only a manager of this site may put a booking over others.");
        }

        if (ReasonProblem(request.Reason) is { } problem)
        {
            return problem;
        }

        if (!request.IsSure)
        {
            return new Refusal.Invalid("sure", "Neither the rules nor the other bookings are asked: whoever is booked on top of others may have to wait. Press again if it is to be so.");
        }

        return await bookSlot.RunAsync(
            new BookSlot.Request(null, request.Slot, request.Customer, BookSlot.StaffSource, access.Email, Overbooks: request.Reason!.Trim()), cancellationToken);
    }

    public static Refusal.Invalid? ReasonProblem(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? new Refusal.Invalid("reason", "Say why, in a few words. The history keeps it.")
        : reason.Trim().Length > LongestReason ? new Refusal.Invalid("reason", $"Keep the reason under {LongestReason} letters.")
        : null;

    /// <summary>The resource asked for, else the first of each group at the site; rules and hours are not asked.</summary>
    internal static WantedSlot Decide(WantedSlot slot, string reason)
    {
        Guid First(RequiredGroup group) => group.AnyOf.FirstOrDefault(id => slot.Catalog.Resource(id).Sites.Contains(slot.Site.Id), group.AnyOf[0]);
        return slot with
        {
            DecidedResources = [.. slot.Service.Requires.Select((group, i) => i == 0 && slot.Resource is { } wanted ? wanted : First(group))],
            Overbooks = reason,
        };
    }
}
