using BookingPortal.Core.Availability;

namespace BookingPortal.Core.Data.Checks;

/// <summary>Sessions hold what they name, and are there for somebody.</summary>
internal static class SessionChecks
{
    public static IEnumerable<Finding> Run(CheckFacts facts)
    {
        ILookup<Guid, TakenTime> seats = facts.Times.ToLookup(taken => taken.ResourceId);
        ILookup<Guid, TakenTime> times = facts.Times.ToLookup(taken => taken.OwnerId);
        foreach (Session session in facts.Sessions.Values.Where(session => session.ExpiresAt is null || session.ExpiresAt > facts.Now))
        {
            string name = facts.NameOf(session);
            int taken = seats[session.Id].Sum(seat => seat.Units);
            if (taken == 0 && !session.IsScheduled)
            {
                yield return new Finding($"the {name} has nobody left and was not scheduled, and still holds its resources");
            }

            if (session.ExpiresAt is not null && seats[session.Id].Any(seat => seat.ExpiresAt is null))
            {
                yield return new Finding($"the {name} runs out at {session.ExpiresAt}, though a booking is in it");
            }

            HashSet<Guid> held = [.. times[session.Id].Select(time => time.ResourceId)];
            if (!held.SetEquals(session.Resources))
            {
                yield return new Finding($"the {name} names {string.Join(", ", session.Resources.Select(facts.ThingOf))} and holds {string.Join(", ", held.Select(facts.ThingOf))}");
            }
        }

        foreach (IGrouping<(Guid, Guid, NodaTime.Instant), Session> twins in facts.Sessions.Values
            .GroupBy(session => (session.ServiceId, session.SiteId, session.StartsAt))
            .Where(group => group.Count() > 1))
        {
            yield return new Finding($"the {facts.NameOf(twins.First())} is there {twins.Count()} times");
        }

        foreach (BookingRow booking in facts.Bookings.Values)
        {
            if (booking is { SessionId: { } joined, HoldsClaims: true } && !facts.Sessions.ContainsKey(joined))
            {
                yield return new Finding($"booking {booking.Reference} sits in session {joined}, which is not there");
            }
        }
    }
}
