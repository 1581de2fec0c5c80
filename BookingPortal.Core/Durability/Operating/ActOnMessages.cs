using System.Text.Json;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>What a manager does to messages by hand: try again, correct and try again, or leave it. Each with a reason, in the same commit as its audit.</summary>
public sealed class ActOnMessages(
    IDbContextFactory<PortalContext> contexts, IWriteQueue writes, OperatorDoor door, OutboxSignal signal, IClock clock)
{
    /// <summary>One write stays short; a bulk act is as many writes as it needs.</summary>
    private const int AtOnce = 200;

    public sealed record RetryRequest(Guid AccountId, MessageChoice Choice, string Reason);

    public sealed record SkipRequest(Guid AccountId, MessageChoice Choice, string Reason);

    /// <param name="Address">Where it should go instead, without the kind; null = as it is.</param>
    /// <param name="Payload">JSON; null = as it is.</param>
    /// <param name="SeenFence">The message's <see cref="OutboxMessage.LeaseFence"/> as it was on the screen: what was touched since is not overwritten. Null = whatever stands.</param>
    public sealed record EditRequest(Guid AccountId, Guid MessageId, string? Address, string? Payload, string Reason, int? SeenFence = null);

    /// <summary>Begins the tries anew: dead letters, what was skipped, and what waits for its next try. Others are left alone.</summary>
    /// <returns>How many go out again.</returns>
    public Task<Outcome<int>> RunAsync(RetryRequest request, CancellationToken cancellationToken = default) =>
        ForAllAsync(request.AccountId, request.Reason, request.Choice, "retry", OutboxStatus.Waiting, cancellationToken);

    /// <returns>How many were given up.</returns>
    public Task<Outcome<int>> RunAsync(SkipRequest request, CancellationToken cancellationToken = default) =>
        ForAllAsync(request.AccountId, request.Reason, request.Choice, "skip", OutboxStatus.Skipped, cancellationToken);

    public async Task<Outcome<OutboxMessage>> RunAsync(EditRequest request, CancellationToken cancellationToken = default)
    {
        if (!(await door.RunAsync(request.AccountId, request.Reason, cancellationToken)).TryGet(out OperatorDoor.Pass? pass, out Refusal? refusal))
        {
            return refusal;
        }

        if (Problem(request) is { } problem)
        {
            return problem;
        }

        return await writes.RunAsync(scope => EditAsync(scope, request, pass), cancellationToken);
    }

    private static Refusal.Invalid? Problem(EditRequest request)
    {
        if (request.Address is { } address && (string.IsNullOrWhiteSpace(address) || address.Trim().Length > 250))
        {
            return new Refusal.Invalid("address", "Say where it should go.");
        }

        try
        {
            using JsonDocument? read = request.Payload is null ? null : JsonDocument.Parse(request.Payload);
            return null;
        }
        catch (JsonException wrong)
        {
            return new Refusal.Invalid("payload", $"This is not JSON: {wrong.Message}");
        }
    }

    private async Task<Outcome<OutboxMessage>> EditAsync(WriteScope scope, EditRequest request, OperatorDoor.Pass pass)
    {
        Instant now = clock.GetCurrentInstant();
        OutboxMessage? message = await scope.Db.OutboxMessages.SingleOrDefaultAsync(each => each.Id == request.MessageId);
        if (message is null)
        {
            return new Refusal.NotFound("this message");
        }

        if (message.Kind is UndoLetter.Kind or RefundLetter.Kind)
        {
            return new Refusal.Invalid("payload", "There is nothing in it to correct: retry it, or see to it by hand.");
        }

        if (request.SeenFence is { } seen && seen != message.LeaseFence)
        {
            return new Refusal.StaleVersion(message.LeaseFence);
        }

        if (!IsOpen(message, now))
        {
            return new Refusal.WrongStatus(message.LeaseUntil > now ? "being delivered" : message.Status.ToString(), "edit");
        }

        string before = Picture(message);
        message.Destination = request.Address is null ? message.Destination : $"{message.Kind}:{request.Address.Trim()}";
        message.Payload = request.Payload ?? message.Payload;
        StartAnew(message, now);
        scope.Db.OperatorActs.Add(Act(pass, "edit", message, now, before, Picture(message)));
        await scope.Db.SaveChangesAsync();
        await SettleAlertsAsync(scope, [message.Kind], pass.By, now);
        scope.AfterCommit(() => signal.Wake([message.Kind]));
        return message;
    }

    private async Task<Outcome<int>> ForAllAsync(
        Guid accountId, string reason, MessageChoice choice, string act, OutboxStatus becomes, CancellationToken cancellationToken)
    {
        if (!(await door.RunAsync(accountId, reason, cancellationToken)).TryGet(out OperatorDoor.Pass? pass, out Refusal? refusal))
        {
            return refusal;
        }

        int total = 0;
        foreach (Guid[] some in (await FindAsync(choice, cancellationToken)).Chunk(AtOnce))
        {
            total += await writes.RunAsync(scope => SomeAsync(scope, some, choice, pass, act, becomes), cancellationToken);
        }

        return total;
    }

    private async Task<List<Guid>> FindAsync(MessageChoice choice, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await choice.From(db.OutboxMessages, db.Bookings).OrderBy(message => message.CreatedAt).Select(message => message.Id).ToListAsync(cancellationToken);
    }

    /// <returns>How many of them it could be done to.</returns>
    private async Task<int> SomeAsync(WriteScope scope, Guid[] ids, MessageChoice choice, OperatorDoor.Pass pass, string act, OutboxStatus becomes)
    {
        Instant now = clock.GetCurrentInstant();
        List<OutboxMessage> some = await scope.Db.OutboxMessages.Where(message => ids.Contains(message.Id)).ToListAsync();
        List<OutboxMessage> open = [.. some.Where(message => IsOpen(message, now) && choice.Takes(message) && (choice.SeenFence is null || choice.SeenFence == message.LeaseFence))];
        foreach (OutboxMessage message in open)
        {
            if (becomes == OutboxStatus.Waiting)
            {
                StartAnew(message, now);
            }
            else
            {
                (message.Status, message.DueAt, message.EndedAt) = (becomes, null, now);
                message.LeaseFence++;
            }
        }

        if (becomes == OutboxStatus.Skipped)
        {
            await FailedRefunds.LeaveToPersonAsync(scope, open);
            await TakeOverAsync(scope, [.. open.Where(message => message.Kind is UndoLetter.Kind or RefundLetter.Kind)], pass, now);
        }

        await scope.Db.SaveChangesAsync();
        await BulkInsert.RunAsync(scope.Db, [.. open.Select(message => Act(pass, act, message, now))]);
        string[] kinds = [.. open.Select(message => message.Kind).Distinct()];
        await SettleAlertsAsync(scope, kinds, pass.By, now);
        scope.AfterCommit(() => signal.Wake(kinds));
        return open.Count;
    }

    /// <summary>
    /// Whoever leaves the dead letter of a booking or refund that could not be taken back sees to it by hand: nobody else is asked to
    /// look, unless something else of the booking is open.
    /// </summary>
    private static async Task TakeOverAsync(WriteScope scope, OutboxMessage[] letters, OperatorDoor.Pass pass, Instant now)
    {
        Guid[] left = [.. letters.Select(letter => letter.Id)];
        Guid[] bookings = [.. letters.Select(letter => letter.BookingId!.Value)];
        HashSet<Guid> open = [.. await scope.Db.OutboxMessages
            .Where(other => other.BookingId != null && bookings.Contains(other.BookingId.Value) && !left.Contains(other.Id)
                && (other.Kind == UndoLetter.Kind || other.Kind == RefundLetter.Kind)
                && (other.Status == OutboxStatus.Dead || other.Status == OutboxStatus.Waiting))
            .Select(other => other.BookingId!.Value)
            .ToListAsync()];
        foreach (Saga saga in await scope.Db.Sagas.Where(each => bookings.Contains(each.Id) && each.NeedsReview).ToListAsync())
        {
            bool isMoneyAlone = Array.TrueForAll(letters, letter => letter.BookingId != saga.Id || letter.Kind == RefundLetter.Kind);
            bool standsElsewhere = isMoneyAlone && saga.Status is not (SagaStatus.Done or SagaStatus.Undone);
            SagaFlags.Note(saga, now, SagaFlags.StuckAt(saga) ?? "payment", SagaFlags.TakenOver, $"{pass.By}: {pass.Reason}");
            saga.NeedsReview = standsElsewhere || open.Contains(saga.Id);
            saga.Version++;
        }
    }

    /// <summary>What a worker has in its hands is left to it; what was delivered or replaced stays so, and what has lost its receiver goes to nobody.</summary>
    private static bool IsOpen(OutboxMessage message, Instant now) =>
        (message.Status is OutboxStatus.Dead or OutboxStatus.Skipped || (message.Status == OutboxStatus.Waiting && !(message.LeaseUntil > now)))
        && message.Destination != ErasePerson.NobodyBy(message.Kind);

    private static void StartAnew(OutboxMessage message, Instant now)
    {
        (message.Status, message.DueAt, message.EndedAt) = (OutboxStatus.Waiting, now, null);
        (message.Attempts, message.FirstTriedAt, message.LeaseUntil) = (0, null, null);
        message.LeaseFence++; // whoever had it once has nothing to say any more
    }

    internal static OperatorAct Act(
        OperatorDoor.Pass pass, string act, OutboxMessage message, Instant now, string? before = null, string? after = null) => new()
    {
        At = now, By = pass.By, Act = act, Reason = pass.Reason, MessageId = message.Id, BookingId = message.BookingId, Before = before, After = after,
    };

    /// <summary>The alert of a kind is over with its last dead letter.</summary>
    internal static async Task SettleAlertsAsync(WriteScope scope, IEnumerable<string> kinds, string by, Instant now)
    {
        foreach (string kind in kinds)
        {
            if (!await scope.Db.OutboxMessages.AnyAsync(message => message.Status == OutboxStatus.Dead && message.Kind == kind))
            {
                await RaiseAlert.ClearAsync(scope, AlertCauses.DeadLetter(kind), by, now);
            }
        }
    }

    private static string Picture(OutboxMessage message) =>
        JsonSerializer.Serialize(new { destination = message.Destination, payload = message.Payload }, JsonSerializerOptions.Web);
}
