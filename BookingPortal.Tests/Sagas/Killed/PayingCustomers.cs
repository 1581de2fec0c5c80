using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using BookingPortal.Tests.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Tests.Sagas.Killed;

/// <summary>Customers who book over HTTP, each request under a key of its own, and choose at the test till what happens. They remember what they were told.</summary>
internal sealed partial class PayingCustomers
{
    private const int AtOnce = 6;

    private static readonly Instant FirstVisit = Instant.FromUtc(2026, 9, 20, 8, 0);

    private readonly ConcurrentQueue<Wish> _unanswered = new();
    private readonly ConcurrentQueue<(int Start, int Person)> _givenUp = new();
    private int _last;

    /// <summary>Bookings that were answered with 201, by reference.</summary>
    public ConcurrentDictionary<string, Answer> Answered { get; } = new(StringComparer.Ordinal);

    /// <summary>Charges whose outcome the till took note of, by payment.</summary>
    public ConcurrentDictionary<Guid, string> Decided { get; } = new();

    /// <summary>Books until so many more are answered, then a moment longer, and pulls the plug while the others are still at it.</summary>
    public async Task BookUntilKilledAsync(PortalProcess portal, int answers)
    {
        using var stop = new CancellationTokenSource();
        int before = Answered.Count;
        Task[] customers = [.. Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => GoOnAsync(portal.Address, stop.Token)))];
        while (Answered.Count < before + answers)
        {
            Assert.False(customers.All(customer => customer.IsCompleted), "All customers gave up before the portal was killed.");
            await Task.Delay(1);
        }

        await Task.Delay(Random.Shared.Next(0, 60));
        await portal.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(customers);
    }

    /// <summary>Whoever heard nothing asks again under the same key: it was done or it was not, and now it is, once.</summary>
    public async Task AskAgainAsync(Uri address)
    {
        using HttpClient client = NewClient(address);
        Wish[] wishes = [.. _unanswered];
        _unanswered.Clear();
        foreach (Wish wish in wishes)
        {
            await BookAsync(client, wish, CancellationToken.None);
        }

        Assert.Empty(_unanswered);
    }

    private async Task GoOnAsync(Uri address, CancellationToken stop)
    {
        using HttpClient client = NewClient(address);
        while (!stop.IsCancellationRequested)
        {
            Wish wish = NewWish();
            try
            {
                if (await BookAsync(client, wish, stop) is { PaymentUrl: { } page })
                {
                    await PayAsync(client, page, wish, stop);
                }
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException or OperationCanceledException)
            {
                return; // the plug was pulled
            }
        }
    }

    private Wish NewWish()
    {
        // Every fifth wants a time that somebody else did not pay for, so that late money meets a time that is gone.
        int number = Interlocked.Increment(ref _last);
        (int start, int person) = number % 5 == 0 && _givenUp.TryDequeue(out (int, int) again)
            ? again
            : (number / KilledShop.People, number % KilledShop.People);
        return new Wish(Guid.NewGuid(), start, person);
    }

    private async Task<Answer?> BookAsync(HttpClient client, Wish wish, CancellationToken stop)
    {
        _unanswered.Enqueue(wish);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/bookings")
        {
            Content = JsonContent.Create(new
            {
                site = "shop",
                service = "cut",
                start = InstantPattern.General.Format(FirstVisit + Duration.FromMinutes(30 * wish.Start)),
                resource = $"p{wish.Person + 1}",
                customer = new { name = "Eva", email = "eva@example.com" },
            }),
        };
        request.Headers.Add("Idempotency-Key", wish.Key.ToString());
        using HttpResponseMessage response = await client.SendAsync(request, stop);
        string body = await response.Content.ReadAsStringAsync(stop);
        Forget(wish);
        if (response.StatusCode == HttpStatusCode.Conflict)
        {
            return null; // somebody has this time
        }

        Assert.True(response.StatusCode == HttpStatusCode.Created, $"{(int)response.StatusCode} {body}");
        JsonElement told = JsonElement.Parse(body);
        var answer = new Answer(
            told.GetProperty("reference").GetString()!,
            told.GetProperty("id").GetGuid(),
            told.TryGetProperty("paymentUrl", out JsonElement url) ? new Uri(url.GetString()!) : null);
        Answered[answer.Reference] = answer;
        return answer;
    }

    private async Task PayAsync(HttpClient client, Uri page, Wish wish, CancellationToken stop)
    {
        using HttpResponseMessage toTill = await client.GetAsync(new Uri(page.PathAndQuery, UriKind.Relative), stop);
        if (toTill.Headers.Location?.OriginalString is not { } till || !till.Contains("/pay/test/", StringComparison.Ordinal))
        {
            return; // the gateway's page is not there yet; this customer goes away
        }

        string path = new Uri(client.BaseAddress!, till).AbsolutePath;
        string html = await client.GetStringAsync(new Uri(path, UriKind.Relative), stop);
        (string choice, string seconds) = Random.Shared.Next(10) switch
        {
            < 5 => ("pay", "10"),
            5 => ("refuse", "10"),
            6 => ("silence", "10"),
            7 => ("late", "10"),
            _ => ("late", "120"),
        };
        if (choice != "pay")
        {
            _givenUp.Enqueue((wish.Start, wish.Person));
        }

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "till",
            ["__RequestVerificationToken"] = TokenField().Match(html).Groups["token"].Value,
            ["choice"] = choice,
            ["seconds"] = seconds,
        });
        using HttpResponseMessage decided = await client.PostAsync(new Uri(path, UriKind.Relative), form, stop);
        Assert.True(decided.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.OK, $"The till answered {(int)decided.StatusCode}.");
        if (decided.StatusCode == HttpStatusCode.Redirect)
        {
            Decided[Guid.Parse(path.Split('/')[^1])] = choice;
        }
    }

    private void Forget(Wish wish)
    {
        for (int i = _unanswered.Count; i > 0 && _unanswered.TryDequeue(out Wish? other); i--)
        {
            if (other.Key == wish.Key)
            {
                return;
            }

            _unanswered.Enqueue(other);
        }
    }

    private static HttpClient NewClient(Uri address)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(90) };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        return client;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenField();

    /// <summary>What a customer was told with 201.</summary>
    internal sealed record Answer(string Reference, Guid Id, Uri? PaymentUrl);

    private sealed record Wish(Guid Key, int Start, int Person);
}
