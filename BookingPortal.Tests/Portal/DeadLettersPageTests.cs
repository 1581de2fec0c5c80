using System.Security.Claims;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Operations;
using BookingPortal.Operations.Parts;
using BookingPortal.Tests.Core.Outbox;
using BookingPortal.Tests.Fixtures;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookingPortal.Tests.Portal;

/// <summary>The list of what needs a person, as its own component on a real database: what is asked about is what was ticked, and is done once.</summary>
public sealed class DeadLettersPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory, OnSqlite]
    public async Task What_was_ticked_when_it_was_asked_is_what_is_skipped_however_the_list_changes(string provider)
    {
        await using OutboxHouse house = await WithLettersAsync(provider, "eva", "rui", "ana");
        await using BunitContext browser = Browser(house);
        IRenderedComponent<DeadLettersPage> page = await OpenAsync(browser, house);
        await TickAsync(page, "eva@example.com");
        await TickAsync(page, "rui@example.com");
        await PressAsync(page, "Skip the 2 ticked");

        await TickAsync(page, "rui@example.com");
        await TickAsync(page, "ana@example.com");
        await house.Get<ActOnMessages>().RunAsync(new ActOnMessages.SkipRequest(house.Manager, new MessageChoice([await IdAsync(house, "eva")]), "I was quicker"));
        await ConfirmAsync(page, "They know already");

        Assert.Equal(OutboxStatus.Skipped, await StatusAsync(house, "rui"));
        Assert.Equal(OutboxStatus.Dead, await StatusAsync(house, "ana"));
        page.WaitForAssertion(() => Assert.Contains("One is skipped; somebody else had dealt with 1 already.", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(["I was quicker", "They know already"], (await house.AllAsync<OperatorAct>()).Select(act => act.Reason).Order(StringComparer.Ordinal));
    }

    [Theory, OnSqlite]
    public async Task A_second_press_does_nothing_more(string provider)
    {
        await using OutboxHouse house = await WithLettersAsync(provider, "eva", "rui");
        await using BunitContext browser = Browser(house);
        IRenderedComponent<DeadLettersPage> page = await OpenAsync(browser, house);
        await TickAsync(page, "eva@example.com");
        await PressAsync(page, "Skip the 1 ticked");
        ReasonForm form = page.FindComponent<ReasonForm>().Instance;

        await WriteAsync(page, "She knows");
        await page.InvokeAsync(() => Task.WhenAll(page.Find("form.ask").SubmitAsync(), page.Find("form.ask").SubmitAsync()));
        await page.InvokeAsync(() => form.Confirmed.InvokeAsync("Late, after the answer"));

        Assert.Equal("She knows", Assert.Single(await house.AllAsync<OperatorAct>()).Reason);
        Assert.Equal(OutboxStatus.Dead, await StatusAsync(house, "rui"));
        page.WaitForAssertion(() => Assert.Contains("One is skipped.", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Theory, OnSqlite]
    public async Task A_letter_that_comes_while_the_page_is_open_appears_by_itself_also_after_a_look_that_failed(string provider)
    {
        await using OutboxHouse house = await WithLettersAsync(provider, "eva");
        await using BunitContext browser = Browser(house);
        IRenderedComponent<DeadLettersPage> page = await OpenAsync(browser, house);
        await house.Database.SqlAsync("""ALTER TABLE "OutboxMessages" RENAME TO "Away";""");
        page.WaitForAssertion(() => Assert.Contains("It tries by itself.", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("eva@example.com", page.Markup, StringComparison.Ordinal); // what was read stays to be looked at

        await house.Database.SqlAsync("""ALTER TABLE "Away" RENAME TO "OutboxMessages";""");
        await house.LeaveAsync(OutboxHouse.To("rui@example.com"));
        await house.WorkAsync();

        page.WaitForAssertion(() => Assert.Contains("rui@example.com", page.Markup, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.DoesNotContain("It tries by itself.", page.Markup, StringComparison.Ordinal), Patience);
    }

    private static async Task<OutboxHouse> WithLettersAsync(string provider, params string[] names)
    {
        OutboxHouse house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = effect => effect.Address.StartsWith("maria", StringComparison.Ordinal) ? new EffectAnswer.Delivered() : new EffectAnswer.Refused("No such mailbox.");
        await house.LeaveAsync([.. names.Select(name => OutboxHouse.To($"{name}@example.com"))]);
        await house.WorkAsync();
        return house;
    }

    private static BunitContext Browser(OutboxHouse house)
    {
        var browser = new BunitContext();
        browser.JSInterop.Mode = JSRuntimeMode.Loose;
        browser.Services
            .AddSingleton(house.Get<ReadDeadLetters>())
            .AddSingleton(house.Get<ReadBookingLines>())
            .AddSingleton(house.Get<ActOnMessages>())
            .AddSingleton(house.Get<UndoBookingOf>())
            .AddSingleton(new OpsReading(house.Get<ReadCatalog>(), house.Clock, NullLogger<OpsReading>.Instance));
        browser.Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        return browser;
    }

    private static async Task<IRenderedComponent<DeadLettersPage>> OpenAsync(BunitContext browser, OutboxHouse house)
    {
        var maria = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, house.Manager.ToString())], "test"));
        IRenderedComponent<DeadLettersPage> page = browser.Render<DeadLettersPage>(page => page.AddCascadingValue(Task.FromResult(new AuthenticationState(maria))));
        await page.WaitForElementAsync("table", Patience);
        return page;
    }

    /// <summary>On the page's own thread, as all of these: it looks again by itself, and what is found must still be there when it is pressed.</summary>
    private static Task TickAsync(IRenderedComponent<DeadLettersPage> page, string address) =>
        page.InvokeAsync(() => page.Find($"input[aria-label$='{address}']").ChangeAsync(new() { Value = true }));

    private static Task PressAsync(IRenderedComponent<DeadLettersPage> page, string words) =>
        page.InvokeAsync(() => page.FindAll("button").First(button => button.TextContent.StartsWith(words, StringComparison.Ordinal)).ClickAsync(new()));

    private static async Task ConfirmAsync(IRenderedComponent<DeadLettersPage> page, string reason)
    {
        await WriteAsync(page, reason);
        await page.InvokeAsync(() => page.Find("form.ask").SubmitAsync());
    }

    private static Task WriteAsync(IRenderedComponent<DeadLettersPage> page, string reason) =>
        page.InvokeAsync(() => page.Find("input[name=reason]").InputAsync(new() { Value = reason }));

    private static async Task<Guid> IdAsync(OutboxHouse house, string name) =>
        (await house.MessagesAsync()).Single(message => message.Destination == $"mail:{name}@example.com").Id;

    private static async Task<OutboxStatus> StatusAsync(OutboxHouse house, string name) =>
        (await house.MessagesAsync()).Single(message => message.Destination == $"mail:{name}@example.com").Status;
}
