using BookingPortal.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static BookingPortal.Tests.Browser.JourneyPortal;

namespace BookingPortal.Tests.Browser;

/// <summary>What goes wrong between people: two at once, twice at once, too late, backwards.</summary>
[Collection(JourneyCollection.Name)]
public sealed class JourneyRaceTests(JourneyPortal journey, Chromium chromium)
{
    [BrowserFact]
    public Task The_second_of_two_visitors_is_offered_the_nearest_times() => RaceAsync(javaScript: true, "2026-03-04");

    [BrowserFact]
    public Task The_second_of_two_visitors_is_offered_the_nearest_times_without_scripts() => RaceAsync(javaScript: false, "2026-03-05");

    [BrowserFact]
    public async Task Going_back_after_booking_shows_the_booking_again()
    {
        IPage page = await chromium.OpenAsync(journey.Portal);
        await HoldAsync(page, "2026-03-06");
        string holdAddress = page.Url;
        await WriteDetailsAsync(page);
        await Book(page).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");
        string booking = page.Url;

        await page.GoBackAsync();
        await Assertions.Expect(page).ToHaveURLAsync(booking);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");

        await page.GotoAsync(holdAddress);
        Assert.Equal(booking, page.Url);
    }

    [BrowserFact]
    public Task Pressing_book_twice_books_once() => PressTwiceAsync(javaScript: true, "2026-03-09");

    [BrowserFact]
    public Task Pressing_book_twice_books_once_without_scripts() => PressTwiceAsync(javaScript: false, "2026-03-10");

    [BrowserFact]
    public async Task The_same_hold_sent_from_two_tabs_is_one_booking()
    {
        IPage first = await chromium.OpenAsync(journey.Portal);
        await HoldAsync(first, "2026-03-11");
        IPage second = await first.Context.NewPageAsync();
        await second.GotoAsync(first.Url);
        await WriteDetailsAsync(first);
        await WriteDetailsAsync(second);

        await Task.WhenAll(Book(first).ClickAsync(), Book(second).ClickAsync());

        await Assertions.Expect(first.Locator("h1")).ToHaveTextAsync("You are booked");
        await Assertions.Expect(second.Locator("h1")).ToHaveTextAsync("You are booked");
        Assert.Equal(first.Url, second.Url);
        Assert.Equal(1, await CountBookingsAsync(journey.Portal, "2026-03-11"));
    }

    [BrowserFact]
    public async Task A_hold_that_ran_out_is_booked_all_the_same_while_nobody_has_taken_it()
    {
        using var folder = new Folder();
        (string path, IBrowserContext visitor) = await HoldAndCloseAsync(folder.Path);
        await using PortalProcess later = await StartAsync("2026-03-02T09:00:00Z", folder.Path);
        IPage page = await visitor.NewPageAsync();
        await page.GotoAsync(later.Address + path);

        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("09:00 is still free");
        await WriteDetailsAsync(page);
        await Book(page).ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");
        Assert.Equal(1, await CountBookingsAsync(later, "2026-03-03"));
    }

    [BrowserFact]
    public async Task A_hold_that_ran_out_and_was_taken_leads_to_another_time_and_keeps_what_was_written()
    {
        using var folder = new Folder();
        (string path, IBrowserContext visitor) = await HoldAndCloseAsync(folder.Path);
        await using PortalProcess later = await StartAsync("2026-03-02T09:00:00Z", folder.Path);
        IPage page = await visitor.NewPageAsync();
        await page.GotoAsync(later.Address + path);
        await WriteDetailsAsync(page, "Late Eva");

        IPage other = await chromium.OpenAsync(later);
        await HoldAsync(other, "2026-03-03");
        await WriteDetailsAsync(other, "Quick Rui");
        await Book(other).ClickAsync();
        await Assertions.Expect(other.Locator("h1")).ToHaveTextAsync("You are booked");

        await Book(page).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("09:00 is not yours any more");
        await page.Locator(".notice .slot").First.ClickAsync();
        await Assertions.Expect(page.Locator(".hold")).ToContainTextAsync("10:00 is yours for");
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("Late Eva");
        await Book(page).ClickAsync();

        await Assertions.Expect(page.Locator(".ticket")).ToContainTextAsync("10:00 to 11:00");
    }

    [BrowserFact]
    public async Task A_time_given_back_is_free_for_others_at_once_and_can_be_kept_longer_once()
    {
        IPage page = await chromium.OpenAsync(journey.Portal, new Visitor(JavaScript: false));
        await HoldAsync(page, "2026-03-12");
        await page.GetByLabel("Name").FillAsync("Eva");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it longer" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep it longer" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("Eva");

        await page.GetByRole(AriaRole.Button, new() { Name = "Give it back" }).ClickAsync();

        await Assertions.Expect(page.Locator("#times h2")).ToHaveTextAsync("Thursday 12 March");
        await Assertions.Expect(Slot(page, "09:00")).ToHaveCountAsync(1);
    }

    private async Task RaceAsync(bool javaScript, string date)
    {
        IPage first = await chromium.OpenAsync(journey.Portal, new Visitor(JavaScript: javaScript));
        IPage second = await chromium.OpenAsync(journey.Portal, new Visitor(JavaScript: javaScript));
        await second.GotoAsync($"/book/porto/shave/time?date={date}");
        await HoldAsync(first, date);

        await Slot(second, "09:00").ClickAsync();

        await Assertions.Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync("09:00 has just been taken");
        await Assertions.Expect(second.Locator(".notice .slot")).ToHaveCountAsync(5);
        await Assertions.Expect(Slot(second, "09:00")).ToHaveCountAsync(0);
        await second.Locator(".notice .slot").First.ClickAsync();
        await Assertions.Expect(second.Locator(".hold")).ToContainTextAsync("10:00 is yours for");
    }

    private async Task PressTwiceAsync(bool javaScript, string date)
    {
        IPage page = await chromium.OpenAsync(journey.Portal, new Visitor(JavaScript: javaScript));
        await HoldAsync(page, date);
        await WriteDetailsAsync(page);

        await Book(page).DblClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("You are booked");
        Assert.Equal(1, await CountBookingsAsync(journey.Portal, date));
    }

    /// <summary>Holds a time in a portal that is then closed, so that the next one can start with a later clock.</summary>
    private async Task<(string Path, IBrowserContext Visitor)> HoldAndCloseAsync(string folder)
    {
        await using PortalProcess portal = await StartAsync(dataFolder: folder);
        IPage page = await chromium.OpenAsync(portal);
        await HoldAsync(page, "2026-03-03");
        return (new Uri(page.Url).PathAndQuery.TrimStart('/'), page.Context);
    }

    private static async Task<long> CountBookingsAsync(PortalProcess portal, string date)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(portal.DataFolder, "portal.db")};Mode=ReadOnly");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM Bookings WHERE LocalStart LIKE $date || '%'";
        command.Parameters.AddWithValue("$date", date);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Outlives the portals that use it.</summary>
    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("journey-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
