namespace BookingPortal.Core.Durability;

/// <summary>A secret of this portal that all its nodes share, made on the first start and kept in the database under data protection.</summary>
public sealed class ServerKey
{
    /// <summary>What it is for, such as <c>tokens</c>.</summary>
    public required string Id { get; init; }

    public required string ProtectedValue { get; init; }
}
