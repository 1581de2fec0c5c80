using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Payments;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>What the customer hears about money: a receipt for what came, a note for what went back, and how to pay where that was not possible for a while; once each however often it is said.</summary>
public sealed class PlanMoneyNotices(SagaSettings sagas) : IPlanMoneyEffects
{
    public IEnumerable<PlannedEffect> Plan(Booking booking, MoneyNews news)
    {
        if (booking.Customer.Email.Length == 0)
        {
            return [];
        }

        return news switch
        {
            MoneyNews.Came came => [Mail(booking, news, NoticeKind.Receipt, came.Payment.Amount, $"receipt/{came.Payment.Id:N}")],
            MoneyNews.CanBePaid late when PatienceWithPayers.IsLate(sagas, late.Payment.CreatedAt, late.At) => [HowToPay(booking, late)],
            MoneyNews.WentBack back => [Mail(booking, news, NoticeKind.Refund, back.Refund.Amount, $"refund/{back.Refund.Id:N}")],
            _ => [],
        };
    }

    /// <summary>It replaces whatever was said before of how the booking stands.</summary>
    private static PlannedEffect HowToPay(Booking booking, MoneyNews.CanBePaid late)
    {
        NoticePayload payload = NoticePayload.Of(NoticeKind.PaymentDue) with { Name = booking.Customer.Name, Locale = booking.Customer.Locale };
        return new PlannedEffect(NoticeEffects.Mail, NoticeEffects.ToAddress(booking.Customer.Email), payload.Write(), PlanNotices.VisitTopic)
        {
            PointlessAfter = booking.StartsAt,
            Once = $"payable/{late.Payment.Id:N}",
            IsLater = true,
        };
    }

    private static PlannedEffect Mail(Booking booking, MoneyNews news, NoticeKind kind, long amount, string once)
    {
        NoticePayload payload = NoticePayload.Of(kind) with
        {
            Name = booking.Customer.Name,
            Locale = booking.Customer.Locale,
            Amount = amount,
            Currency = news.Payment.Currency,
            At = NoticePayload.Print(news.At),
        };
        return new PlannedEffect(NoticeEffects.Mail, NoticeEffects.ToAddress(booking.Customer.Email), payload.Write()) { Once = once };
    }
}
