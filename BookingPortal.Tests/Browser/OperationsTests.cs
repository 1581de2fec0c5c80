using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BookingPortal.Tests.Browser;

/// <summary>The page where people put it right, in a real browser, with a mail server that really refuses.</summary>
public sealed class OperationsTests(OperationsPortal operations) : IClassFixture<OperationsPortal>
{
    [MailInBrowserFact]
    public async Task A_manager_finds_a_failed_mail_reads_why_corrects_the_address_retries_and_sees_it_delivered()
    {
        operations.Mail.Do("only exmaple.com 550 5.1.1 user unknown");
        await operations.BookAsync("Marta Pinheiro", "marta@exmaple.com", "2026-11-26T10:00:00+00:00");
        IPage page = await operations.SignedInAsync("manager", "/operations");
        await page.ClickAsync(".ops-tabs >> text=Need a person");
        ILocator row = page.Locator("tr", new() { HasText = "Marta Pinheiro" });
        await Expect(row).ToContainTextAsync("The mail to marta@exmaple.com could not be delivered: the address does not exist.");

        operations.Mail.Do("ok");
        await row.Locator("text=Correct and retry").ClickAsync();
        await OperationsPortal.LiveAsync(page, "/operations/messages/");
        await page.Locator("input[name=address]").FillAsync("marta@example.com");
        await page.Locator("input[name=reason]").FillAsync("She mistyped it");
        await page.Locator(".ask button[type=submit]").ClickAsync();

        await Expect(page.Locator(".card .chip").First).ToHaveTextAsync("Delivered");
        await Expect(page.Locator("main")).ToContainTextAsync("She mistyped it");
        await Expect(page.Locator("main")).ToContainTextAsync("manager@demo.example");
        Assert.Contains(operations.Mail.Taken, mail => mail.To.Contains("marta@example.com"));
        await page.GotoAsync("/operations/letters?search=marta");
        await Expect(page.Locator("main")).ToContainTextAsync("Nothing fits this search");
    }

    [MailInBrowserFact]
    public async Task Of_two_managers_at_one_letter_the_second_sees_that_somebody_was_quicker()
    {
        operations.Mail.Do("only exmaple.com 550 5.1.1 user unknown");
        await operations.BookAsync("Bruno Leal", "bruno@exmaple.com", "2026-11-26T11:00:00+00:00");
        IPage first = await operations.SignedInAsync("manager", "/operations/letters?search=bruno");
        await first.Locator("tr", new() { HasText = "Bruno Leal" }).Locator("text=Correct and retry").ClickAsync();
        await OperationsPortal.LiveAsync(first, "/operations/messages/");
        IPage second = await operations.SignedInAsync("manager", new Uri(first.Url).PathAndQuery);
        await OperationsPortal.LiveAsync(second, "/operations/messages/");

        foreach (IPage page in new[] { first, second })
        {
            await page.Locator("input[name=reason]").FillAsync("She called");
            await page.Locator(".ask button[type=submit]").ClickAsync();
        }

        await Expect(first.Locator(".notice.good")).ToContainTextAsync("Corrected");
        await Expect(second.Locator(".notice.bad")).ToContainTextAsync("Somebody else was quicker");
    }

    [MailInBrowserFact]
    public async Task A_system_that_is_left_alone_is_asked_at_once_when_a_manager_wants_it()
    {
        await operations.Mail.OffAsync();
        for (int i = 0; i < 6; i++)
        {
            await operations.BookAsync($"Customer {i}", $"customer{i}@example.com", $"2026-11-27T{10 + i}:00:00+00:00");
        }

        IPage page = await operations.SignedInAsync("manager", "/operations");
        await page.WaitForSelectorAsync(".ops[data-live]");
        ILocator mail = page.Locator("#outside li", new() { HasText = "Mail" });
        await Expect(mail).ToContainTextAsync("Does not answer");
        operations.Mail.Do("ok");
        await operations.Mail.OnAsync();
        await mail.GetByRole(AriaRole.Button, new() { Name = "Ask now" }).ClickAsync();
        await page.Locator("input[name=reason]").FillAsync("They say it is back");
        await page.Locator(".ask button[type=submit]").ClickAsync();

        await Expect(page.Locator(".notice.good")).ToContainTextAsync("It is asked within a few seconds");
        await Expect(mail).ToContainTextAsync("Answers", new() { Timeout = 60_000 });
        await page.GotoAsync("/operations/acts");
        await Expect(page.Locator("tr", new() { HasText = "They say it is back" })).ToContainTextAsync("Asked whether it is back");
    }

    [MailInBrowserFact]
    public async Task A_reader_of_the_event_stream_is_sent_back_to_a_day_with_a_reason()
    {
        operations.Mail.Do("ok");
        await operations.BookAsync("Rita Neves", "rita@example.com", "2026-11-26T15:00:00+00:00");
        IPage page = await operations.SignedInAsync("manager", "/operations/readers");
        await page.WaitForSelectorAsync(".ops[data-live]");
        ILocator row = page.Locator("tr", new() { HasText = "How often what happened" });
        await Expect(row).ToContainTextAsync("Well");
        await row.GetByRole(AriaRole.Button, new() { Name = "Read again" }).ClickAsync();
        await page.Locator(".ask input[name=since]").FillAsync("2026-11-24");
        await page.Locator(".ask button[type=submit]").ClickAsync();
        await Expect(page.Locator(".ask .notice.bad")).ToContainTextAsync("Say why");

        await page.Locator("input[name=reason]").FillAsync("The counts looked wrong");
        await page.Locator(".ask button[type=submit]").ClickAsync();

        await Expect(page.Locator(".notice.good")).ToContainTextAsync("It reads again from event 1.");
        await Expect(page.Locator("tr", new() { HasText = "The counts looked wrong" })).ToContainTextAsync("Sent a reader back");
        await Expect(row).ToContainTextAsync("nothing");
    }

    [MailInBrowserFact]
    public async Task Whoever_is_no_manager_is_not_let_in_and_is_not_shown_the_way()
    {
        IPage page = await operations.SignedInAsync("desk", "/operations");

        Assert.Contains("/account/not-yours", page.Url, StringComparison.Ordinal);
        await page.GotoAsync("/desk");
        await Expect(page.Locator(".staff-nav >> text=Today")).ToBeVisibleAsync();
        await Expect(page.Locator(".staff-nav >> text=Operations")).ToHaveCountAsync(0);
    }
}
