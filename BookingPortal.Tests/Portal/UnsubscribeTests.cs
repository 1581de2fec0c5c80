using System.Net;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace BookingPortal.Tests.Portal;

/// <summary>The link in a reminder by which its reader wants no more of them, over plain HTTP, without an account.</summary>
public sealed class UnsubscribeTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private KeepOptOut KeepOptOut => portal.Services.GetRequiredService<KeepOptOut>();

    [Fact]
    public async Task A_mail_program_posts_to_the_link_and_that_is_all()
    {
        using HttpResponseMessage answer = await portal.Client.PostAsync(Link("one@example.com"), new StringContent("List-Unsubscribe=One-Click", null, "application/x-www-form-urlencoded"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(await KeepOptOut.IsOutAsync("ONE@example.com", OptionalNotices.Reminders));
        Assert.False(await KeepOptOut.IsOutAsync("one@example.com", OptionalNotices.Digest));
    }

    /// <summary>Programs follow links to look for harm.</summary>
    [Fact]
    public async Task Following_the_link_changes_nothing_and_leads_to_a_page_that_nobody_keeps()
    {
        using HttpResponseMessage page = await portal.Client.GetAsync(Link("two@example.com"));

        Assert.Equal("/unsubscribe", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("No more reminders?", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(await KeepOptOut.IsOutAsync("two@example.com", OptionalNotices.Reminders));
    }

    [Fact]
    public async Task A_link_that_somebody_made_up_does_nothing()
    {
        string link = Link("three@example.com").Replace("three", "four", StringComparison.Ordinal);

        using HttpResponseMessage posted = await portal.Client.PostAsync(link, null);
        using HttpResponseMessage page = await portal.Client.GetAsync(link);

        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.False(await KeepOptOut.IsOutAsync("four@example.com", OptionalNotices.Reminders));
    }

    private string Link(string address) =>
        KeepOptOut.LinkFor(address, OptionalNotices.Reminders)[portal.Services.GetRequiredService<PortalAddress>().Base.Length..];
}
