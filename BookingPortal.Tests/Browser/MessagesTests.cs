using System.Net.Http.Json;
using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;

namespace BookingPortal.Tests.Browser;

/// <summary>The words of the messages, and what would have gone out, in a real browser.</summary>
public sealed class MessagesTests(CalendarPortal portal) : IClassFixture<CalendarPortal>
{
    [BrowserFact]
    public async Task A_manager_changes_the_words_sees_them_before_saving_and_takes_the_portals_again()
    {
        IPage page = await LiveAsync();
        ILocator text = page.GetByLabel("Text", new() { Exact = true });
        await Assertions.Expect(page.GetByText("The portal's words", new() { Exact = true })).ToBeVisibleAsync();

        await TypeAsync(text, "# See you\n{{custmer}} is expected {{start}}.");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Line 2: there is no {{custmer}} here.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToBeDisabledAsync();

        await TypeAsync(text, "# See you\n{{customer}} is expected {{start}}.");
        IFrameLocator preview = page.FrameLocator("iframe");
        await Assertions.Expect(preview.GetByText("Eva Example is expected")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your own words, version 1")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the portal's words" }).ClickAsync();
        await Assertions.Expect(preview.GetByText("You are booked")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_test_goes_to_the_manager_and_lies_in_the_mailbox()
    {
        IPage page = await LiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reminder", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me a test" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Sent to manager@demo.example.")).ToBeVisibleAsync();

        await page.GotoAsync("/dev/mailbox");
        await page.GetByRole(AriaRole.Link, new() { Name = "Reminder: Haircut" }).First.ClickAsync();
        await Assertions.Expect(page.FrameLocator("iframe").GetByText("See you soon")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task What_a_customer_gets_for_a_booking_is_in_the_mailbox_with_its_calendar()
    {
        using HttpClient client = portal.Portal.CreateClient();
        using HttpResponseMessage booked = await client.PostAsJsonAsync("/api/v1/bookings", new
        {
            site = "porto",
            service = "cut",
            start = "2026-11-26T10:00:00Z",
            customer = new { name = "Nora Reader", email = "reader@example.com", locale = "pt" },
        });
        booked.EnsureSuccessStatusCode();
        IPage page = await portal.SignedInAsync("manager", "/dev/mailbox");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mailbox" })).ToBeVisibleAsync();
        ILocator mail = page.GetByRole(AriaRole.Link, new() { Name = "Confirmado: Haircut, quinta-feira, 26 de novembro de 2026, 10:00 WET" });
        await UntilAsync(async () =>
        {
            await page.ReloadAsync();
            await Assertions.Expect(mail.First).ToBeVisibleAsync(new() { Timeout = 1_000 });
        });
        await mail.First.ClickAsync();
        await Assertions.Expect(page.FrameLocator("iframe").GetByText("A sua marcação está confirmada")).ToBeVisibleAsync();
        await page.GetByText("Calendar (REQUEST)").ClickAsync();
        await Assertions.Expect(page.GetByText("BEGIN:VCALENDAR")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_manager_switches_an_sms_on_customers_read_what_their_number_is_for_and_get_it()
    {
        IPage page = await LiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "SMS when moved · off" }).ClickAsync();
        ILocator box = page.GetByRole(AriaRole.Checkbox, new() { Name = "Send it at Porto" });
        await Assertions.Expect(box).Not.ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "SMS when booked · off" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "SMS when booked" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("characters, one SMS")).ToBeVisibleAsync();
        await box.CheckAsync();
        await Assertions.Expect(page.GetByText("On. It goes out from now on.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "SMS when booked", Exact = true })).ToBeVisibleAsync();

        using HttpClient client = portal.Portal.CreateClient();
        using HttpResponseMessage booked = await client.PostAsJsonAsync("/api/v1/bookings", new
        {
            site = "porto",
            service = "cut",
            start = "2026-11-27T10:00:00Z",
            customer = new { name = "Nora Texter", email = "texter@example.com", phone = "+351912345678" },
        });
        booked.EnsureSuccessStatusCode();
        IPage mailbox = await portal.SignedInAsync("manager", "/dev/mailbox");
        await UntilAsync(async () =>
        {
            await mailbox.ReloadAsync();
            await Assertions.Expect(mailbox.GetByText("Porto: Haircut is booked, Fri 27 Nov, 10:00 WET.").First).ToBeVisibleAsync(new() { Timeout = 1_000 });
        });

        IPage customer = await portal.OpenAsync();
        await customer.GotoAsync("/book/porto/cut/time?date=2026-11-30");
        await customer.Locator("#times .slot").First.ClickAsync();
        await Assertions.Expect(customer.GetByText("For an SMS when your visit is booked, and in case something comes up on the day.")).ToBeVisibleAsync();

        await box.UncheckAsync();
        await Assertions.Expect(page.GetByText("Off. It goes out no more.")).ToBeVisibleAsync();
    }

    /// <summary>The page as soon as it answers: before, a press would be lost.</summary>
    private async Task<IPage> LiveAsync()
    {
        IPage page = await portal.SignedInAsync("manager", "/setup/messages");
        await UntilAsync(async () =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Cancellation" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cancellation" })).ToBeVisibleAsync(new() { Timeout = 1_000 });
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirmation" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Confirmation" })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>As one who replaces everything that stands there.</summary>
    private static Task TypeAsync(ILocator field, string text) => field.FillAsync(text);

    /// <summary>Mails are delivered a moment after the booking; the page is looked at until it is there.</summary>
    private static async Task UntilAsync(Func<Task> look)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                await look();
                return;
            }
            catch (PlaywrightException) when (tries < 30)
            {
                await Task.Delay(300);
            }
        }
    }
}
