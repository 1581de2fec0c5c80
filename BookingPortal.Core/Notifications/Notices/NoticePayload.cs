using System.Text.Json;
using System.Text.Json.Serialization;
using BookingPortal.Core.Notifications.Wording;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>
/// What an outbox message of a notice carries: whom it is for and what it is about, never the words. They are made when it
/// goes out, from the booking as it was at the message's version. The address is the message's destination, so that a person
/// can correct it.
/// </summary>
public sealed record NoticePayload
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The kind by its name, such as <c>confirmation</c>.</summary>
    public required string Notice { get; init; }

    /// <summary>The receiver, as they call themselves.</summary>
    public string? Name { get; init; }

    /// <summary>BCP 47 tag; null = the site's language.</summary>
    public string? Locale { get; init; }

    /// <summary>For what belongs to a site and to no booking.</summary>
    public Guid? Site { get; init; }

    /// <summary>For reminders: the start that they speak of. A booking that starts at another time by now is not reminded of this one.</summary>
    public string? Start { get; init; }

    /// <summary>For staff: what happened, as a label of the word book.</summary>
    public string? What { get; init; }

    /// <summary>For money: minor units.</summary>
    public long? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>For money: when it moved.</summary>
    public string? At { get; init; }

    public string? Reason { get; init; }

    /// <summary>For the digest: the day on the site's calendar.</summary>
    public string? Day { get; init; }

    /// <summary>For alerts.</summary>
    public string? Title { get; init; }

    public string? Text { get; init; }

    [JsonIgnore]
    public NoticeKind? Kind => NoticeKinds.Find(Notice);

    public static NoticePayload Of(NoticeKind kind) => new() { Notice = NoticeKinds.NameOf(kind) };

    public string Write() => JsonSerializer.Serialize(this, Form);

    /// <summary>Null where it is no payload of a notice, as after a slip in a correction.</summary>
    public static NoticePayload? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<NoticePayload>(json, Form) is { Kind: not null } payload ? payload : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Print(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    public static Instant? ReadInstant(string? text) => text is not null && InstantPattern.ExtendedIso.Parse(text) is { Success: true } read ? read.Value : null;
}
