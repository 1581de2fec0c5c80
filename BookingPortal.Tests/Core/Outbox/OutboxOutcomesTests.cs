using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>What came of many tries is written down together, and each message still gets exactly what is its own.</summary>
public sealed class OutboxOutcomesTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_many_outcomes_written_at_once_each_message_gets_its_own_and_another_workers_gets_none(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.LeaveAsync(Named("lost"), Named("again"));
        IReadOnlyList<TakenMessage> first = (await house.Get<TakeMessages>().RunAsync("mail", 10)).Messages;
        house.Clock.Now += new OutboxSettings().Lease;
        string[] others = ["sent", "refused", "refused-too", "later", "busy", "pointless", "newer", "newer-later", "skipped", "dead-before"];
        await house.LeaveAsync([.. others.Select(Named)]);
        IReadOnlyList<TakenMessage> second = (await house.Get<TakeMessages>().RunAsync("mail", 20)).Messages;
        Assert.Equal(12, second.Count);
        await house.Database.SqlAsync($"""UPDATE "OutboxMessages" SET "SupersededBy" = "Id" WHERE "Destination" IN ('mail:newer', 'mail:newer-later')""");
        await house.Database.SqlAsync($"""UPDATE "OutboxMessages" SET "Status" = '{OutboxStatus.Skipped}' WHERE "Destination" = 'mail:skipped'""");
        await house.Database.SqlAsync($"""UPDATE "OutboxMessages" SET "Status" = '{OutboxStatus.Dead}' WHERE "Destination" = 'mail:dead-before'""");

        TriedMessage[] tried =
        [
            Tried(house, first, "lost", new EffectAnswer.Refused("not mine to say")),
            Tried(house, second, "again", new EffectAnswer.Refused("gone since")),
            Tried(house, second, "sent", new EffectAnswer.Delivered()),
            Tried(house, second, "refused", new EffectAnswer.Refused("no such mailbox")),
            Tried(house, second, "refused-too", new EffectAnswer.Refused("mailbox closed")),
            Tried(house, second, "later", new EffectAnswer.Refused("mailbox full", Permanent: false)),
            Tried(house, second, "busy", new EffectAnswer.TryAgain("too many at once")),
            Tried(house, second, "pointless", new EffectAnswer.Pointless("the visit is over")),
            Tried(house, second, "newer", new EffectAnswer.Refused("no such mailbox")),
            Tried(house, second, "newer-later", new EffectAnswer.TryAgain("too many at once")),
            Tried(house, second, "skipped", new EffectAnswer.Refused("no such mailbox")),
            Tried(house, second, "dead-before", new EffectAnswer.Refused("no such mailbox")),
        ];
        Assert.Equal(3, await house.Get<KeepOutcomes>().RunAsync(tried));

        string[] expected =
        [
            "lost: Waiting, leased, ", "again: Dead, at rest, gone since", "sent: Delivered, at rest, ",
            "refused: Dead, at rest, no such mailbox", "refused-too: Dead, at rest, mailbox closed",
            "later: Waiting, due, mailbox full", "busy: Waiting, due, too many at once", "pointless: Expired, at rest, the visit is over",
            "newer: Superseded, at rest, no such mailbox", "newer-later: Superseded, at rest, too many at once",
            "skipped: Skipped, leased, ", "dead-before: Dead, leased, ",
        ];
        List<OutboxMessage> messages = [.. (await house.MessagesAsync()).Where(message => message.Destination != "mail:maria@example.com")];
        Assert.Equal(expected, messages.Select(message => Say(message, house.Clock.Now)));
        Alert alert = Assert.Single(await house.AllAsync<Alert>());
        Assert.Equal(3, alert.Times);
        Assert.Equal("To again: gone since", alert.Words);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Hundreds_that_are_refused_together_are_written_in_a_few_statements_each_with_its_own_reason(string provider)
    {
        using var watch = new QueryWatch();
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = effect => effect.Address[^1] % 2 == 0
            ? new EffectAnswer.Refused($"No {effect.Address} here.")
            : new EffectAnswer.TryAgain($"{effect.Address} is busy.", IsOutage: false);
        await house.LeaveAsync([.. Enumerable.Range(0, 300).Select(i => Named($"customer-{i}"))]);
        await using (PortalContext db = await house.Database.DbAsync())
        {
            watch.Begin(db);
        }

        await house.WorkAsync();

        int written = watch.Commands.Count(command => command.Sql.StartsWith("UPDATE", StringComparison.Ordinal)
            && command.Sql.Contains("OutboxMessages", StringComparison.Ordinal) && command.Sql.Contains("LastProblem", StringComparison.Ordinal));
        Assert.InRange(written, 1, 9); // the dead letters, and the few moments at which the others are tried again
        OutboxMessage[] messages = [.. (await house.MessagesAsync()).Where(message => message.Destination != "mail:maria@example.com")];
        Assert.Equal(300, messages.Length);
        Assert.All(messages, message => Assert.Equal(
            message.Destination[^1] % 2 == 0 ? (OutboxStatus.Dead, $"No {message.Destination[5..]} here.") : (OutboxStatus.Waiting, $"{message.Destination[5..]} is busy."),
            (message.Status, message.LastProblem)));
        Assert.InRange(messages.Where(message => message.DueAt is not null).Select(message => message.DueAt).Distinct().Count(), 4, 8);
    }

    private static PlannedEffect Named(string name) => OutboxHouse.To(name);

    private static TriedMessage Tried(OutboxHouse house, IReadOnlyList<TakenMessage> taken, string name, EffectAnswer answer) =>
        new(Assert.Single(taken, each => each.Effect.Address == name), answer, house.Clock.Now, 1);

    private static string Say(OutboxMessage message, Instant now)
    {
        string when = message.DueAt is null ? "at rest" : message.DueAt < now + Duration.FromSeconds(2) ? "due" : "leased";
        return $"{message.Destination[5..]}: {message.Status}, {when}, {message.LastProblem}";
    }
}
