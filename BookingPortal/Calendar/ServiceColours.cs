using BookingPortal.Core.Catalog;

namespace BookingPortal.Calendar;

/// <summary>The colours by which services are told apart at a site. They are never the only sign: the name stands beside them.</summary>
internal static class ServiceColours
{
    /// <summary>Apart from each other for most kinds of colour blindness (after Okabe and Ito), and dark enough to stand as a line on white.</summary>
    private static readonly string[] Palette = ["#0f766e", "#7c3aed", "#c2410c", "#1d4ed8", "#a16207", "#be185d", "#4d7c0f", "#475569"];

    public static Dictionary<Guid, string> Of(IReadOnlyList<Service> services) =>
        services.Select((service, i) => (service.Id, Colour: Palette[i % Palette.Length])).ToDictionary(pair => pair.Id, pair => pair.Colour);
}
