namespace BookingPortal.Core.Data;

/// <summary>One key of ASP.NET Core's data protection, so that sign-ins survive a restart and hold on every node.</summary>
public sealed class DataProtectionKey
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string FriendlyName { get; init; }

    public required string Xml { get; init; }
}
