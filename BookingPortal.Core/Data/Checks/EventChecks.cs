using BookingPortal.Core.Bookings;

namespace BookingPortal.Core.Data.Checks;

/// <summary>The history: one event for each version of each booking, and a stream that has each of them once, without a gap.</summary>
internal static class EventChecks
{
    public static IEnumerable<Finding> Run(CheckFacts facts) => OfBookings(facts).Concat(OfStream(facts));

    private static IEnumerable<Finding> OfBookings(CheckFacts facts)
    {
        ILookup<Guid, int> versions = facts.Events.ToLookup(happened => happened.BookingId, happened => happened.Version);
        foreach (BookingRow booking in facts.Bookings.Values)
        {
            List<int> written = [.. versions[booking.Id].Order()];
            if (!written.SequenceEqual(Enumerable.Range(1, Math.Max(booking.Version, 0))))
            {
                yield return new Finding($"booking {booking.Reference} has version {booking.Version} and events for {(written.Count == 0 ? "none" : string.Join(", ", written))}; there must be one for each version from 1 on");
            }
        }

        foreach (Guid unknown in versions.Select(group => group.Key).Where(id => !facts.Bookings.ContainsKey(id)))
        {
            yield return new Finding($"orphan: {versions[unknown].Count()} events belong to booking {unknown}, which is not there");
        }
    }

    private static IEnumerable<Finding> OfStream(CheckFacts facts)
    {
        var events = facts.Events.ToDictionary(happened => happened.Id);
        var numbered = new HashSet<Guid>();
        var versions = new Dictionary<Guid, int>();
        long expected = 1;
        foreach (EventStreamEntry entry in facts.Stream)
        {
            if (entry.Sequence != expected)
            {
                yield return new Finding($"the event stream has {entry.Sequence} after {expected - 1}: a gap");
            }

            expected = entry.Sequence + 1;
            if (!numbered.Add(entry.EventId))
            {
                yield return new Finding($"event {entry.EventId} has two places in the stream, the second one {entry.Sequence}");
            }

            if (!events.TryGetValue(entry.EventId, out EventRow? happened))
            {
                yield return new Finding($"place {entry.Sequence} of the stream is for event {entry.EventId}, which is not there");
            }
            else if (versions.GetValueOrDefault(happened.BookingId) >= happened.Version)
            {
                yield return new Finding($"place {entry.Sequence} of the stream has version {happened.Version} of {facts.NameOf(happened.BookingId)} after a later one");
            }
            else
            {
                versions[happened.BookingId] = happened.Version;
            }
        }

        foreach (EventRow happened in facts.Events.Where(happened => !numbered.Contains(happened.Id) && !facts.EventsToNumber.Contains(happened.Id)))
        {
            yield return new Finding($"version {happened.Version} of {facts.NameOf(happened.BookingId)} has no place in the event stream and waits for none");
        }
    }
}
