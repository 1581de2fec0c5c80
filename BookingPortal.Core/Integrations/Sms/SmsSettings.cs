namespace BookingPortal.Core.Integrations.Sms;

/// <summary>The business's account at an SMS gateway that speaks Twilio's API. Not a record: those print what they hold, and this holds a secret.</summary>
public sealed class SmsSettings(string accountSid, string authToken, string from, Uri baseAddress)
{
    public static readonly Uri DefaultAddress = new("https://api.twilio.com/");

    public string AccountSid => accountSid;

    public string AuthToken => authToken;

    /// <summary>A number, a name where the country allows one, or the SID of a messaging service (<c>MG…</c>).</summary>
    public string From => from;

    /// <summary>Ends with a slash.</summary>
    public Uri BaseAddress => baseAddress;

    /// <summary>Put before numbers that customers wrote without their country, such as <c>+351</c>; null = those are refused.</summary>
    public string? CountryCode { get; init; }

    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(15);
}
