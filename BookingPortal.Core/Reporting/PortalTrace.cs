using System.Diagnostics;

namespace BookingPortal.Core.Reporting;

/// <summary>The portal's own spans: what happens between a request and its last effect, under one trace id.</summary>
public static class PortalTrace
{
    /// <summary>The name to listen to.</summary>
    public const string Name = "BookingPortal";

    public static ActivitySource Source { get; } = new(Name);
}
