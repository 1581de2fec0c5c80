using System.Net;
using System.Text.Json;
using BookingPortal.Core.Notifications.Sending;

namespace BookingPortal.Core.Integrations.Sms;

/// <summary>Reads the gateway's refusals (https://www.twilio.com/docs/api/errors): about this message for ever, or about now.</summary>
internal static class TwilioErrors
{
    /// <summary>About the number or the text: the same again would be answered the same.</summary>
    private static readonly HashSet<int> AboutTheMessage =
    [
        21211, // no valid number
        21214, // cannot be reached
        21217, // no valid number
        21219, // not verified, on a trial account
        21265, // a short code
        21266, // to and from are the same
        21408, // the account may not send to this country
        21602, // no text
        21604, // no receiver
        21610, // the receiver has answered STOP
        21612, // no way from this sender to this receiver
        21614, // a landline
        21617, // too long
        21635, // a landline
        30004, // blocked
        30005, // unknown
        30006, // a landline or unreachable
        60200, // a parameter is not valid
    ];

    public static SendAnswer Read(HttpStatusCode status, string body)
    {
        (int code, string words) = Parse(body);
        string reason = $"The SMS gateway answered {(int)status}{(code > 0 ? $" ({code})" : "")}: {words}";
        return AboutTheMessage.Contains(code) || (status == HttpStatusCode.BadRequest && code == 0)
            ? new SendAnswer.Never(reason)
            : new SendAnswer.Later(reason); // too many, a fault of theirs, or an account that somebody has to put right
    }

    private static (int Code, string Words) Parse(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? (root.TryGetProperty("code", out JsonElement code) && code.TryGetInt32(out int number) ? number : 0,
                    root.TryGetProperty("message", out JsonElement message) && message.ValueKind == JsonValueKind.String ? message.GetString()! : "no words")
                : (0, "no words");
        }
        catch (JsonException)
        {
            return (0, "what answered in its place does not speak its language");
        }
    }
}
