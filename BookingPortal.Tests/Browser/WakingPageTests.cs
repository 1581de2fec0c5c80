using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BookingPortal.Tests.Browser;

/// <summary>People click before a page has its connection, or while it draws; the next page must not pay for it.</summary>
public sealed class WakingPageTests(OperationsPortal operations) : IClassFixture<OperationsPortal>
{
    [MailInBrowserFact]
    public async Task A_click_before_the_page_has_its_connection_leads_where_the_link_says()
    {
        operations.Mail.Do("only exmaple.com 550 5.1.1 user unknown");
        await operations.BookAsync("Marta Pinheiro", "marta@exmaple.com", "2026-11-26T10:00:00+00:00");
        IPage page = await operations.SignedInAsync("manager", "/account/change-password");
        SlowLine line = await SlowLine.OnAsync(page, passes: 1);
        await page.GotoAsync("/operations/letters");
        ILocator link = page.Locator("tr", new() { HasText = "Marta Pinheiro" }).Locator("text=Correct and retry");
        await Expect(link).ToBeVisibleAsync();
        await line.HeldAsync();

        await link.ClickAsync();
        await page.WaitForURLAsync("**/operations/messages/**");
        await Expect(page.Locator("input[name=address]")).ToBeVisibleAsync();
        line.LetGo();

        await OperationsPortal.LiveAsync(page, "/operations/messages/");
    }

    [MailInBrowserFact]
    public async Task Leaving_the_overview_while_it_draws_its_picture_leaves_the_next_page_alive()
    {
        operations.Mail.Do("ok");
        await operations.BookAsync("Rita Neves", "rita@example.com", "2026-11-26T15:00:00+00:00");
        IPage page = await operations.SignedInAsync("manager", "/operations/queue?status=Delivered");
        await Expect(page.Locator("tr", new() { HasText = "Rita Neves" }).First).ToBeVisibleAsync();
        SlowLine line = await SlowLine.OnAsync(page, from: "createChart");
        await page.GotoAsync("/operations");
        await line.HeldAsync();

        await page.ClickAsync(".ops-tabs >> text=Jobs");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Jobs");
        line.LetGo();

        await page.WaitForSelectorAsync(".ops[data-live]");
        await page.ClickAsync(".ops-tabs >> text=Readers");
        await page.WaitForSelectorAsync(".ops[data-live] >> text=How often what happened");
        await Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
        Assert.DoesNotContain("Unhandled exception in circuit", operations.Portal.Output, StringComparison.Ordinal);
    }

    /// <summary>A connection whose answers stay away from some point on, until they all come at once.</summary>
    private sealed class SlowLine(int passes, string? from)
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _one = new();
        private Queue<Action>? _waiting = [];
        private int _seen;

        /// <param name="passes">So many answers come as ever.</param>
        /// <param name="from">Or all that come before the one that speaks of this.</param>
        public static async Task<SlowLine> OnAsync(IPage page, int passes = 0, string? from = null)
        {
            var line = new SlowLine(passes, from);
            await page.RouteWebSocketAsync(new System.Text.RegularExpressions.Regex("_blazor"), socket =>
            {
                IWebSocketRoute server = socket.ConnectToServer();
                server.OnMessage(frame => line.Take(frame, () => Send(socket, frame)));
            });
            return line;
        }

        public Task HeldAsync() => _held.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public void LetGo()
        {
            lock (_one)
            {
                while (_waiting!.TryDequeue(out Action? send))
                {
                    send();
                }

                _waiting = null;
            }
        }

        private static void Send(IWebSocketRoute socket, IWebSocketFrame frame)
        {
            if (frame.Binary is { } bytes)
            {
                socket.Send(bytes);
            }
            else
            {
                socket.Send(frame.Text!);
            }
        }

        private void Take(IWebSocketFrame frame, Action send)
        {
            lock (_one)
            {
                string said = frame.Binary is { } bytes ? Encoding.Latin1.GetString(bytes) : frame.Text!;
                bool isHeld = _waiting is { Count: > 0 } || (from is null ? ++_seen > passes : said.Contains(from, StringComparison.Ordinal));
                if (_waiting is null || !isHeld)
                {
                    send();
                    return;
                }

                _waiting.Enqueue(send);
                _held.TrySetResult();
            }
        }
    }
}
