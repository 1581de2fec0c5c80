using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using NodaTime;

namespace BookingPortal.Core.Data.Checks;

/// <summary>Claims, times taken and owners say the same: cell by cell, for every owner.</summary>
internal static class TakenChecks
{
    public static IEnumerable<Finding> Run(CheckFacts facts)
    {
        var catalog = new CatalogSnapshot(0, facts.Sites.Values, facts.Resources.Values, facts.Offers.Values);
        Dictionary<Guid, Service> limits = ClaimChecks.LimitsOf(facts);
        ILookup<Guid, TakenTime> times = facts.Times.ToLookup(taken => taken.OwnerId);
        ILookup<Guid, SlotClaim> claims = facts.Claims.Where(claim => claim.Cell >= 0).ToLookup(claim => claim.OwnerId);
        foreach (Guid owner in times.Select(group => group.Key).Union(claims.Select(group => group.Key)))
        {
            foreach (Finding finding in CellByCell(facts, catalog, owner, times[owner], claims[owner].Where(claim => !limits.ContainsKey(claim.ResourceId))))
            {
                yield return finding;
            }
        }

        foreach (TakenTime taken in facts.Times)
        {
            if (OrphanProblem(facts, taken) is { } orphan)
            {
                yield return orphan;
            }
        }

        foreach (BookingRow booking in facts.Bookings.Values)
        {
            foreach (Finding finding in OfBooking(facts, booking, [.. times[booking.Id]], [.. claims[booking.Id]]))
            {
                yield return finding;
            }
        }

        foreach (Hold hold in facts.Holds.Values.Where(hold => hold.ExpiresAt > facts.Now))
        {
            int count = claims[hold.Id].Count();
            if (count != hold.ClaimCount)
            {
                yield return new Finding($"hold {hold.Id} until {hold.ExpiresAt} has {count} claims, and took {hold.ClaimCount}");
            }
        }
    }

    private static IEnumerable<Finding> CellByCell(
        CheckFacts facts, CatalogSnapshot catalog, Guid owner, IEnumerable<TakenTime> times, IEnumerable<SlotClaim> claims)
    {
        var difference = new Dictionary<(Guid Thing, long Cell), int>();
        foreach (TakenTime taken in times)
        {
            CellRange? cells = facts.Resources.TryGetValue(taken.ResourceId, out Resource? resource) && facts.Sites.ContainsKey(taken.SiteId)
                ? TakenCells.Of(taken, resource, catalog)
                : facts.Sessions.ContainsKey(taken.ResourceId) ? TakenCells.Seats : null;
            for (long cell = cells?.First ?? 0; cell < (cells?.End ?? 0); cell++)
            {
                difference[(taken.ResourceId, cell)] = difference.GetValueOrDefault((taken.ResourceId, cell)) + taken.Units;
            }
        }

        foreach (SlotClaim claim in claims)
        {
            difference[(claim.ResourceId, claim.Cell)] = difference.GetValueOrDefault((claim.ResourceId, claim.Cell)) - 1;
        }

        foreach (IGrouping<Guid, KeyValuePair<(Guid Thing, long Cell), int>> thing in difference.Where(pair => pair.Value != 0).GroupBy(pair => pair.Key.Thing))
        {
            int missing = thing.Where(pair => pair.Value > 0).Sum(pair => pair.Value);
            int tooMany = -thing.Where(pair => pair.Value < 0).Sum(pair => pair.Value);
            long first = thing.Min(pair => pair.Key.Cell);
            yield return new Finding(
                $"{facts.NameOf(owner)}: claims and time taken of {facts.ThingOf(thing.Key)} differ from cell {first} on: {missing} claims missing, {tooMany} without a time");
        }
    }

    private static Finding? OrphanProblem(CheckFacts facts, TakenTime taken)
    {
        bool isSession = facts.Sessions.ContainsKey(taken.OwnerId);
        if (!isSession && !facts.Bookings.ContainsKey(taken.OwnerId) && !facts.Holds.ContainsKey(taken.OwnerId))
        {
            return new Finding($"orphan: time of {facts.ThingOf(taken.ResourceId)} at {taken.StartsAt} is taken by {taken.OwnerId}, which is neither a booking nor a hold nor a session");
        }

        if (!facts.Resources.ContainsKey(taken.ResourceId) && !facts.Sessions.ContainsKey(taken.ResourceId))
        {
            return new Finding($"orphan: {facts.NameOf(taken.OwnerId)} takes time of {taken.ResourceId}, which is neither a resource nor a session");
        }

        return taken.IsSession == isSession ? null : new Finding($"{facts.NameOf(taken.OwnerId)}: its time of {facts.ThingOf(taken.ResourceId)} is {(isSession ? "not " : "")}marked as a session's");
    }

    private static IEnumerable<Finding> OfBooking(CheckFacts facts, BookingRow booking, List<TakenTime> times, List<SlotClaim> claims)
    {
        if (booking.HoldsClaims is not { } holds)
        {
            yield break;
        }

        if (!holds)
        {
            if (times.Count > 0)
            {
                yield return new Finding($"booking {booking.Reference} is {booking.Status} and still takes time of {facts.ThingOf(times[0].ResourceId)}");
            }

            yield break;
        }

        foreach (TakenTime taken in times.Where(taken => taken.ExpiresAt is not null))
        {
            yield return new Finding($"the time that booking {booking.Reference} takes of {facts.ThingOf(taken.ResourceId)} runs out at {taken.ExpiresAt}, though it is booked");
        }

        foreach (Guid thing in ThingsOf(facts, booking))
        {
            if (TimeProblem(facts, booking, thing, times) is { } problem)
            {
                yield return problem;
            }
        }

        if (facts.Offers.TryGetValue(booking.ServiceId, out Service? service) && service.MaxPerDay is { } most
            && claims.Count(claim => claim.ResourceId == ClaimKeys.PerDay(service.Id, booking.SiteId)) is var places && places != 1)
        {
            yield return new Finding($"booking {booking.Reference} has {places} of the {most} places a day of {service.Slug}; it must have one");
        }
    }

    /// <summary>What a booking takes: a seat, or the resources it names.</summary>
    private static IEnumerable<Guid> ThingsOf(CheckFacts facts, BookingRow booking) =>
        booking.SessionId is { } session ? [session] : facts.BookingResources[booking.Id].Select(resource => resource.ResourceId).Distinct();

    private static Finding? TimeProblem(CheckFacts facts, BookingRow booking, Guid thing, List<TakenTime> times)
    {
        List<TakenTime> ofThing = [.. times.Where(taken => taken.ResourceId == thing)];
        bool mayHaveGivenBack = booking.Known is BookingStatus.Completed or BookingStatus.NoShow;
        if (ofThing.Count != 1)
        {
            return ofThing.Count == 0 && mayHaveGivenBack
                ? null
                : new Finding($"booking {booking.Reference} is {booking.Status} and takes {ofThing.Count} times of {facts.ThingOf(thing)}; it must take one");
        }

        TakenTime taken = ofThing[0];
        bool isNights = facts.Resources.TryGetValue(thing, out Resource? resource) && resource.ClaimsByNight;
        bool covers = taken.StartsAt == Instant.FromUnixTimeMilliseconds(booking.StartsAt)
            && taken.EndsAt == Instant.FromUnixTimeMilliseconds(booking.EndsAt)
            && (isNights || mayHaveGivenBack || taken.BlockedTo >= Instant.FromUnixTimeMilliseconds(booking.EndsAt))
            && (isNights || taken.BlockedFrom <= taken.StartsAt);
        if (!covers)
        {
            return new Finding($"booking {booking.Reference} is from {Instant.FromUnixTimeMilliseconds(booking.StartsAt)} to {Instant.FromUnixTimeMilliseconds(booking.EndsAt)}, and takes {facts.ThingOf(thing)} from {taken.StartsAt} to {taken.EndsAt}, with its buffers from {taken.BlockedFrom} to {taken.BlockedTo}");
        }

        int units = UnitsOf(facts, booking, thing);
        return taken.Units == units
            ? null
            : new Finding($"booking {booking.Reference} is for {booking.Seats}, and takes {taken.Units} of {facts.ThingOf(thing)}; it must take {units}");
    }

    /// <summary>A seat for everybody, or as many units of the primary resource; of the others one each.</summary>
    private static int UnitsOf(CheckFacts facts, BookingRow booking, Guid thing) => booking.SessionId is not null
        ? booking.Seats
        : facts.BookingResources[booking.Id].Where(resource => resource.ResourceId == thing).Sum(resource => resource.Group == 0 ? booking.Seats : 1);
}
