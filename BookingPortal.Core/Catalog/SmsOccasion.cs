namespace BookingPortal.Core.Catalog;

/// <summary>What a site may tell its customers by SMS besides the mail. Reminders stand with the service.</summary>
public enum SmsOccasion
{
    Confirmation,
    Change,
    Cancellation,
}
