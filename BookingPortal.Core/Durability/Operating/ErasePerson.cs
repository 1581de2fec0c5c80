using System.Text.Json;
using System.Text.Json.Nodes;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>
/// Takes a person out of all that is kept of their bookings. What happened, when and for how much stays, with its seal: an
/// event carries nothing of a person but the reason somebody wrote, and that is not part of what is sealed.
/// </summary>
internal static class ErasePerson
{
    /// <summary>SQL Server takes 2,100 parameters.</summary>
    public const int AtOnce = 200;

    private const string Gone = "It was about a customer who is forgotten.";

    /// <summary>What of a message's payload speaks of the visit and not of its person.</summary>
    private static readonly string[] Kept = ["notice", "what", "site", "start", "day"];

    public static async Task RunAsync(WriteScope scope, IReadOnlyList<Guid> bookings, string by, Instant now)
    {
        List<OutboxMessage> ended = [];
        foreach (Guid[] some in bookings.Chunk(AtOnce))
        {
            List<string> addresses = await scope.Db.Bookings.Where(booking => some.Contains(booking.Id) && booking.Customer.Email != "").Select(booking => booking.Customer.Email).Distinct().ToListAsync();
            List<string?> numbers = await scope.Db.Bookings.Where(booking => some.Contains(booking.Id) && booking.Customer.Phone != null).Select(booking => booking.Customer.Phone).Distinct().ToListAsync();
            await BookingsAsync(scope.Db, some);
            await SagasAsync(scope.Db, some);
            await SiteEntriesAsync(scope.Db, some, [.. addresses.Select(OptionalNotices.Normalize)], [.. numbers]);
            List<OutboxMessage> messages = await scope.Db.OutboxMessages.Where(message => message.BookingId != null && some.Contains(message.BookingId.Value)).ToListAsync();
            ended.AddRange(messages.Where(message => message.Status is OutboxStatus.Waiting or OutboxStatus.Dead));
            string[] reached = [.. messages.Where(IsToThem).Select(message => message.Destination[(message.Destination.IndexOf(':', StringComparison.Ordinal) + 1)..])];
            messages.ForEach(message => Erase(message, now));
            await AboutAsync(scope.Db, [.. addresses.Concat(reached).Where(address => address.Length > 0).Distinct()]);
            await scope.Db.SaveChangesAsync();
            foreach (Guid[] sent in messages.Select(message => message.Id).Chunk(AtOnce))
            {
                await TriesAsync(scope.Db, sent);
            }
        }

        await ActOnMessages.SettleAlertsAsync(scope, ended.Select(message => message.Kind).Distinct(), by, now);
    }

    /// <summary>Where a message of this kind went whose receiver is forgotten.</summary>
    internal static string NobodyBy(string kind) => $"{kind}:{Customer.Forgotten.Name}";

    private static async Task BookingsAsync(PortalContext db, Guid[] bookings)
    {
        int erased = await db.Bookings.Where(booking => bookings.Contains(booking.Id) && !PersonOf.Open.Contains(booking.Status)).ExecuteUpdateAsync(set => set
            .SetProperty(booking => booking.Customer.Name, Customer.Forgotten.Name)
            .SetProperty(booking => booking.Customer.Email, Customer.Forgotten.Email)
            .SetProperty(booking => booking.Customer.Phone, (string?)null)
            .SetProperty(booking => booking.Customer.TimeZone, (string?)null)
            .SetProperty(booking => booking.Customer.Locale, (string?)null)
            .SetProperty(booking => booking.Notes, (string?)null));
        if (erased != bookings.Length)
        {
            throw new DbUpdateConcurrencyException("One of them came back to life at this moment; the whole write is looked at again.");
        }

        var told = await db.BookingEvents
            .Where(happened => bookings.Contains(happened.BookingId) && happened.Data.Contains($"\"{EventSeal.Reason}\""))
            .Select(happened => new { happened.Id, happened.Data })
            .ToListAsync();
        foreach (var each in told)
        {
            string data = EventSeal.Erase(each.Data);
            await db.BookingEvents.Where(happened => happened.Id == each.Id).ExecuteUpdateAsync(set => set.SetProperty(happened => happened.Data, data));
        }

        await db.Payments.Where(payment => bookings.Contains(payment.BookingId)).ExecuteUpdateAsync(set => set.SetProperty(payment => payment.Problem, (string?)null));
        await db.Refunds.Where(refund => bookings.Contains(refund.BookingId)).ExecuteUpdateAsync(set => set
            .SetProperty(refund => refund.Reason, "")
            .SetProperty(refund => refund.Problem, (string?)null));
        await db.Alerts.Where(alert => alert.BookingId != null && bookings.Contains(alert.BookingId.Value)).ExecuteUpdateAsync(set => set.SetProperty(alert => alert.Words, Gone));
        await db.OperatorActs.Where(act => act.BookingId != null && bookings.Contains(act.BookingId.Value)).ExecuteUpdateAsync(set => set
            .SetProperty(act => act.Before, (string?)null)
            .SetProperty(act => act.After, (string?)null));
    }

    private static async Task SagasAsync(PortalContext db, Guid[] bookings)
    {
        foreach (Saga saga in await db.Sagas.Where(saga => bookings.Contains(saga.Id)).ToListAsync())
        {
            saga.Log = [.. saga.Log.Select(entry => entry with { Why = null })];
            saga.Problem = null;
            saga.Version++;
        }
    }

    /// <summary>What sites told of them, also where no booking was made of it.</summary>
    private static async Task SiteEntriesAsync(PortalContext db, Guid[] bookings, HashSet<string> addresses, HashSet<string?> numbers)
    {
        List<SiteEntry> told = await db.SiteEntries
            .Where(entry => entry.BookingId == null ? entry.Outcome == SiteEntryOutcome.Dismissed : bookings.Contains(entry.BookingId.Value))
            .ToListAsync();
        foreach (SiteEntry entry in told.Where(entry => entry.BookingId is not null || IsTheirs(entry.Wanted.Customer)))
        {
            db.Entry(entry).Property(each => each.Wanted).CurrentValue = entry.Wanted with { Customer = Customer.Forgotten, Notes = null };
        }

        bool IsTheirs(Customer told) => told.Email.Length > 0
            ? addresses.Contains(OptionalNotices.Normalize(told.Email))
            : told.Phone is { } number && numbers.Contains(number);
    }

    /// <summary>To the address or number that they gave, or that a manager corrected, and not to a colleague.</summary>
    private static bool IsToThem(OutboxMessage message) =>
        !OwnWork.Kinds.Contains(message.Kind) && NoticePayload.Read(message.Payload)?.Kind is { } kind && !NoticeKinds.IsForStaff(kind);

    private static void Erase(OutboxMessage message, Instant now)
    {
        if (message.Status is OutboxStatus.Waiting or OutboxStatus.Dead)
        {
            (message.Status, message.DueAt, message.LeaseUntil, message.EndedAt) = (OutboxStatus.Skipped, null, null, now);
            message.LeaseFence++; // a worker that has it has nothing to say any more
        }

        message.LastProblem = null;
        if (!OwnWork.Kinds.Contains(message.Kind))
        {
            message.Destination = NobodyBy(message.Kind);
        }

        if (message.Kind is not (UndoLetter.Kind or RefundLetter.Kind))
        {
            message.Payload = Erase(message.Payload);
        }
    }

    /// <summary>Whoever reads it still sees what it was.</summary>
    private static string Erase(string payload)
    {
        try
        {
            return JsonNode.Parse(payload) is JsonObject members
                ? new JsonObject(members.Where(member => Kept.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString()
                : "{}";
        }
        catch (JsonException)
        {
            return "{}"; // a correction by hand that was no JSON
        }
    }

    /// <summary>What belongs to no booking and names them, such as the mail to managers that something could not be delivered to them; and that they wanted no reminders.</summary>
    private static async Task AboutAsync(PortalContext db, List<string> addresses)
    {
        foreach (string address in addresses)
        {
            string written = JsonEncodedText.Encode(address).ToString();
            List<OutboxMessage> about = await db.OutboxMessages.Where(message => message.BookingId == null && message.Payload.Contains(written)).ToListAsync();
            about.ForEach(message => message.Payload = Erase(message.Payload));
            string normal = OptionalNotices.Normalize(address);
            await db.OptOuts.Where(each => each.Address == normal && each.Topic == OptionalNotices.Reminders).ExecuteDeleteAsync();
        }
    }

    private static async Task TriesAsync(PortalContext db, Guid[] messages)
    {
        List<string> keys = [.. messages.Select(message => KeepEffectResult.KeyOf(message))];
        await db.DeliveryAttempts.Where(attempt => messages.Contains(attempt.MessageId)).ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.Why, (string?)null));
        await db.EffectResults.Where(result => keys.Contains(result.Key)).ExecuteUpdateAsync(set => set.SetProperty(result => result.Receipt, (string?)null));
        await db.OperatorActs.Where(act => act.MessageId != null && messages.Contains(act.MessageId.Value)).ExecuteUpdateAsync(set => set
            .SetProperty(act => act.Before, (string?)null)
            .SetProperty(act => act.After, (string?)null));
    }
}
