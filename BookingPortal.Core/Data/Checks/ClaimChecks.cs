using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;

namespace BookingPortal.Core.Data.Checks;

/// <summary>Claims by themselves: nothing twice, nothing beyond what there is, nothing without an owner who may have it.</summary>
internal static class ClaimChecks
{
    public static IEnumerable<Finding> Run(CheckFacts facts)
    {
        Dictionary<Guid, Service> limits = LimitsOf(facts);
        var seen = new Dictionary<ClaimedCell, Guid>(facts.Claims.Count);
        var orphans = new HashSet<(Guid, Guid)>();
        foreach (SlotClaim claim in facts.Claims)
        {
            var cell = new ClaimedCell(claim.ResourceId, claim.Cell, claim.Unit);
            if (!seen.TryAdd(cell, claim.OwnerId))
            {
                yield return new Finding($"overbooked: unit {claim.Unit} of {facts.ThingOf(claim.ResourceId)} is claimed twice in cell {claim.Cell}, by {facts.NameOf(seen[cell])} and {facts.NameOf(claim.OwnerId)}");
            }

            if (UnitProblem(facts, limits, claim) is { } beyond)
            {
                yield return beyond;
            }

            // A line for each owner and resource, not for each of a hundred cells.
            if (OwnerProblem(facts, limits, claim) is { } problem && orphans.Add((claim.OwnerId, claim.ResourceId)))
            {
                yield return problem;
            }
        }
    }

    /// <summary>By the key of its limit per day, the service that has it.</summary>
    public static Dictionary<Guid, Service> LimitsOf(CheckFacts facts) => facts.Offers.Values
        .SelectMany(service => facts.Sites.Keys.Select(site => (Key: ClaimKeys.PerDay(service.Id, site), service)))
        .ToDictionary(pair => pair.Key, pair => pair.service);

    private static Finding? UnitProblem(CheckFacts facts, Dictionary<Guid, Service> limits, SlotClaim claim)
    {
        int? most = facts.Resources.TryGetValue(claim.ResourceId, out Resource? resource) ? resource.Capacity
            : facts.Sessions.TryGetValue(claim.ResourceId, out Session? session) ? session.Seats
            : limits.TryGetValue(claim.ResourceId, out Service? service) ? MostOnDay(facts, service, claim.Cell)
            : null;
        if (claim.Unit >= 1 && (most is null || claim.Unit <= most || facts.Overbooked.Contains(claim.OwnerId)))
        {
            return null;
        }

        string thing = limits.TryGetValue(claim.ResourceId, out Service? limited) ? $"the {limited.MaxPerDay} a day of {limited.Slug}" : facts.ThingOf(claim.ResourceId);
        return new Finding($"overbooked: {facts.NameOf(claim.OwnerId)} claims unit {claim.Unit} of {thing} in cell {claim.Cell}, where there are {most}");
    }

    /// <summary>A limit that was lowered says nothing about the days before today.</summary>
    private static int? MostOnDay(CheckFacts facts, Service service, long day) =>
        day < Cells.Day(facts.Now.InUtc().Date) - 1 ? null : service.MaxPerDay;

    private static Finding? OwnerProblem(CheckFacts facts, Dictionary<Guid, Service> limits, SlotClaim claim)
    {
        string what = claim.Cell == ClaimKeys.VisitorCell ? "a visitor's place"
            : limits.TryGetValue(claim.ResourceId, out Service? limited) ? $"a place among the bookings a day of {limited.Slug}"
            : facts.ThingOf(claim.ResourceId);
        if (claim.Cell >= 0
            && !facts.Resources.ContainsKey(claim.ResourceId) && !facts.Sessions.ContainsKey(claim.ResourceId) && !limits.ContainsKey(claim.ResourceId))
        {
            return new Finding($"orphan: {facts.NameOf(claim.OwnerId)} claims cells of {claim.ResourceId}, which is neither a resource nor a session nor a limit");
        }

        if (facts.Bookings.TryGetValue(claim.OwnerId, out BookingRow? booking))
        {
            return claim.ExpiresAt is not null
                ? new Finding($"claims of booking {booking.Reference} on {what} run out at {claim.ExpiresAt}, though it is booked")
                : booking.HoldsClaims == false
                    ? new Finding($"booking {booking.Reference} is {booking.Status} and still claims {what}")
                    : null;
        }

        if (facts.Holds.ContainsKey(claim.OwnerId))
        {
            return claim.ExpiresAt is null ? new Finding($"the claims of hold {claim.OwnerId} on {what} never run out") : null;
        }

        return facts.Sessions.ContainsKey(claim.OwnerId) && facts.Resources.ContainsKey(claim.ResourceId)
            ? null
            : new Finding($"orphan: {what} is claimed by {claim.OwnerId}, which is neither a booking nor a hold nor a session");
    }
}
