using BookingPortal.Core.Durability;

namespace BookingPortal.Core.Bookings;

/// <summary>Where the portal is reached from outside; links in mails and at gateways begin with it.</summary>
public sealed class PortalAddress
{
    /// <summary>Without a slash at the end. Set from configuration, else from the first address the portal listens on.</summary>
    public string Base { get; set; } = "http://localhost:5080";

    /// <summary>Somebody has set it: it counts everywhere, whatever address a caller came to.</summary>
    public bool IsGiven { get; set; }
}

/// <summary>Makes the links by which customers reach their own booking, each with its token.</summary>
public sealed class PortalLinks(PortalAddress address, PortalTokens tokens)
{
    /// <summary>The page that shows, moves and cancels the booking.</summary>
    public string Booking(Booking booking) => $"{address.Base}{BookingPath(booking)}";

    /// <summary>The page that leads to the gateway, or says what happens next while the gateway is away.</summary>
    public string Payment(Booking booking) => $"{address.Base}/booking/{booking.Reference}/pay?t={tokens.ForBooking(booking.Id)}";

    public string BookingPath(Booking booking) => $"/booking/{booking.Reference}?t={tokens.ForBooking(booking.Id)}";
}
