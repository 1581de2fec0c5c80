using BookingPortal.Core.Catalog;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>The kinds of effects that notices are, and how their destinations are written.</summary>
public static class NoticeEffects
{
    public const string Mail = "mail";

    public const string Sms = "sms";

    /// <summary>Finds out which colleagues are concerned and leaves a mail to each.</summary>
    public const string Staff = "staff";

    /// <summary>An alert to the business's own receiver.</summary>
    public const string Webhook = "webhook";

    /// <summary>The address itself may hold a secret and is a setting.</summary>
    public const string ToAlertReceiver = $"{Webhook}:alerts";

    public static string ToAddress(string email) => $"{Mail}:{email}";

    public static string ToNumber(string phone) => $"{Sms}:{phone}";

    public static string ToColleagues(Site site) => $"{Staff}:{site.Slug}";
}

/// <summary>What the notices need to know of the outside.</summary>
/// <param name="Sender">The address that mails come from, which is also the organizer of the visits in calendars.</param>
public sealed record NoticeSettings(string Sender = "bookings@localhost");
