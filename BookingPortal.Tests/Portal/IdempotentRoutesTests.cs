using BookingPortal.Core.Data;
using BookingPortal.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BookingPortal.Tests.Portal;

/// <summary>Every POST of the API honours an idempotency key: those that there are, and those that will be.</summary>
public class IdempotentRoutesTests(AgentApiTests.LinkedSites linked) : IClassFixture<AgentApiTests.LinkedSites>
{
    private const string Header = "Idempotency-Key";

    /// <summary>Gateways name their events themselves; what they send again is known by that name.</summary>
    private static readonly string[] KnownByTheirOwnNames = ["/api/v1/payments/stripe/webhook"];

    private static readonly string[] Routes =
    [
        "/api/v1/bookings",
        "/api/v1/bookings/{reference}/approve",
        "/api/v1/bookings/{reference}/cancel",
        "/api/v1/bookings/{reference}/check-in",
        "/api/v1/bookings/{reference}/complete",
        "/api/v1/bookings/{reference}/decline",
        "/api/v1/bookings/{reference}/no-show",
        "/api/v1/bookings/{reference}/reschedule",
        "/api/v1/holds",
        "/api/v1/itineraries",
        "/api/v1/sites/{site}/agent/bookings",
        "/api/v1/sites/{site}/agent/heartbeat",
    ];

    private ApiPortal Portal => linked.Portal;

    public static TheoryData<string> EachRoute => [.. Routes];

    [Fact]
    public void No_post_is_forgotten_here()
    {
        IEnumerable<string> posts = Portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => path.StartsWith("/api/", StringComparison.Ordinal))
            .Except(KnownByTheirOwnNames);
        Assert.Equal(Routes, posts.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EachRoute))]
    public async Task The_same_again_has_the_same_answer_another_body_is_refused_and_one_at_a_time_is_served(string route)
    {
        (string path, object body, object other, (string, string) caller) = await CallAsync(route);
        (string, string) key = (Header, Guid.NewGuid().ToString());

        // Whichever comes first waits for the one writer behind the gate, so the other one is answered before it.
        var gate = new TaskCompletionSource();
        Task<bool> blocked = Portal.Services.GetRequiredService<IWriteQueue>().RunAsync(async _ =>
        {
            await gate.Task;
            return true;
        });
        Task<ApiResponse>[] both = [Portal.PostAsync(path, body, key, caller), Portal.PostAsync(path, body, key, caller)];
        Task<ApiResponse> second = await Task.WhenAny(both);
        try
        {
            (await second).MustBe(409, "in-flight");
        }
        finally
        {
            gate.SetResult();
            await blocked;
        }

        ApiResponse first = await both.Single(each => each != second);
        Assert.True(first.Status is 200 or 201, first.ToString());
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));

        ApiResponse again = await Portal.PostAsync(path, body, key, caller);
        Assert.Equal((first.Status, first.Body), (again.Status, again.Body));
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        (await Portal.PostAsync(path, other, key, caller)).MustBe(422, "key-reused");
    }

    /// <summary>How a route is called so that it does something: its path, a body, another body, and who calls.</summary>
    private async Task<(string Path, object Body, object Other, (string Name, string Value) Caller)> CallAsync(string route)
    {
        (string, string) writer = ApiPortal.Key(ApiPortal.Writer);
        (object because, object otherwise) = (new { reason = "ill" }, new { reason = "well" });
        switch (route[(route.LastIndexOf('/') + 1)..])
        {
            case "bookings" when route.Contains("agent", StringComparison.Ordinal):
                return ("/api/v1/sites/hut/agent/bookings", Batch("once"), Batch("twice"), ApiPortal.Key(AgentApiTests.AgentKey));
            case "heartbeat":
                return ("/api/v1/sites/hut/agent/heartbeat", new { software = "1" }, new { software = "2" }, ApiPortal.Key(AgentApiTests.AgentKey));
            case "bookings":
                return (route, Wish(), Wish(), writer);
            case "holds":
                return (route, Slot(), Slot(), writer);
            case "itineraries":
                return (route, new { legs = new[] { Slot(), Slot() }, customer = ApiPortal.Eva }, new { legs = new[] { Slot() }, customer = ApiPortal.Eva }, writer);
            case "reschedule":
                return (await PathAsync(route, "cut"), new { start = ApiPortal.Text(Portal.FreshStart()) }, new { start = ApiPortal.Text(Portal.FreshStart()) }, writer);
            case "approve" or "decline":
                return (await PathAsync(route, "asked"), because, otherwise, writer);
            case "complete":
                string path = await PathAsync(route, "cut");
                Assert.Equal(200, (await Portal.PostAsync(path.Replace("complete", "check-in", StringComparison.Ordinal), null, writer)).Status);
                return (path, because, otherwise, writer);
            default:
                return (await PathAsync(route, "cut"), because, otherwise, writer);
        }
    }

    private async Task<string> PathAsync(string route, string service) =>
        route.Replace("{reference}", (await Portal.BookAsync(service)).Text("reference"), StringComparison.Ordinal);

    private object Slot() => new { site = "porto", service = "cut", start = ApiPortal.Text(Portal.FreshStart()) };

    private object Wish() => new { site = "porto", service = "cut", start = ApiPortal.Text(Portal.FreshStart()), customer = ApiPortal.Eva };

    private object Batch(string id) => new { entries = new[] { new { id, service = "bunk", start = ApiPortal.Text(linked.FreshStart()), customer = ApiPortal.Eva } } };
}
