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

        foreach (Finding moved in facts.Sessions.Values.SelectMany(session => Elsewhere(facts, session, times[session.Id])))
        {
            yield return moved;
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

        foreach (BookingRow booking in facts.Bookings.Values.Where(booking => booking.HoldsClaims == true))
        {
            if (booking.SessionId is { } joined && facts.Sessions.TryGetValue(joined, out Session? session)
                && session.StartsAt != NodaTime.Instant.FromUnixTimeMilliseconds(booking.StartsAt))
            {
                yield return new Finding($"booking {booking.Reference} is at {NodaTime.Instant.FromUnixTimeMilliseconds(booking.StartsAt)}, and sits in the {facts.NameOf(session)}");
            }
        }
    }

    /// <summary>A session's resources are taken for when it is.</summary>
    private static IEnumerable<Finding> Elsewhere(CheckFacts facts, Session session, IEnumerable<TakenTime> times) => times
        .Where(time => time.StartsAt != session.StartsAt || time.EndsAt != session.EndsAt)
        .Select(time => new Finding($"the {facts.NameOf(session)} lasts until {session.EndsAt}, and takes {facts.ThingOf(time.ResourceId)} from {time.StartsAt} to {time.EndsAt}"));
}
