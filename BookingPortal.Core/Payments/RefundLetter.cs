using System.Text.Json;
using BookingPortal.Core.Durability.Outbox;

namespace BookingPortal.Core.Payments;

/// <summary>The dead letter of money that could not be sent back to its customer.</summary>
/// <param name="Amount">Minor units of the currency.</param>
public sealed record RefundLetter(Guid RefundId, long Amount, string Currency)
{
    /// <summary>Stands in the message's kind; whoever tries it again is <see cref="RefundAgain"/>.</summary>
    public const string Kind = "refund";

    internal static RefundLetter Read(string payload) => JsonSerializer.Deserialize<RefundLetter>(payload, JsonSerializerOptions.Web)!;

    internal static PlannedEffect For(Payment payment, Refund refund, int bookingVersion) => new(
        Kind,
        $"{Kind}:{payment.Gateway}/{refund.Id}",
        JsonSerializer.Serialize(new RefundLetter(refund.Id, refund.Amount, payment.Currency), JsonSerializerOptions.Web))
    {
        BookingId = refund.BookingId,
        BookingVersion = bookingVersion,
    };
}
