using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using BookingPortal.Core.Payments;

namespace BookingPortal.Core.Integrations.PaymentGateways.Stripe;

/// <summary>Speaks Stripe's HTTP: forms out, JSON back, failures as answers.</summary>
public sealed class StripeClient : IDisposable
{
    /// <summary>The shapes that this adapter was written for, whatever version the account stands on.</summary>
    private const string Version = "2024-06-20";

    /// <summary>A session or a list of refunds is a few kilobytes.</summary>
    private const int LongestAnswer = 1_000_000;

    /// <summary>Beside an answer that is kept under a key and was not worked for anew.</summary>
    private const string ReplayHeader = "Idempotent-Replayed";

    /// <summary>As many failures of Stripe's own as one thing may have met in a day before a person has to see to it.</summary>
    private const int MostKeys = 20;

    private readonly HttpClient _http;
    private readonly string _secretKey;

    public StripeClient(StripeSettings settings)
    {
        _secretKey = settings.SecretKey;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,

            // So that a change of Stripe's addresses is noticed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            BaseAddress = settings.BaseAddress,
            MaxResponseContentBufferSize = LongestAnswer,

            // The limit is whoever's that guards the gateway.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    internal Task<StripeReply> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <param name="key">The same key is the same request, however often it is sent, and has the same answer for a day, a failure of Stripe's own
    /// included (https://docs.stripe.com/api/idempotent_requests). Null for what may be done twice.</param>
    internal Task<StripeReply> PostAsync(
        string path, IEnumerable<KeyValuePair<string, string>> fields, string? key, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// Under a key, and under the next one where all that Stripe keeps under it is a failure of its own: without that, one bad moment there lasts for a day.
    /// The keys follow from the first, so what got lost on the way is found again under each of them.
    /// </summary>
    internal async Task<StripeReply> PostPastFailuresAsync(
        string path, IReadOnlyCollection<KeyValuePair<string, string>> fields, string key, CancellationToken cancellationToken)
    {
        StripeReply reply = await PostAsync(path, fields, key, cancellationToken);
        for (int failures = 1; failures < MostKeys && reply is StripeReply.Failed { IsOld: true, Answer: GatewayAnswer.Unavailable }; failures++)
        {
            reply = await PostAsync(path, fields, string.Create(CultureInfo.InvariantCulture, $"{key}+{failures}"), cancellationToken);
        }

        return reply;
    }

    public void Dispose() => _http.Dispose();

    private async Task<StripeReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _secretKey);
            request.Headers.Add("Stripe-Version", Version);
            try
            {
                using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
                string text = await response.Content.ReadAsStringAsync(cancellationToken);
                return response.IsSuccessStatusCode
                    ? Read(text)
                    : StripeErrors.Read(response.StatusCode, text) with { IsOld = response.Headers.Contains(ReplayHeader) };
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException)
            {
                // The connection's own words name hosts and ports, and nothing of what was sent.
                return new StripeReply.Failed(new GatewayAnswer.Unavailable($"Stripe cannot be reached: {problem.Message}"));
            }
        }
    }

    private static StripeReply Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return new StripeReply.Answered(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            return new StripeReply.Failed(new GatewayAnswer.Unavailable("What answered in Stripe's place does not speak its language."));
        }
    }
}
