using BookingPortal.Core.Catalog;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>What a message is about: each kind has words of its own.</summary>
public enum NoticeKind
{
    Confirmation,
    ConfirmationSms,
    Change,
    ChangeSms,
    Cancellation,
    CancellationSms,
    Requested,
    MoveAsked,
    ApprovalAsked,
    Approved,
    Declined,
    Expired,
    PaymentDue,
    Waiting,
    Receipt,
    Refund,
    Reminder,
    ReminderSms,
    StaffNotice,
    DailyDigest,
    Alert,
}

/// <summary>The kinds by the names that templates and payloads know them by, and what each may speak of.</summary>
public static class NoticeKinds
{
    private static readonly string[] Visit =
        ["customer", "site", "address", "service", "with", "when", "start", "price", "reference", "manage", "book", "reason", "freeUntil"];

    private static readonly string[] StaffVisit =
        ["customer", "site", "address", "service", "with", "when", "start", "price", "reference", "desk", "email", "phone", "notes", "what"];

    public static IReadOnlyList<NoticeKind> All { get; } = Enum.GetValues<NoticeKind>();

    /// <summary>Those that a site can have words of its own for; the machinery's alerts belong to no site.</summary>
    public static IReadOnlyList<NoticeKind> OfSites { get; } = [.. All.Where(kind => kind != NoticeKind.Alert)];

    /// <summary>Such as <c>approval-asked</c>.</summary>
    public static string NameOf(NoticeKind kind) =>
        string.Concat(kind.ToString().Select((letter, at) => char.IsUpper(letter) ? (at > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    public static NoticeKind? Find(string? name) => All.Where(kind => NameOf(kind) == name).Select(kind => (NoticeKind?)kind).FirstOrDefault();

    /// <summary>Whether it goes to people who work here.</summary>
    public static bool IsForStaff(NoticeKind kind) =>
        kind is NoticeKind.ApprovalAsked or NoticeKind.StaffNotice or NoticeKind.DailyDigest or NoticeKind.Alert;

    /// <summary>Whether it goes to a number: it has no subject and no HTML, and names and times in it are short.</summary>
    public static bool IsSms(NoticeKind kind) => kind == NoticeKind.ReminderSms || OccasionOf(kind) is not null;

    /// <summary>The switch of a site that an SMS hangs on; null for all that does not.</summary>
    public static SmsOccasion? OccasionOf(NoticeKind kind) => kind switch
    {
        NoticeKind.ConfirmationSms => SmsOccasion.Confirmation,
        NoticeKind.ChangeSms => SmsOccasion.Change,
        NoticeKind.CancellationSms => SmsOccasion.Cancellation,
        _ => null,
    };

    /// <summary>Whether it says what is yet to be paid before the booking stands.</summary>
    public static bool MayAskForMoney(NoticeKind kind) => kind is NoticeKind.PaymentDue or NoticeKind.Waiting or NoticeKind.Change;

    /// <summary>The placeholders that a template of this kind may use; <c>details</c> stands for the list of facts.</summary>
    public static IReadOnlyList<string> PlaceholdersOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Change => [.. Visit, "before", "attached", "amount", "pay", "deadline", "away"],
        NoticeKind.MoveAsked => [.. Visit, "before", "agreed", "attached"],
        NoticeKind.Declined or NoticeKind.Expired => [.. Visit, "agreed", "attached"],
        NoticeKind.ChangeSms => [.. Visit, "before"],
        NoticeKind.Cancellation or NoticeKind.CancellationSms => [.. Visit, "fee"],
        NoticeKind.PaymentDue => [.. Visit, "amount", "pay", "deadline"],
        NoticeKind.Waiting => [.. Visit, "amount", "pay", "deadline", "away"],
        NoticeKind.Receipt => [.. Visit, "amount", "paidOn"],
        NoticeKind.Refund => [.. Visit, "amount"],
        NoticeKind.ApprovalAsked or NoticeKind.StaffNotice => StaffVisit,
        NoticeKind.DailyDigest => ["site", "day", "count", "visits", "waiting", "desk"],
        NoticeKind.Alert => ["title", "text", "desk"],
        _ => Visit,
    };

    /// <summary>The placeholders that are addresses, and so can stand behind a button.</summary>
    public static bool IsLink(string placeholder) => placeholder is "manage" or "book" or "pay" or "desk";
}
