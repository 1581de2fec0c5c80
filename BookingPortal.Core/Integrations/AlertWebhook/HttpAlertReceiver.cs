using System.Net;
using System.Net.Http.Json;
using BookingPortal.Core.Notifications.Sending;
using NodaTime.Text;

namespace BookingPortal.Core.Integrations.AlertWebhook;

/// <summary>Posts an alert as JSON to an address of the business's own. Its member <c>text</c> says all of it, which is what incoming webhooks of chats show.</summary>
/// <param name="address">May hold a secret, so it is never part of an answer.</param>
public sealed class HttpAlertReceiver(Uri address, TimeSpan? timeLimit = null) : IAlertReceiver, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = null, // with it, each call is a span that says the whole path
    })
    {
        MaxResponseContentBufferSize = 100_000,
        Timeout = timeLimit ?? TimeSpan.FromSeconds(10),
    };

    public async Task<SendAnswer> SendAsync(AlertPost post, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = JsonContent.Create(new
                {
                    id = post.Id,
                    title = post.Title,
                    words = post.Words,
                    at = InstantPattern.General.Format(post.At),
                    address = post.Address,
                    text = $"{post.Title}: {post.Words} {post.Address}",
                }),
            };
            request.Headers.Add("Idempotency-Key", $"{post.Id:N}");
            await request.Content.LoadIntoBufferAsync(cancellationToken); // so it says how long it is; many a small receiver cannot read a body in chunks
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            return Read(response.StatusCode);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return new SendAnswer.Later($"The receiver of alerts cannot be reached: {problem.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendAnswer.Later($"The receiver of alerts did not answer within {_http.Timeout.TotalSeconds:0.#} s.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static SendAnswer Read(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => new SendAnswer.Sent($"answered {(int)status}"),
        408 or 425 or 429 or >= 500 => new SendAnswer.Later($"The receiver of alerts answered {(int)status}."),
        _ => new SendAnswer.Never($"The receiver of alerts answered {(int)status}. Look at Alerts__WebhookUrl."),
    };
}
