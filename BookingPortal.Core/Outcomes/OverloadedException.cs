namespace BookingPortal.Core.Outcomes;

/// <summary>More work was asked for than this node can queue. Nothing was accepted; the caller may try again shortly.</summary>
public sealed class OverloadedException : Exception
{
    public OverloadedException()
        : base("Too much is being written at this moment. Nothing was accepted; try again in a few seconds.")
    {
    }

    public OverloadedException(string message)
        : base(message)
    {
    }

    public OverloadedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
