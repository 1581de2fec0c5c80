using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace BookingPortal.Tests.Portal;

public sealed class FirstPageTests(WebApplicationFactory<Program> portal) : IClassFixture<WebApplicationFactory<Program>>
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
