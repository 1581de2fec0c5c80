using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Payments;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>What the customer hears about money: a receipt for what came, a note for what went back, once each however often it is said.</summary>
public sealed class PlanMoneyNotices : IPlanMoneyEffects
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
            MoneyNews.WentBack back => [Mail(booking, news, NoticeKind.Refund, back.Refund.Amount, $"refund/{back.Refund.Id:N}")],
            _ => [],
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
