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
