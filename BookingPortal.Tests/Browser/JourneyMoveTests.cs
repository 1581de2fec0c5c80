using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;
using static BookingPortal.Tests.Browser.JourneyPortal;

namespace BookingPortal.Tests.Browser;

/// <summary>A move says what changes before it is pressed, and what has changed afterwards.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyMoveTests(JourneyPortal journey, Chromium chromium)
{
    [BrowserFact]
    public async Task A_move_to_somebody_else_names_them_before_and_after()
    {
        IPage page = await BookWithAnaAsync("2026-03-30", "10:00");
        await page.GetByRole(AriaRole.Link, new() { Name = "Move", Exact = true }).ClickAsync();

        await page.GotoAsync(page.Url + "&date=2026-04-01"); // Ana leaves at five, Rui at six
        await Slot(page, "17:00").ClickAsync();
        await Assertions.Expect(page.Locator(".confirm h2")).ToHaveTextAsync("Move it to Wed 1 Apr, 17:00, with Rui?");
        await Assertions.Expect(page.Locator(".confirm")).ToContainTextAsync("Ana is not free then.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move it" }).ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your booking has moved");
        await Assertions.Expect(page.Locator(".swap")).ToContainTextAsync("Mon 30 Mar, 10:00 with Ana");
        await Assertions.Expect(page.Locator(".swap")).ToContainTextAsync("Wed 1 Apr, 17:00 with Rui");

        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Move to another time");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_move_to_the_same_person_says_the_times_alone()
    {
        IPage page = await BookWithAnaAsync("2026-03-30", "11:00");
        await page.GotoAsync(page.Url.Replace("?", "/move?date=2026-04-01&", StringComparison.Ordinal));
        await Slot(page, "09:30").ClickAsync();
        await Assertions.Expect(page.Locator(".confirm")).ToContainTextAsync("With Ana, as now.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move it" }).ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Your booking has moved");
        await Assertions.Expect(page.Locator(".swap")).Not.ToContainTextAsync("with");
    }

    [BrowserFact]
    public async Task Nobody_else_is_booked_than_who_was_named()
    {
        IPage page = await BookWithAnaAsync("2026-03-30", "12:00");
        await page.GotoAsync(page.Url.Replace("?", "/move?date=2026-04-02&", StringComparison.Ordinal));
        await Slot(page, "15:00").ClickAsync();
        await Assertions.Expect(page.Locator(".confirm")).ToContainTextAsync("With Ana, as now.");
        await BookWithAnaAsync("2026-04-02", "15:00");

        await page.GetByRole(AriaRole.Button, new() { Name = "Move it" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("15:00 has just been taken");
        await Assertions.Expect(Slot(page, "15:00")).ToContainTextAsync("with Rui");
        await page.GotoAsync(page.Url);
        await Assertions.Expect(page.Locator(".confirm h2")).ToHaveTextAsync("Move it to Thu 2 Apr, 15:00, with Rui?");
    }

    private async Task<IPage> BookWithAnaAsync(string date, string time)
    {
        IPage page = await chromium.OpenAsync(journey.Portal, new Visitor(JavaScript: false));
        await page.GotoAsync($"/book/porto/cut/time?resource=ana&date={date}");
        await Slot(page, time).ClickAsync();
        await WriteDetailsAsync(page);
        await Book(page).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");
        return page;
    }
}
