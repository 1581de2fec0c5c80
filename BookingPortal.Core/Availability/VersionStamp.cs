namespace BookingPortal.Core.Availability;

/// <summary>
/// A number that rises in every transaction that changes the time of one resource (or, under the empty id, the catalog).
/// An answer kept with its stamps is as good as new while they stand.
/// </summary>
public sealed class VersionStamp
{
    /// <summary>The stamp of the whole catalog: sites, resources, services and their rules.</summary>
    public static readonly Guid Catalog = Guid.Empty;

    public required Guid Id { get; init; }

    public long Version { get; set; } = 1;
}
