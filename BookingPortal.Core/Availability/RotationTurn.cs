namespace BookingPortal.Core.Availability;

/// <summary>Whose turn it was last in a group that takes turns; written with the claims.</summary>
public sealed class RotationTurn
{
    public required Guid ServiceId { get; init; }

    /// <summary>The group's place among those that the service requires.</summary>
    public required int Group { get; init; }

    public required Guid LastChosen { get; set; }
}
