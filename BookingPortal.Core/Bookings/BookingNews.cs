namespace BookingPortal.Core.Bookings;

/// <summary>Tells open pages of this node that a booking changed, as soon as the change is durable. Only a hint to look: the database has the truth.</summary>
public sealed class BookingNews
{
    private readonly Lock _gate = new();
    private readonly HashSet<Action<Guid>> _listeners = [];

    /// <param name="listener">Called with the site's id, from any thread; must return at once.</param>
    /// <returns>Dispose it to stop listening.</returns>
    public IDisposable Listen(Action<Guid> listener)
    {
        lock (_gate)
        {
            _listeners.Add(listener);
        }

        return new Subscription(this, listener);
    }

    public void Tell(Guid siteId)
    {
        Action<Guid>[] present;
        lock (_gate)
        {
            present = [.. _listeners];
        }

        foreach (Action<Guid> listener in present)
        {
            listener(siteId);
        }
    }

    private sealed class Subscription(BookingNews news, Action<Guid> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (news._gate)
            {
                news._listeners.Remove(listener);
            }
        }
    }
}
