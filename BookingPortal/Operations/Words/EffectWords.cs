using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Payments;

namespace BookingPortal.Operations.Words;

/// <summary>What a message is and what became of it, as one would say it across the counter.</summary>
internal static partial class EffectWords
{
    /// <summary>"Mail", "SMS", "Calendar entry"; a kind that has no words yet is told by its own name.</summary>
    public static string Kind(string kind) => kind switch
    {
        "mail" => "Mail",
        "sms" => "SMS",
        "calendar" => "Calendar entry",
        "webhook" => "Webhook",
        "staff" => "Note to colleagues",
        UndoLetter.Kind => "Booking to take back",
        RefundLetter.Kind => "Refund",
        _ => Capital(kind),
    };

    /// <summary>"Confirmation mail" where the message says which notice it is; "Mail" where it does not.</summary>
    public static string Title(string kind, string payload)
    {
        if (kind == RefundLetter.Kind && JsonSerializer.Deserialize<RefundLetter>(payload, JsonSerializerOptions.Web) is { } refund)
        {
            return $"Refund of {Money.Print(refund.Amount, refund.Currency, CultureInfo.InvariantCulture)}";
        }

        string? notice = NoticeOf(payload);
        return notice switch
        {
            null => Kind(kind),
            _ when kind == "sms" => notice.EndsWith("sms", StringComparison.OrdinalIgnoreCase) ? $"{Capital(notice[..^3].Trim('-'))} SMS" : $"{Words(notice)} SMS",
            _ => $"{Words(notice)} {Kind(kind).ToLowerInvariant()}",
        };
    }

    public static string Title(OutboxMessage message) => Title(message.Kind, message.Payload);

    /// <summary>Where it goes: the destination without its kind.</summary>
    public static string Address(string destination) => destination[(destination.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>"to eva@example.com"; for a booking to be taken back, the step that stands against it.</summary>
    public static string Where(string kind, string destination) => kind switch
    {
        UndoLetter.Kind => $"at the step \"{SagaWords.Step(Address(destination))}\"",
        RefundLetter.Kind => $"through {Gateway(destination)}",
        _ => $"to {Address(destination)}",
    };

    /// <summary>The portal's own work that stopped, and no message to anybody: it has no address, and nothing in it can be corrected.</summary>
    public static bool IsOwnWork(string kind) => kind is UndoLetter.Kind or RefundLetter.Kind;

    /// <summary>"The mail to eva@example.com could not be delivered: the address does not exist."</summary>
    public static string Sentence(string kind, string destination, string? problem) => kind switch
    {
        UndoLetter.Kind => $"The booking could not be taken back: it stopped at the step \"{SagaWords.Step(Address(destination))}\". Until a person decides, everything about it stays as it is.",
        RefundLetter.Kind => $"The money could not be sent back through {Gateway(destination)}: {Reason(problem)}",
        _ => $"The {(kind == "sms" ? "SMS" : Kind(kind).ToLowerInvariant())} to {Address(destination)} could not be delivered: {Reason(problem)}",
    };

    private static string Gateway(string destination) => Address(destination).Split('/')[0];

    /// <summary>The reason in plain words, where the other side's answer is one that is known; its own words otherwise.</summary>
    public static string Reason(string? problem)
    {
        string said = problem?.Trim() ?? "";
        string plain = said switch
        {
            "" => "nobody said why.",
            _ when NoSuchAddress().IsMatch(said) => "the address does not exist.",
            _ when MailboxFull().IsMatch(said) => "the mailbox is full.",
            _ when NotLetIn().IsMatch(said) => "the other side does not accept the portal's name and password.",
            _ when TakenForUnwanted().IsMatch(said) => "the other side takes it for unwanted mail.",
            _ when NoAnswer().IsMatch(said) => "the other side does not answer.",
            _ => said,
        };
        return plain.EndsWith('.') ? plain : plain + ".";
    }

    public static (string Word, string Tone, string Icon) Status(OutboxMessage message) => message.Status switch
    {
        OutboxStatus.Waiting when message.Attempts > 0 => ("Waits for the next try", "warn", "clock"),
        OutboxStatus.Waiting => ("Waits", "info", "clock"),
        OutboxStatus.Delivered => ("Delivered", "good", "check"),
        OutboxStatus.Dead => ("Needs a person", "bad", "warning"),
        OutboxStatus.Superseded => ("A newer one went out", "", "done"),
        OutboxStatus.Expired => ("Too late to matter", "", "clock"),
        OutboxStatus.Skipped => ("Skipped", "", "cross"),
        OutboxStatus.UndoneWithBooking => ("Taken back with its booking", "", "cross"),
        _ => (message.Status.ToString(), "", "dot"),
    };

    public static (string Word, string Tone, string Icon) Outcome(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Delivered => ("Delivered", "good", "check"),
        AttemptOutcome.Later => ("Not now", "warn", "clock"),
        AttemptOutcome.Refused => ("Refused", "bad", "cross"),
        AttemptOutcome.Pointless => ("Not needed any more", "", "done"),
        AttemptOutcome.Failed => ("Failed", "bad", "warning"),
        _ => (outcome.ToString(), "", "dot"),
    };

    /// <summary>What a manager did, in the past tense.</summary>
    public static string Act(string act) => act switch
    {
        "retry" => "Tried again",
        "edit" => "Corrected and tried again",
        "skip" => "Skipped",
        "undo-booking" => "Took the booking back",
        "clear-alert" => "Saw to an alert",
        ForgetCustomer.Act => "Forgot a customer",
        "probe" => "Asked whether it is back",
        "replay" => "Sent a reader back",
        MakeSureOfEffects.Act => "Missing messages left",
        ChooseTexts.Act => "Switched an SMS",
        "saga-retry" => "Tried the step again",
        "saga-skip" => "Went on without the step",
        "saga-undo" => "Took every step back",
        "saga-takeover" => "Took it over",
        _ => Capital(act),
    };

    private static string Words(string name) => Capital(name.Replace('-', ' '));

    private static string? NoticeOf(string payload)
    {
        try
        {
            using var read = JsonDocument.Parse(payload);
            return read.RootElement.ValueKind == JsonValueKind.Object && read.RootElement.TryGetProperty("notice", out JsonElement notice) && notice.ValueKind == JsonValueKind.String
                ? notice.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null; // a slip in a correction; the handler says so when it tries
        }
    }

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    // RFC 3463: X.1.1 no such mailbox, X.2.2 full, X.7.x policy. The words are what common servers add where they give no such code.
    [GeneratedRegex(@"\b5\.1\.[1-3]\b|user unknown|unknown user|no such (user|address|mailbox|recipient)|does not exist|recipient (not found|rejected)", Options, 1000)]
    private static partial Regex NoSuchAddress();

    [GeneratedRegex(@"\b[45]\.2\.2\b|mailbox (is )?full|over quota", Options, 1000)]
    private static partial Regex MailboxFull();

    [GeneratedRegex(@"\b535\b|\b5\.7\.8\b|authentication (failed|required)|unauthori[sz]ed", Options, 1000)]
    private static partial Regex NotLetIn();

    [GeneratedRegex(@"\b5\.7\.\d|spam|blocked|blacklist", Options, 1000)]
    private static partial Regex TakenForUnwanted();

    [GeneratedRegex(@"connection refused|timed? ?out|could not be reached|unreachable|no such host|name or service not known", Options, 1000)]
    private static partial Regex NoAnswer();

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
}
