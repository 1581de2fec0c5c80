namespace BookingPortal.Core.Durability;

/// <summary>A step of a saga could not be taken back. The write it happened in must not stand, and a person has to decide.</summary>
public sealed class UndoFailedException : Exception
{
    public UndoFailedException(string step, object subject, Exception innerException)
        : base($"It could not be taken back: {innerException.Message}", innerException) => (Step, Subject) = (step, subject);

    public UndoFailedException()
    {
    }

    public UndoFailedException(string message)
        : base(message)
    {
    }

    /// <summary>The name of the step whose undo failed.</summary>
    public string Step { get; } = "";

    /// <summary>What the saga is about, as it was to end.</summary>
    public object? Subject { get; }
}
