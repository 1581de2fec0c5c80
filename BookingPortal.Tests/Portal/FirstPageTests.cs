using System.Net;
using System.Net.Sockets;
using BookingPortal.Tests.Fixtures;

namespace BookingPortal.Tests.Portal;

public sealed class FirstPageTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task The_portal_answers(string address)
    {
        using var client = portal.CreateClient();

        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task It_is_tested_while_another_runs_at_its_address()
    {
        using var other = new TcpListener(IPAddress.Loopback, 5080);
        try
        {
            other.Start();
        }
        catch (SocketException refusal) when (refusal.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            // Somebody's portal runs there; that does as well.
        }

        await using var tested = new PortalFactory();
        using var client = tested.CreateClient();
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
