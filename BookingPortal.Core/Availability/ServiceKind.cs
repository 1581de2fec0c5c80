namespace BookingPortal.Core.Availability;

/// <summary>What sort of thing is booked: a time of one's own, a seat in a session that many share, or nights.</summary>
public enum ServiceKind
{
    Appointment,
    Class,
    Stay,
}
