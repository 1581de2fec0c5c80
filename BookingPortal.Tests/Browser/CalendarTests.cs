using System.Text.Json;
using BookingPortal.Core;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace BookingPortal.Tests.Browser;

public sealed class CalendarTests(CalendarPortal calendar) : IClassFixture<CalendarPortal>
{
    private const string Week = "/calendar?site=porto&view=week&date=2026-11-24";

    [BrowserFact]
    public async Task A_booking_stands_at_the_sites_wall_time_whatever_zone_the_browser_is_in()
    {
        foreach (string zone in new[] { "Europe/Lisbon", "Pacific/Kiritimati", "America/Los_Angeles" })
        {
            IPage page = await calendar.SignedInAsync("desk", Week, new Visitor(TimeZone: zone));

            ILocator booking = page.Locator(".fc-event", new() { HasText = "Eva Brandt" });

            await Expect(booking).ToContainTextAsync("10:30");
            await Expect(page.Locator(".fc-timegrid-col[data-date='2026-11-24'] .fc-event", new() { HasText = "Eva Brandt" })).ToHaveCountAsync(1);
            await page.Context.CloseAsync();
        }
    }

    [BrowserFact]
    public async Task The_clocks_line_stands_at_the_sites_hour_whatever_zone_the_browser_is_in()
    {
        IPage page = await calendar.SignedInAsync("desk", Week, new Visitor(TimeZone: "Pacific/Kiritimati"));

        await Expect(page.Locator(".fc-timegrid-col[data-date='2026-11-24'] .fc-timegrid-now-indicator-line")).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task An_hour_that_the_wall_shows_twice_says_which_of_the_two_it_is()
    {
        IPage page = await calendar.SignedInAsync("desk", "/calendar?site=night&view=week&date=2026-11-01");

        await Expect(page.Locator(".fc-event", new() { HasText = "Owl One" })).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("first pass"));
        await Expect(page.Locator(".fc-event", new() { HasText = "Owl Two" })).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("second pass"));
        await page.Locator(".fc-event", new() { HasText = "Owl Two" }).ClickAsync();
        await Expect(page.Locator(".panel")).ToContainTextAsync("second pass of the repeated hour");
    }

    [BrowserFact]
    public async Task A_booking_that_another_node_made_appears_without_reload()
    {
        IPage page = await calendar.SignedInAsync("desk", Week);
        await page.EvaluateAsync("window.stillTheSamePage = true");

        await BookOnAnotherNodeAsync("Nora Newcomer", new LocalDateTime(2026, 11, 26, 11, 0));

        await Expect(page.Locator(".fc-event", new() { HasText = "Nora Newcomer" })).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.stillTheSamePage === true"));
    }

    [BrowserFact]
    public async Task What_a_customer_books_in_one_window_appears_on_the_staff_calendar_in_another()
    {
        IPage staff = await calendar.SignedInAsync("desk", Week);
        await staff.EvaluateAsync("window.stillTheSamePage = true");
        IPage customer = await calendar.OpenAsync();

        await customer.GotoAsync("/book/porto/cut/time?date=2026-11-27");
        await JourneyPortal.Slot(customer, "15:00").ClickAsync();
        await customer.WaitForURLAsync("**/book/hold/**");
        await JourneyPortal.WriteDetailsAsync(customer);
        await JourneyPortal.Book(customer).ClickAsync();
        await Expect(customer.Locator("h1")).ToHaveTextAsync("You are booked");

        ILocator booked = staff.Locator(".fc-timegrid-col[data-date='2026-11-27'] .fc-event.confirmed");
        await Expect(booked).ToContainTextAsync("15:00");
        await booked.ClickAsync();
        await Expect(staff.Locator(".panel")).ToContainTextAsync(await customer.Locator(".reference b").InnerTextAsync());
        Assert.True(await staff.EvaluateAsync<bool>("window.stillTheSamePage === true"));
    }

    [BrowserFact]
    public async Task Leaving_and_coming_back_twenty_times_leaves_one_calendar_in_the_window()
    {
        IPage page = await calendar.SignedInAsync("desk", Week);
        for (int i = 0; i < 20; i++)
        {
            await page.ClickAsync(".staff-nav a[href='/desk']");
            await page.WaitForSelectorAsync(".today");
            await page.ClickAsync(".staff-nav a[href='/calendar']");
            await CalendarPortal.DrawnAsync(page);
        }

        await Expect(page.Locator(".fc")).ToHaveCountAsync(1);
        Assert.Equal(1, await page.EvaluateAsync<int>("import('./Calendar/CalendarPage.razor.js').then(module => module.count())"));
        Assert.InRange(await CountAliveAsync(page, "FullCalendar.Calendar.prototype"), 1, 2);
    }

    [BrowserFact]
    public async Task The_desk_checks_a_customer_in_and_takes_it_back_with_a_reason()
    {
        IPage page = await calendar.SignedInAsync("desk", Week);
        await page.Locator(".fc-event", new() { HasText = "Tim Olsen" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Check in" }).ClickAsync();
        await Expect(page.Locator(".panel .chip")).ToContainTextAsync("Checked in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take back…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();
        await Expect(page.Locator(".panel .notice")).ToContainTextAsync("Say why");
        await page.Locator(".panel textarea").FillAsync("wrong Tim");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();

        await Expect(page.Locator(".panel .chip")).ToContainTextAsync("Confirmed");
        await Expect(page.Locator(".history")).ToContainTextAsync("wrong Tim");
    }

    [BrowserFact]
    public async Task Staff_who_can_be_booked_see_their_own_bookings_and_may_not_cancel()
    {
        IPage page = await calendar.SignedInAsync("staff", Week);

        await Expect(page.Locator(".fc-event", new() { HasText = "Eva Brandt" })).ToHaveCountAsync(1);
        await Expect(page.Locator(".fc-event", new() { HasText = "Tim Olsen" })).ToHaveCountAsync(0);
        await Expect(page.Locator(".side")).Not.ToContainTextAsync("Rui Costa");
        await page.Locator(".fc-event", new() { HasText = "Eva Brandt" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Check in" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel…" })).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task In_the_day_view_each_person_has_a_column()
    {
        IPage page = await calendar.SignedInAsync("desk", "/calendar?site=porto&view=day&date=2026-11-24");

        await Expect(page.Locator(".person-words b")).ToHaveTextAsync(["Ana Sousa", "Rui Costa"]);
        ILocator eva = page.Locator(".fc-timegrid-col", new() { Has = page.Locator(".fc-event", new() { HasText = "Eva Brandt" }) });
        await Expect(eva).ToHaveAttributeAsync("data-date", "2026-11-24");
        ILocator tim = page.Locator(".fc-timegrid-col", new() { Has = page.Locator(".fc-event", new() { HasText = "Tim Olsen" }) });
        await Expect(tim).ToHaveAttributeAsync("data-date", "2026-11-25");
    }

    [BrowserFact]
    public async Task On_a_phone_the_days_are_a_list()
    {
        IPage page = await calendar.SignedInAsync("desk", "/calendar", Visitor.OnPhone);

        await Expect(page.Locator(".fc-list-event", new() { HasText = "Eva Brandt" })).ToContainTextAsync("10:30");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [BrowserFact]
    public async Task On_a_phone_one_chooses_what_is_shown_and_restores_what_was_cancelled()
    {
        IPage page = await calendar.SignedInAsync("desk", "/calendar?site=porto&view=list&date=2026-12-01", Visitor.OnPhone);
        ILocator entry = page.Locator(".fc-list-event", new() { HasText = "Otto Off" });
        await Expect(page.Locator(".side")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "What is shown" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Cancelled and lapsed" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the calendar" }).ClickAsync();
        await Expect(page.Locator(".side")).ToBeHiddenAsync();
        await Expect(entry).ToContainTextAsync("Cancelled");

        await entry.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore…" }).ClickAsync();
        await page.Locator(".panel textarea").FillAsync("called again");
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore the booking" }).ClickAsync();
        await Expect(page.Locator(".panel .chip")).ToContainTextAsync("Confirmed");
    }

    [BrowserFact]
    public async Task The_desk_writes_down_who_walks_in_without_an_email_address()
    {
        IPage page = await calendar.SignedInAsync("desk", "/calendar?site=porto&view=week&date=2026-12-03");
        await page.GetByRole(AriaRole.Button, new() { Name = "Booking", Exact = true }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Walter Walkin");
        await page.GetByRole(AriaRole.Button, new() { Name = "Book it" }).ClickAsync();

        await Expect(page.Locator(".panel h2")).ToHaveTextAsync("Walter Walkin");
        await Expect(page.Locator(".panel .chip")).ToContainTextAsync("Confirmed");
    }

    [BrowserFact]
    public async Task A_manager_books_on_top_of_others_with_a_reason_and_only_after_saying_twice_that_it_is_meant()
    {
        IPage page = await calendar.SignedInAsync("manager", Week);
        await page.GetByRole(AriaRole.Button, new() { Name = "Booking", Exact = true }).ClickAsync();
        await page.GetByLabel("With").SelectOptionAsync("ana");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Olga Ontop");
        await page.GetByText("Put it over others on purpose").ClickAsync();
        ILocator first = page.GetByRole(AriaRole.Button, new() { Name = "Book it on top of others" });
        ILocator second = page.GetByRole(AriaRole.Button, new() { Name = "Yes, book it on top" });
        await page.GetByLabel("Date and time at Porto").FillAsync("2026-11-24T10:30");
        await first.ClickAsync();
        await Expect(page.Locator(".panel .notice")).ToContainTextAsync("Say why");
        await page.GetByLabel("Why").FillAsync("an old friend");
        await first.ClickAsync(new() { Delay = 300 }); // as long as a person presses
        await Expect(page.Locator(".panel .notice")).ToContainTextAsync("Press again");
        await Expect(second).ToBeVisibleAsync();

        // Who was sure of one time is asked anew about another.
        await page.GetByLabel("Date and time at Porto").FillAsync("2026-11-24T10:45");
        await page.GetByLabel("Why").FocusAsync();
        await Expect(second).ToHaveCountAsync(0);
        await page.GetByLabel("Date and time at Porto").FillAsync("2026-11-24T10:30");
        await first.DblClickAsync();
        await Expect(second).ToBeDisabledAsync(); // a double click answers one question
        await page.GetByLabel("I mean it").CheckAsync();
        await second.ClickAsync();

        await Expect(page.Locator(".panel h2")).ToHaveTextAsync("Olga Ontop");
        await Expect(page.Locator(".panel .chip")).ToContainTextAsync("Confirmed");
        await Expect(page.Locator(".panel")).ToContainTextAsync("put over others on purpose");
        await Expect(page.Locator(".panel")).ToContainTextAsync("an old friend");
        await Expect(page.Locator(".fc-timegrid-col[data-date='2026-11-24'] .fc-event", new() { HasText = "10:30" })).ToHaveCountAsync(2);
        await page.Context.CloseAsync();

        // The desk has no such button.
        page = await calendar.SignedInAsync("desk", Week);
        await page.GetByRole(AriaRole.Button, new() { Name = "Booking", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Book it", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("Put it over others on purpose")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Unticking_a_person_takes_their_bookings_off_the_calendar()
    {
        IPage page = await calendar.SignedInAsync("desk", Week);

        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Rui Costa" }).UncheckAsync();

        await Expect(page.Locator(".fc-event", new() { HasText = "Tim Olsen" })).ToHaveCountAsync(0);
        await Expect(page.Locator(".fc-event", new() { HasText = "Eva Brandt" })).ToHaveCountAsync(1);
    }

    /// <summary>How many objects of a kind the browser still keeps after it has collected its garbage.</summary>
    private static async Task<int> CountAliveAsync(IPage page, string prototype)
    {
        ICDPSession session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        JsonElement kind = (await session.SendAsync("Runtime.evaluate", new() { ["expression"] = prototype }))!.Value;
        string id = kind.GetProperty("result").GetProperty("objectId").GetString()!;
        JsonElement found = (await session.SendAsync("Runtime.queryObjects", new() { ["prototypeObjectId"] = id }))!.Value;
        string list = found.GetProperty("objects").GetProperty("objectId").GetString()!;
        JsonElement length = (await session.SendAsync("Runtime.callFunctionOn", new()
        {
            ["objectId"] = list,
            ["functionDeclaration"] = "function() { return this.length; }",
            ["returnByValue"] = true,
        }))!.Value;
        return length.GetProperty("result").GetProperty("value").GetInt32();
    }

    /// <summary>Books through the verbs of another process on the same database, which nobody tells this portal of.</summary>
    private async Task BookOnAnotherNodeAsync(string name, LocalDateTime start)
    {
        await using ServiceProvider node = new ServiceCollection()
            .AddLogging()
            .AddSingleton<NodaTime.IClock>(new Core.Guard.StandingClock { Now = Instant.FromUtc(2026, 11, 24, 8, 40) })
            .AddSingleton(new HoldSettings())
            .AddSingleton(new SagaSettings())
            .AddSingleton(new SlotSettings())
            .AddSingleton(new PortalTokens(new byte[32]))
            .AddPortalDatabase(DatabaseSettings.SqliteFile(Path.Combine(calendar.Portal.DataFolder, "portal.db")))
            .AddPortalCore()
            .BuildServiceProvider();
        Instant at = SiteTime.ToInstant(start, SiteTime.FindZone("Europe/Lisbon")!);
        Outcome<Booking> booked = await node.GetRequiredService<BookSlot>().RunAsync(
            new BookSlot.Request(null, new SlotRequest("porto", "cut", at), new Customer(name, "nora@example.com")));
        Assert.False(booked.IsRefused);
    }
}
