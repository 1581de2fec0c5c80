using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;
using static BookingPortal.Tests.Browser.JourneyPortal;

namespace BookingPortal.Tests.Browser;

/// <summary>What waits for an answer, as the desk has it open while customers go on.</summary>
[Collection(JourneyCollection.Name)]
public sealed class RequestsPageTests(JourneyPortal journey, Chromium chromium)
{
    [BrowserFact]
    public async Task A_request_appears_on_the_desks_open_page_and_its_answer_on_the_customers()
    {
        IPage desk = await OpenDeskAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Status)).ToContainTextAsync("Nobody waits for an answer");

        IPage page = await chromium.OpenAsync(journey.Portal, new Visitor(JavaScript: false));
        await page.GotoAsync("/book/porto/portrait/time?date=2026-04-15");
        await Slot(page, "13:00").ClickAsync();
        await WriteDetailsAsync(page, "Live Eva");
        await page.GetByLabel("Email").PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your request is with us");

        await Assertions.Expect(desk.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Live Eva" })).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Status)).ToContainTextAsync("Nobody waits for an answer");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");
    }

    [BrowserFact]
    public async Task What_its_customer_moves_under_the_desks_eyes_is_not_answered_before_it_was_seen()
    {
        IPage page = await chromium.OpenAsync(journey.Portal, new Visitor(JavaScript: false));
        await page.GotoAsync("/book/porto/portrait/time?date=2026-04-16");
        await Slot(page, "13:00").ClickAsync();
        await WriteDetailsAsync(page, "Moving Eva");
        await page.GetByLabel("Email").PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your request is with us");
        IPage desk = await OpenDeskAsync();
        ILocator request = desk.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Moving Eva" });
        await Assertions.Expect(request).ToContainTextAsync("13:00");

        await page.GotoAsync(page.Url.Replace("?", "/move?date=2026-04-16&", StringComparison.Ordinal));
        await Slot(page, "15:00").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move it" }).ClickAsync();

        await Assertions.Expect(request).ToContainTextAsync("Moved while you had this page open; it was Thu 16 Apr 13:00");
        await Assertions.Expect(request.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await request.GetByRole(AriaRole.Button, new() { Name = "I have seen the new time" }).ClickAsync();
        await request.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Assertions.Expect(request).ToHaveCountAsync(0);
    }

    private async Task<IPage> OpenDeskAsync()
    {
        IPage desk = await chromium.OpenAsync(journey.Portal);
        await desk.GotoAsync("/account/sign-in?returnUrl=%2Fdesk%2Fapprovals");
        await desk.GetByLabel("Email").FillAsync("desk@demo.example");
        await desk.GetByLabel("Password").FillAsync("demo-portal-2026");
        await desk.Keyboard.PressAsync("Enter");
        return desk;
    }
}
