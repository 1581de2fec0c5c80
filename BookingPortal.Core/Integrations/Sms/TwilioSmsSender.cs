using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BookingPortal.Core.Notifications.Sending;
using NodaTime;

namespace BookingPortal.Core.Integrations.Sms;

/// <summary>
/// Hands SMS to a gateway that speaks Twilio's HTTP API. The API knows no key that makes a repeat harmless, so before one the
/// gateway is asked what it has sent to this number since.
/// </summary>
public sealed class TwilioSmsSender : ISmsSender, IDisposable
{
    private const int LongestAnswer = 1_000_000;

    /// <summary>Its clock and ours need not agree.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(2);

    private readonly SmsSettings _settings;
    private readonly HttpClient _http;

    public TwilioSmsSender(SmsSettings settings)
    {
        _settings = settings;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = settings.BaseAddress,
            MaxResponseContentBufferSize = LongestAnswer,
            Timeout = settings.TimeLimit,
        };
        string secret = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.AccountSid}:{settings.AuthToken}"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", secret);
    }

    private string Messages => $"2010-04-01/Accounts/{Uri.EscapeDataString(_settings.AccountSid)}/Messages.json";

    public async Task<SendAnswer> SendAsync(TextMessage message, CancellationToken cancellationToken)
    {
        if (PhoneNumber.ToE164(message.To, _settings.CountryCode) is not { } number)
        {
            return new SendAnswer.Never(
                $"\"{message.To}\" is no number that can be reached from everywhere{(_settings.CountryCode is null ? "; it lacks its country, such as +351" : "")}.");
        }

        try
        {
            return message.MaybeSent && await FindAsync(number, message, cancellationToken) is { } found
                ? found
                : await PostAsync(number, message, cancellationToken);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return new SendAnswer.Later($"The SMS gateway cannot be reached: {problem.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendAnswer.Later($"The SMS gateway did not answer within {_settings.TimeLimit.TotalSeconds:0.#} s.");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<SendAnswer> PostAsync(string number, TextMessage message, CancellationToken cancellationToken)
    {
        string sender = _settings.From.StartsWith("MG", StringComparison.Ordinal) ? "MessagingServiceSid" : "From";
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["To"] = number,
            [sender] = _settings.From,
            ["Body"] = message.Text,
        });
        using HttpResponseMessage response = await _http.PostAsync(new Uri(Messages, UriKind.Relative), fields, cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? Taken(body) : TwilioErrors.Read(response.StatusCode, body);
    }

    /// <summary>What an earlier try may have left there: the same words to the same number since the message came about. Null = nothing.</summary>
    private async Task<SendAnswer?> FindAsync(string number, TextMessage message, CancellationToken cancellationToken)
    {
        Instant since = message.At - Skew;
        string day = since.ToDateTimeUtc().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string query = $"{Messages}?To={Uri.EscapeDataString(number)}&DateSent%3E={day}&PageSize=100";
        using HttpResponseMessage response = await _http.GetAsync(new Uri(query, UriKind.Relative), cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            SendAnswer problem = TwilioErrors.Read(response.StatusCode, body);
            return response.StatusCode == HttpStatusCode.NotFound ? null : problem;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            foreach (JsonElement sent in document.RootElement.GetProperty("messages").EnumerateArray())
            {
                if (IsSame(sent, message.Text, since))
                {
                    return new SendAnswer.Sent($"{sent.GetProperty("sid").GetString()} (an earlier try had reached the gateway)");
                }
            }

            return null;
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new SendAnswer.Later("What answered in the SMS gateway's place does not speak its language.");
        }
    }

    private static bool IsSame(JsonElement sent, string text, Instant since) =>
        sent.GetProperty("body").GetString() == text
        && sent.GetProperty("status").GetString() is not ("failed" or "undelivered" or "canceled")
        && DateTimeOffset.TryParse(sent.GetProperty("date_created").GetString(), CultureInfo.InvariantCulture, out DateTimeOffset at)
        && Instant.FromDateTimeOffset(at) >= since;

    private static SendAnswer Taken(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return new SendAnswer.Sent(document.RootElement.GetProperty("sid").GetString() ?? "taken");
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new SendAnswer.Later("What answered in the SMS gateway's place does not speak its language.");
        }
    }
}
