using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;
using static BookingPortal.Tests.Browser.JourneyPortal;

namespace BookingPortal.Tests.Browser;

[Collection(JourneyCollection.Name)]
public sealed class JourneyTests(JourneyPortal journey, Chromium chromium)
{
    [BrowserFact]
    public Task A_visitor_books_moves_and_cancels() => TravelAsync(new Visitor(), "Tuesday 17 March", "Tuesday 24 March");

    [BrowserFact]
    public Task A_visitor_books_moves_and_cancels_on_a_phone() => TravelAsync(Visitor.OnPhone, "Wednesday 18 March", "Wednesday 25 March");

    [BrowserFact]
    public Task A_visitor_books_moves_and_cancels_without_scripts() => TravelAsync(new Visitor(JavaScript: false), "Thursday 19 March", "Thursday 26 March");

    [BrowserFact]
    public async Task Times_can_be_read_in_the_visitors_own_zone()
    {
        IPage page = await chromium.OpenAsync(journey.Portal, new Visitor(TimeZone: "Asia/Tokyo"));
        await page.GotoAsync("/book/porto/shave/time?date=2026-03-03");
        await Assertions.Expect(page.Locator(".zone")).ToContainTextAsync("Times in Lisbon (UTC)");

        await page.GetByRole(AriaRole.Link, new() { Name = "Use my zone (Tokyo)" }).ClickAsync();

        await Assertions.Expect(page.Locator(".zone")).ToContainTextAsync("Times in Tokyo (UTC+9)");
        await Assertions.Expect(Slot(page, "18:00")).ToHaveAttributeAsync("aria-label", "Tuesday 3 March, 18:00 to 19:00");
        await Assertions.Expect(page.Locator("#times h3").Last).ToContainTextAsync("Wed 4 Mar");
    }

    [BrowserFact]
    public async Task A_month_without_a_free_day_leads_to_the_next_one()
    {
        IPage page = await chromium.OpenAsync(journey.Portal, new Visitor(JavaScript: false));

        await page.GotoAsync("/book/porto/later/time");
        await Assertions.Expect(page.Locator("#month-name")).ToHaveTextAsync("April 2026");

        await page.GotoAsync("/book/porto/later/time?month=2026-03");
        await page.GetByRole(AriaRole.Link, new() { Name = "Next free: Mon 13 Apr, 09:00" }).ClickAsync();
        await Assertions.Expect(page.Locator("#times h2")).ToHaveTextAsync("Monday 13 April");
    }

    [BrowserFact]
    public async Task Several_people_take_several_seats_of_a_class()
    {
        IPage page = await chromium.OpenAsync(journey.Portal);
        await page.GotoAsync("/book/gym/yoga/time?date=2026-03-03");

        await page.GetByRole(AriaRole.Link, new() { Name = "3 people" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "3 people" })).ToHaveAttributeAsync("aria-current", "true");
        await Slot(page, "10:00").ClickAsync();
        await page.WaitForURLAsync("**/book/hold/**");

        IPage other = await chromium.OpenAsync(journey.Portal);
        await other.GotoAsync("/book/gym/yoga/time?date=2026-03-03");
        await Assertions.Expect(Slot(other, "10:00")).ToContainTextAsync("2 left");
        await other.GotoAsync("/book/gym/yoga/time?date=2026-03-03&seats=3");
        await Assertions.Expect(Slot(other, "10:00")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_booking_is_found_by_its_reference_and_email_and_by_nothing_less()
    {
        IPage page = await chromium.OpenAsync(journey.Portal);
        await HoldAsync(page, "2026-03-16");
        await WriteDetailsAsync(page);
        await Book(page).ClickAsync();
        string reference = await page.Locator(".reference b").InnerTextAsync();

        await page.GotoAsync("/booking");
        await page.GetByLabel("Reference").FillAsync(reference.ToLowerInvariant());
        await page.GetByLabel("Email").FillAsync("somebody@example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show my booking" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no booking");

        await page.GetByLabel("Email").FillAsync("EVA@example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show my booking" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");
    }

    /// <summary>A form that left the page together with it was still waited for, and 8 seconds after a booking the page said that there was no answer.</summary>
    [BrowserFact]
    public async Task Nobody_is_told_that_an_answer_is_missing_which_has_come()
    {
        IPage page = await chromium.OpenAsync(journey.Portal);
        await HoldAsync(page, "2026-04-10");
        await WriteDetailsAsync(page);
        await Book(page).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");

        await page.WaitForTimeoutAsync(8_500);

        await Assertions.Expect(page.Locator(".no-answer")).ToHaveCountAsync(0);
    }

    private async Task TravelAsync(Visitor visitor, string day, string movedTo)
    {
        IPage page = await chromium.OpenAsync(journey.Portal, visitor);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ribeira Barbers" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Haircut" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("With whom?");
        await page.GetByRole(AriaRole.Link, new() { Name = "Anyone" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = day }).ClickAsync();
        await Assertions.Expect(page.Locator("#times h2")).ToHaveTextAsync(day);
        await Slot(page, "10:30").ClickAsync();

        await Assertions.Expect(page.Locator(".hold")).ToContainTextAsync("10:30 is yours for");
        await Book(page).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("2 things need another look");
        await WriteDetailsAsync(page);
        await Book(page).ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");
        await Assertions.Expect(page.Locator(".ticket")).ToContainTextAsync($"{day}, 10:30 to 11:00");
        await Assertions.Expect(page.Locator(".ticket")).ToContainTextAsync("cancelling costs €7.50");

        await page.GetByRole(AriaRole.Link, new() { Name = "Move", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = movedTo }).ClickAsync();
        await Assertions.Expect(page.Locator("#times h2")).ToHaveTextAsync(movedTo);
        await Slot(page, "14:00").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move it" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ticket")).ToContainTextAsync($"{movedTo}, 14:00 to 14:30");

        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".consequence")).ToContainTextAsync("It costs nothing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the booking" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("This booking is cancelled");
        Assert.Empty(errors);
    }
}
