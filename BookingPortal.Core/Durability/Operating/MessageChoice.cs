using BookingPortal.Core.Durability.Outbox;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>Which dead letters an act is meant for: those ticked, or all that a filter finds.</summary>
/// <param name="Ids">Those ticked; null = all that the filter finds.</param>
/// <param name="SeenFence">The <see cref="OutboxMessage.LeaseFence"/> of the one message ticked as it was on the screen: what a worker or somebody else touched since is left alone. Null = whatever stands.</param>
/// <param name="OnlyDead">Of those ticked, only what is still a dead letter: what somebody else skipped or sent in the meantime is left alone.</param>
public sealed record MessageChoice(IReadOnlyList<Guid>? Ids = null, DeadLetterFilter? Filter = null, int? SeenFence = null, bool OnlyDead = false)
{
    public static MessageChoice Of(params Guid[] ids) => new(ids);

    public static MessageChoice Seen(Guid id, int fence) => new([id], SeenFence: fence);

    /// <summary>What somebody else dealt with between the search and the act is left alone as well.</summary>
    internal bool Takes(OutboxMessage message) => (Ids is not null && !OnlyDead) || message.Status == OutboxStatus.Dead;

    /// <summary>Dead letters alone, or whichever messages were ticked.</summary>
    public IQueryable<OutboxMessage> From(IQueryable<OutboxMessage> messages, IQueryable<Bookings.Booking> bookings) => Ids is null
        ? (Filter ?? new DeadLetterFilter()).Apply(messages, bookings)
        : messages.Where(message => Ids.Contains(message.Id) && (!OnlyDead || message.Status == OutboxStatus.Dead));
}

/// <summary>What a manager looks for among the dead letters.</summary>
/// <param name="Kind">Such as <c>mail</c>; null = all.</param>
/// <param name="Search">A part of the destination, of the reason, or a booking's reference.</param>
public sealed record DeadLetterFilter(string? Kind = null, string? Search = null)
{
    public IQueryable<OutboxMessage> Apply(IQueryable<OutboxMessage> messages, IQueryable<Bookings.Booking> bookings)
    {
        IQueryable<OutboxMessage> dead = messages.Where(message => message.Status == OutboxStatus.Dead);
        if (Kind is not null)
        {
            dead = dead.Where(message => message.Kind == Kind);
        }

        if (string.IsNullOrWhiteSpace(Search))
        {
            return dead;
        }

        string words = Search.Trim();
        string reference = words.ToUpperInvariant();
        return dead.Where(message => message.Destination.Contains(words)
            || (message.LastProblem != null && message.LastProblem.Contains(words))
            || bookings.Any(booking => booking.Id == message.BookingId && booking.Reference == reference));
    }
}
