namespace BookingPortal.Core.Availability;

/// <summary>The rules that can keep a time from being offered, in the order in which they are asked; the first that says no is the answer.</summary>
public enum SlotRule
{
    TooSoon,
    BeyondWindow,
    WrongResource,
    PartyTooLarge,
    SiteException,
    SiteClosed,
    ResourceException,
    ResourceClosed,
    DoesNotFit,
    OffTheGrid,
    OtherResourceClosed,

    // From here on the time is offered but for claims, busy times or limits: "taken", where the ones above are "not offered".
    DayFull,
    SessionFull,
    SessionWithSomebodyElse,
    Busy,
    Held,
    Booked,
    OtherResourceTaken,
}
