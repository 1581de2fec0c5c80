using System.Diagnostics;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Bench;

/// <summary>After the outage: what lies there, "retry all" as a manager presses it, and what arrived in the end.</summary>
internal sealed class OutageAftermath(PortalUnderTest portal, string manager, MailServer mail, SmsGateway sms) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly OutboxNode _eyes = new(portal.DatabaseFile, new Sink(1, (_, _) => Task.CompletedTask), new OutboxSettings());

    /// <summary>Waits until the refusing mail server has refused so many.</summary>
    public Task RefusedAsync(int mails) => WaitAsync(
        $"{mails} mails are refused",
        async db => await db.OutboxMessages.CountAsync(message => message.Kind == "mail" && message.Status == OutboxStatus.Dead) >= mails);

    /// <returns>Whether every message arrived once, dead letters were there, and nothing is left.</returns>
    public async Task<bool> RunAsync(int customers, int reminders)
    {
        // The gateway shows every side of it to the reminders that become due meanwhile.
        await WaitAsync("all reminders by SMS are due", async db => await db.OutboxMessages.CountAsync(message => message.Kind == "sms") >= reminders);
        (sms.Mode, var waited) = ("on", Stopwatch.StartNew());
        await mail.SwitchAsync("on");
        await WaitAsync("nothing waits", async db => !await db.OutboxMessages.AnyAsync(message => message.Status == OutboxStatus.Waiting));
        await TellAsync($"{waited.Elapsed.TotalSeconds:0} s after the systems were back");
        var retried = await RetryAllAsync();
        Console.WriteLine($"retry all: {retried} dead letters go out again{(retried > 0 ? "" : ", and there should be some: FAILED")}");
        await WaitAsync("nothing waits", async db => !await db.OutboxMessages.AnyAsync(message => message.Status == OutboxStatus.Waiting));
        await TellAsync("after it");
        return await JudgeAsync(customers, reminders) && retried > 0;
    }

    public ValueTask DisposeAsync() => _eyes.DisposeAsync();

    private async Task<int> RetryAllAsync()
    {
        await using var db = await DbAsync();
        var account = await db.Users.Where(user => user.Email == manager).Select(user => user.Id).SingleAsync();
        var outcome = await _eyes.Get<ActOnMessages>().RunAsync(new ActOnMessages.RetryRequest(account, new MessageChoice(), "The systems are back"));
        return outcome.Match(count => count, refusal => throw new InvalidOperationException($"{refusal}"));
    }

    private async Task TellAsync(string when)
    {
        await using var db = await DbAsync();
        var counts = await db.OutboxMessages.GroupBy(message => new { message.Kind, message.Status }).Select(group => new { group.Key.Kind, group.Key.Status, Count = group.Count() }).ToListAsync();
        Console.WriteLine($"{when}: {string.Join(", ", counts.OrderBy(each => each.Kind).Select(each => $"{each.Count} {each.Kind} {each.Status}"))}");
        var reasons = await db.OutboxMessages.Where(message => message.Status == OutboxStatus.Dead).GroupBy(message => message.LastProblem).Select(group => new { Why = group.Key, Count = group.Count() }).ToListAsync();
        foreach (var reason in reasons)
        {
            Console.WriteLine($"  dead, {reason.Count} times: {reason.Why}");
        }
    }

    private async Task<bool> JudgeAsync(int customers, int reminders)
    {
        await using var db = await DbAsync();
        var dead = await db.OutboxMessages.CountAsync(message => message.Status == OutboxStatus.Dead);
        var mails = mail.Receivers().Where(to => to.StartsWith("customer", StringComparison.Ordinal)).ToList();
        var texts = sms.Receivers();
        (string What, int Got, int Wanted)[] judged =
        [
            ("mails to customers", mails.Count, customers),
            ("customers with a mail", mails.Distinct(StringComparer.Ordinal).Count(), customers),
            ("reminders by SMS", texts.Count, reminders),
            ("numbers with an SMS", texts.Distinct(StringComparer.Ordinal).Count(), reminders),
            ("dead letters left", dead, 0),
        ];
        foreach (var (what, got, wanted) in judged)
        {
            Console.WriteLine($"{what}: {got}{(got == wanted ? "" : $", and it should be {wanted}: FAILED")}");
        }

        return judged.All(each => each.Got == each.Wanted);
    }

    private async Task WaitAsync(string what, Func<PortalContext, Task<bool>> isSo)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Limit; await Task.Delay(500))
        {
            await using var db = await DbAsync();
            if (await isSo(db))
            {
                return;
            }
        }

        await TellAsync("in the end");
        throw new TimeoutException($"After {Limit.TotalMinutes:0} minutes it is still not so that {what}.");
    }

    private Task<PortalContext> DbAsync() => _eyes.Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
}
