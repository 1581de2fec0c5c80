using System.Net;
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
}
