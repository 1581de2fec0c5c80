using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>Takes a gateway's own call: believes it only with its signature, and acts upon each piece of news once.</summary>
public sealed class ReceiveWebhook(
    IEnumerable<IGatewayWebhook> webhooks, SettlePayment settlePayment, TakeRefundBack takeRefundBack, IClock clock)
{
    /// <param name="Body">As it came over the wire.</param>
    /// <param name="Signature">The gateway's signature header.</param>
    public sealed record Request(string Gateway, ReadOnlyMemory<byte> Body, string? Signature);

    public abstract record Answer
    {
        private Answer()
        {
        }

        /// <summary>Acted upon.</summary>
        public sealed record Taken : Answer;

        /// <summary>Acted upon before.</summary>
        public sealed record KnownAlready : Answer;

        /// <summary>True, but nothing of ours.</summary>
        public sealed record NothingToDo : Answer;

        public sealed record NotBelieved(string Why) : Answer;

        /// <summary>The portal does not work with this gateway.</summary>
        public sealed record NoSuchGateway : Answer;
    }

    public async Task<Answer> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        if (webhooks.FirstOrDefault(each => each.Gateway == request.Gateway) is not { } webhook)
        {
            return new Answer.NoSuchGateway();
        }

        return webhook.Read(request.Body.Span, request.Signature, clock.GetCurrentInstant()) switch
        {
            GatewayNews.NotBelieved forged => new Answer.NotBelieved(forged.Why),
            GatewayNews.NothingToDo => new Answer.NothingToDo(),
            GatewayNews.PaymentDecided decided => await SettleAsync(request.Gateway, decided, cancellationToken),
            GatewayNews.RefundFailed failed => await TakeBackAsync(request.Gateway, failed, cancellationToken),
            var other => throw new InvalidOperationException($"{other} is no news that a gateway has."),
        };
    }

    private async Task<Answer> SettleAsync(string gateway, GatewayNews.PaymentDecided decided, CancellationToken cancellationToken)
    {
        bool known = false;
        Outcome<Booking> settled = await settlePayment.RunAsync(
            new SettlePayment.Request(
                decided.PaymentId,
                decided.Answer,
                async scope => known = !await ProcessedWebhooks.TryNoteAsync(scope, gateway, decided.EventId, clock.GetCurrentInstant()),
                decided.Page),
            cancellationToken);
        return Say(known, settled.TryGet(out _, out _));
    }

    private async Task<Answer> TakeBackAsync(string gateway, GatewayNews.RefundFailed failed, CancellationToken cancellationToken)
    {
        bool known = false;
        bool isOurs = await takeRefundBack.RunAsync(
            new TakeRefundBack.Request(
                failed.RefundId,
                failed.Why,
                async scope => known = !await ProcessedWebhooks.TryNoteAsync(scope, gateway, failed.EventId, clock.GetCurrentInstant())),
            cancellationToken);
        return Say(known, isOurs);
    }

    /// <summary>An account at a gateway may serve more than this portal; what names none of our payments is for somebody else.</summary>
    private static Answer Say(bool known, bool isOurs) =>
        known ? new Answer.KnownAlready() : isOurs ? new Answer.Taken() : new Answer.NothingToDo();
}

/// <summary>Which news of gateways was acted upon.</summary>
public static class ProcessedWebhooks
{
    /// <summary>Notes it in the write that acts upon it; where it is noted already, that write is undone.</summary>
    /// <returns>False when it was known.</returns>
    public static async Task<bool> TryNoteAsync(WriteScope scope, string gateway, string eventId, Instant now)
    {
        if (await scope.Db.ProcessedWebhooks.AnyAsync(processed => processed.Gateway == gateway && processed.EventId == eventId))
        {
            scope.Undo();
            return false;
        }

        scope.Db.ProcessedWebhooks.Add(new ProcessedWebhook { Gateway = gateway, EventId = eventId, At = now });
        await scope.Db.SaveChangesAsync();
        return true;
    }
}
