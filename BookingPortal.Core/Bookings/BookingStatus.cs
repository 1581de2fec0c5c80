namespace BookingPortal.Core.Bookings;

/// <summary>Where a booking stands in its life. Stored by name.</summary>
public enum BookingStatus
{
    PendingApproval,
    PendingPayment,
    Confirmed,
    CheckedIn,
    Completed,
    NoShow,
    Cancelled,
    Declined,
    Expired,
}

/// <summary>What can be done to a booking.</summary>
public enum BookingVerb
{
    Approve,
    Decline,
    TimeOut,
    Pay,
    RefusePayment,
    PayLate,
    Cancel,
    Reschedule,
    CheckIn,
    Complete,
    MarkNoShow,
    Undo,
    Restore,
}
