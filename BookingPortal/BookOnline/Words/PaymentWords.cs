using System.Globalization;
using BookingPortal.Core.Payments;

namespace BookingPortal.BookOnline.Words;

/// <summary>Where a booking's money is, in one line.</summary>
public static class PaymentWords
{
    /// <returns>Null where no money was asked for in advance.</returns>
    /// <param name="isAsked">Somebody has to agree first.</param>
    public static string? Line(PaymentSummary money, string currency, CultureInfo culture, bool isAsked = false)
    {
        (long Amount, string Words)[] parts =
        [
            (money.Due, isAsked ? "to pay once we have agreed" : "to pay now"),
            (money.Paid, "paid"),
            (money.GoingBack, "on its way back to you"),
            (money.Returned, "returned"),
        ];
        string line = string.Join(", ", parts
            .Where(part => part.Amount > 0)
            .Select(part => $"{Money.Print(part.Amount, currency, culture)} {part.Words}"));
        return line.Length == 0 ? null : line;
    }
}
