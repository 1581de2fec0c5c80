using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;
using static BookingPortal.Tests.Browser.JourneyPortal;

namespace BookingPortal.Tests.Browser;

/// <summary>Whoever goes back loses neither what they typed nor the time that they keep, and is told how many steps there are once and for all.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyBackTests(JourneyPortal journey, Chromium chromium)
{
    [BrowserFact]
    public async Task Whoever_goes_back_is_told_what_they_keep_and_finds_what_they_typed()
    {
        IPage page = await BackFromDetailsAsync(new Visitor(), "2026-04-06");

        await page.GetByRole(AriaRole.Link, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(page.Locator(".hold")).ToContainTextAsync("09:00 is yours for");
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("Eva Lindqvist");
        await Assertions.Expect(page.Locator("h1:focus")).ToHaveTextAsync("Who is coming?");

        await page.GoBackAsync();
        await Slot(page, "11:00").ClickAsync();
        await Assertions.Expect(page.Locator(".hold")).ToContainTextAsync("11:00 is yours for");
        await Assertions.Expect(page.GetByLabel("Email")).ToHaveValueAsync("eva@example.com");
        await Assertions.Expect(page.Locator(".kept")).ToContainTextAsync("09:00 on Monday 6 April is also yours for");

        await page.GetByLabel("Email").PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");
        Assert.Null(await page.EvaluateAsync<string?>("() => sessionStorage.getItem('book.typed')"));
    }

    [BrowserFact]
    public async Task Whoever_goes_back_without_scripts_is_told_what_they_keep_and_goes_forward_to_what_they_typed()
    {
        IPage page = await BackFromDetailsAsync(new Visitor(JavaScript: false), "2026-04-07");

        await page.GoForwardAsync();
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("Eva Lindqvist");
        await page.GetByRole(AriaRole.Button, new() { Name = "change when" }).ClickAsync();
        await Slot(page, "11:00").ClickAsync();
        await Assertions.Expect(page.Locator(".hold")).ToContainTextAsync("11:00 is yours for");
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("Eva Lindqvist");
    }

    [BrowserFact]
    public async Task What_was_typed_is_gone_when_the_time_is_given_back()
    {
        IPage page = await chromium.OpenAsync(journey.Portal);
        await HoldAsync(page, "2026-04-08");
        await WriteDetailsAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Give it back" }).ClickAsync();
        await Assertions.Expect(page.Locator("#times h2")).ToHaveTextAsync("Wednesday 8 April");
        await Assertions.Expect(page.Locator(".kept")).ToHaveCountAsync(0);
        await Slot(page, "11:00").ClickAsync();

        await Assertions.Expect(page.Locator(".hold")).ToContainTextAsync("11:00 is yours for");
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("");
    }

    [BrowserFact]
    public async Task What_was_typed_is_gone_when_the_time_is_given_back_on_another_page()
    {
        IPage page = await BackFromDetailsAsync(new Visitor(), "2026-04-28");
        await page.Locator(".kept").GetByRole(AriaRole.Button, new() { Name = "Give it back" }).ClickAsync();
        await Assertions.Expect(page.Locator(".kept")).ToHaveCountAsync(0);
        Assert.Null(await page.EvaluateAsync<string?>("() => sessionStorage.getItem('book.typed')"));
        await Slot(page, "11:00").ClickAsync();
        await Assertions.Expect(page.Locator(".hold")).ToContainTextAsync("11:00 is yours for");
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("");
    }

    [BrowserFact]
    public async Task What_was_typed_is_kept_no_longer_however_long_somebody_types()
    {
        IPage page = await chromium.OpenAsync(journey.Portal);
        await HoldAsync(page, "2026-04-13");
        await page.ReloadAsync();
        await page.GetByLabel("Name").FillAsync("Eva");
        double first = await UntilAsync();
        await page.WaitForTimeoutAsync(2000);
        await page.GetByLabel("Name").FillAsync("Eva Lindqvist");
        Assert.Equal(first, await UntilAsync());

        Task<double> UntilAsync() => page.EvaluateAsync<double>("() => JSON.parse(sessionStorage.getItem('book.typed')).until");
    }

    [BrowserFact]
    public async Task Who_stands_on_what_is_kept_when_its_minutes_end_is_not_lost()
    {
        IPage page = await chromium.OpenAsync(journey.Portal);
        await page.Clock.InstallAsync();
        await HoldAsync(page, "2026-04-14");
        await page.GotoAsync("/book/porto");
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on" }).FocusAsync();
        await page.Clock.FastForwardAsync("16:00");
        await Assertions.Expect(page.Locator(".kept")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("h1:focus")).ToHaveTextAsync("What would you like to book?");
    }

    [BrowserFact]
    public async Task A_journey_has_as_many_steps_at_its_end_as_at_its_beginning()
    {
        foreach ((string service, string slug, string time) in new[] { ("Haircut", "cut", "12:00"), ("Shave", "shave", "14:00") })
        {
            IPage page = await chromium.OpenAsync(journey.Portal, Visitor.OnPhone);
            await page.GotoAsync("/book/porto");
            await Assertions.Expect(page.Locator(".steps .count")).ToContainTextAsync("Step 2 of 5");
            await page.GetByRole(AriaRole.Link, new() { Name = service }).ClickAsync();
            if (service == "Haircut")
            {
                await Assertions.Expect(page.Locator(".steps .count")).ToContainTextAsync("Step 3 of 5");
                await page.GetByRole(AriaRole.Link, new() { Name = "Anyone" }).ClickAsync();
            }

            await Assertions.Expect(page.Locator(".steps .count")).ToContainTextAsync("Step 4 of 5");
            await page.GotoAsync($"/book/porto/{slug}/time?date=2026-04-09");
            await Slot(page, time).ClickAsync();
            await Assertions.Expect(page.Locator(".steps .count")).ToContainTextAsync("Step 5 of 5");
        }
    }

    private async Task<IPage> BackFromDetailsAsync(Visitor visitor, string date)
    {
        IPage page = await chromium.OpenAsync(journey.Portal, visitor);
        await page.GotoAsync("/book/porto");
        await page.GotoAsync($"/book/porto/shave/time?date={date}");
        await Slot(page, "09:00").ClickAsync();
        await page.WaitForURLAsync("**/book/hold/**");
        await WriteDetailsAsync(page);

        await page.GoBackAsync();
        await Assertions.Expect(page.Locator(".kept")).ToContainTextAsync("09:00 on ");
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("What would you like to book?");
        await Assertions.Expect(page.Locator(".kept")).ToContainTextAsync("Shave at Ribeira Barbers, Lisbon time");
        await page.GoForwardAsync();
        await Assertions.Expect(page.Locator("#times h2")).ToBeVisibleAsync();
        return page;
    }
}
