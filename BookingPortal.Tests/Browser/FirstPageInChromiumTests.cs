using BookingPortal.Tests.Fixtures;

namespace BookingPortal.Tests.Browser;

public sealed class FirstPageInChromiumTests(Chromium chromium) : IClassFixture<Chromium>
{
    [BrowserFact]
    public async Task The_first_page_opens_in_a_real_browser_without_a_script_error()
    {
        await using PortalProcess portal = await PortalProcess.StartAsync();
        var page = await chromium.OpenAsync(portal);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);

        var answer = await page.GotoAsync("/");

        Assert.Equal(200, answer!.Status);
        Assert.Empty(errors);
    }
}
