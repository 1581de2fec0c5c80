namespace BookingPortal.Core.Bookings.Subscribing;

/// <summary>Holds a stretch of the history against its seals. Each event is judged by the seal before it as it is kept, so that one that was changed does not accuse those after it.</summary>
public static class CompareSeals
{
    /// <param name="What">Such as <c>is not as it was sealed</c>.</param>
    public sealed record Difference(long Sequence, string What);

    /// <param name="previous">The last seal before the stretch.</param>
    /// <param name="seals">Of the stretch, in order.</param>
    /// <param name="events">Of the stretch, in order.</param>
    public static IEnumerable<Difference> Run(byte[] previous, long first, long last, IReadOnlyList<EventSeal> seals, IReadOnlyList<ReadEvents.Item> events)
    {
        Dictionary<long, ReadEvents.Item> byPlace = events.ToDictionary(each => each.Sequence);
        Dictionary<long, byte[]> bySeal = seals.ToDictionary(seal => seal.Sequence, seal => seal.Hash);
        for (long place = first; place <= last; place++)
        {
            byte[]? hash = bySeal.GetValueOrDefault(place);
            ReadEvents.Item? item = byPlace.GetValueOrDefault(place);
            if (item is null)
            {
                yield return new Difference(place, "is not there any more");
            }
            else if (hash is null)
            {
                yield return new Difference(place, "has lost its seal");
            }
            else if (!hash.AsSpan().SequenceEqual(EventSeal.HashOf(previous, place, item.Event)))
            {
                yield return new Difference(place, "is not as it was sealed");
            }

            previous = hash ?? previous;
        }
    }

    /// <summary>Places of the stream that hold nothing.</summary>
    public static IEnumerable<Difference> Gone(long first, long last, IReadOnlySet<long> there)
    {
        for (long place = first; place <= last; place++)
        {
            if (!there.Contains(place))
            {
                yield return new Difference(place, "is not there any more");
            }
        }
    }

    /// <summary>For managers; null where nothing differs.</summary>
    public static EventFinding? Find(IReadOnlyList<Difference> differences) =>
        differences.Count == 0 ? null : new EventFinding(differences[0].Sequence, Words(differences));

    private static string Words(IReadOnlyList<Difference> differences) => differences switch
    {
        [{ } one] => $"Event {one.Sequence} {one.What}. Somebody has been at the database, or it was damaged; a copy from before shows what stood there.",
        _ => $"Event {differences[0].Sequence} {differences[0].What}, and {differences.Count - 1} more after it. Somebody has been at the database, or it was damaged; a copy from before shows what stood there.",
    };
}
