namespace BookingPortal.Core.Notifications.Sending;

/// <summary>What came of handing a message over. The kinds are closed.</summary>
public abstract record SendAnswer
{
    private SendAnswer()
    {
    }

    /// <summary>It was taken; from here on it is the other side's.</summary>
    /// <param name="Receipt">What the other side calls it, for whoever asks there.</param>
    public sealed record Sent(string Receipt) : SendAnswer;

    /// <summary>Not now: the same again later may work.</summary>
    /// <param name="IsOutage">The other side as a whole does not work; false where it is about this one message or receiver.</param>
    public sealed record Later(string Reason, bool IsOutage = true) : SendAnswer;

    /// <summary>Never like this: the address, the number or the message has to change first.</summary>
    public sealed record Never(string Reason) : SendAnswer;
}
