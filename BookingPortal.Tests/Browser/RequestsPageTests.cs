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
        IPage desk = await chromium.OpenAsync(journey.Portal);
        await desk.GotoAsync("/account/sign-in?returnUrl=%2Fdesk%2Fapprovals");
        await desk.GetByLabel("Email").FillAsync("desk@demo.example");
        await desk.GetByLabel("Password").FillAsync("demo-portal-2026");
        await desk.Keyboard.PressAsync("Enter");
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
}
