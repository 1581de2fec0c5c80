using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;

namespace BookingPortal.Tests.Browser;

/// <summary>Writing the words of messages over a slow connection, and leaving before they are saved.</summary>
public sealed class MessageEditorTests(CalendarPortal portal) : IClassFixture<CalendarPortal>
{
    private const string Written = "# A warm welcome\n{{customer}}, we look forward to you on {{start}}. Bring nothing but good spirits and a towel.";

    /// <summary>An answer of the server's that comes late speaks of fewer letters than stand there by then.</summary>
    [BrowserFact]
    public async Task No_letter_is_lost_when_one_types_faster_than_the_connection()
    {
        IPage page = await LiveAsync(answersAfter: TimeSpan.FromMilliseconds(350));
        ILocator text = Text(page);
        await text.FillAsync("");
        await text.PressSequentiallyAsync(Written, new() { Delay = 15 });
        await Assertions.Expect(page.FrameLocator("iframe").GetByText("good spirits and a towel.")).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(1_500);

        Assert.Equal(Written, await text.InputValueAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await text.PressSequentiallyAsync(" And a smile.", new() { Delay = 15 }); // while it is being saved
        await Assertions.Expect(page.GetByText("Your own words, version", new() { Exact = false })).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(1_500);

        Assert.Equal(Written + " And a smile.", await text.InputValueAsync());
        await Assertions.Expect(page.GetByText("Not saved yet")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(Text(page)).ToHaveValueAsync(Written);
    }

    [BrowserFact]
    public async Task Whoever_leaves_words_unsaved_is_asked_and_may_stay()
    {
        IPage page = await LiveAsync();
        bool stays = true;
        List<string> asked = [];
        page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type == "beforeunload" ? dialog.Type : dialog.Message);
            await (stays ? dialog.DismissAsync() : dialog.AcceptAsync());
        };
        ILocator link = page.GetByRole(AriaRole.Link, new() { Name = "Today" });
        await Text(page).PressSequentiallyAsync("!");
        await link.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reminder", Exact = true }).ClickAsync();
        await page.GetByLabel("Language").SelectOptionAsync("de");
        await page.EvaluateAsync("history.back()");
        await UntilAsync(() => asked.Count == 4);

        Assert.Equal(Enumerable.Repeat("You have written words that are not saved. Leave without them?", 4), asked);
        Assert.EndsWith("!", await Text(page).InputValueAsync());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Confirmation" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Language")).ToHaveValueAsync("en");
        Assert.EndsWith("/setup/messages", page.Url);

        await page.CloseAsync(new() { RunBeforeUnload = true });
        await UntilAsync(() => asked.Count == 5);
        Assert.Equal("beforeunload", asked[^1]);
        Assert.False(page.IsClosed);

        stays = false;
        await link.ClickAsync();
        await page.WaitForURLAsync("**/desk");
        Assert.Equal(6, asked.Count);
    }

    [BrowserFact]
    public async Task Nobody_is_asked_who_has_written_nothing_or_saved_it()
    {
        IPage page = await LiveAsync();
        page.Dialog += async (_, dialog) =>
        {
            await dialog.DismissAsync();
            Assert.Fail($"Asked: {dialog.Message}");
        };
        await page.GetByRole(AriaRole.Button, new() { Name = "Reminder", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Reminder", Exact = true })).ToBeVisibleAsync();
        await Text(page).FillAsync("# Soon\n{{customer}}, see you on {{start}}.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved. It holds for every message from now on.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancellation" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cancellation" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Today" }).ClickAsync();
        await page.WaitForURLAsync("**/desk");
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (int tries = 0; !isSo() && tries < 100; tries++)
        {
            await Task.Delay(100);
        }
    }

    private static ILocator Text(IPage page) => page.GetByLabel("Text", new() { Exact = true });

    /// <summary>Come to by the menu, so that Back stays in the app; as soon as it answers.</summary>
    private async Task<IPage> LiveAsync(TimeSpan answersAfter = default)
    {
        IPage page = await portal.SignedInAsync("manager", "/desk");
        if (answersAfter > TimeSpan.Zero)
        {
            await page.RouteWebSocketAsync(new System.Text.RegularExpressions.Regex("_blazor"), socket =>
            {
                IWebSocketRoute server = socket.ConnectToServer();
                Task last = Task.CompletedTask;
                server.OnMessage(frame =>
                {
                    Task before = last;
                    last = LaterAsync(before, Task.Delay(answersAfter), () => Send(socket, frame));
                });
            });
            await page.GotoAsync("/desk"); // with a connection of its own
        }

        await page.Locator(".staff-who summary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Words of the messages" }).ClickAsync();
        await page.WaitForURLAsync("**/setup/messages");
        for (int tries = 0; ; tries++)
        {
            try
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Cancellation" }).ClickAsync();
                await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cancellation" })).ToBeVisibleAsync(new() { Timeout = 2_000 });
                break;
            }
            catch (PlaywrightException) when (tries < 30)
            {
                // A press before the page answers is lost.
            }
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Confirmation" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Confirmation" })).ToBeVisibleAsync();
        return page;
    }

    private static async Task LaterAsync(Task before, Task pause, Action send)
    {
        await Task.WhenAll(before, pause);
        send();
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
}
