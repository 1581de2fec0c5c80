namespace BookingPortal.Core.Availability;

/// <summary>Whom "any" means when several resources of a group are free.</summary>
public enum ChoosingStrategy
{
    /// <summary>As the group lists them.</summary>
    Order,

    /// <summary>The one with the fewest bookings on that site-local date; the group's order decides a tie.</summary>
    Fewest,

    /// <summary>The one after whoever was chosen last.</summary>
    Rotate,
}
