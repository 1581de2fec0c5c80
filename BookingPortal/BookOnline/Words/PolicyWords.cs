using System.Globalization;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Payments;
using NodaTime;

namespace BookingPortal.BookOnline.Words;

/// <summary>What moving and cancelling cost, with the exact deadline.</summary>
public static class PolicyWords
{
    /// <summary>"Free to move or cancel until Mon 23 Nov, 10:30. After that, cancelling costs € 7.50."</summary>
    public static string Line(CancellationPolicy policy, Instant start, long price, string currency, SlotWords words, Instant now, CultureInfo culture, Instant? stoodAt = null)
    {
        if (policy.FeePercent == 0 || price == 0)
        {
            return $"Free to move or cancel until it begins, {words.DayAndTime(start)}.";
        }

        string fee = Money.Print(((price * policy.FeePercent) + 50) / 100, currency, culture);
        Instant freeUntil = CancellationTerms.FreeUntil(policy, start, stoodAt);
        string deadline = words.DayAndTime(freeUntil);
        return now <= freeUntil
            ? $"Free to move or cancel until {deadline}. After that, cancelling costs {fee}."
            : $"Cancelling costs {fee}. It was free until {deadline}.";
    }

    /// <summary>The same before a time is chosen: "Free to move or cancel until 24 hours before."</summary>
    public static string Rule(CancellationPolicy policy, long price)
    {
        if (policy.FeePercent == 0 || price == 0)
        {
            return "Free to move or cancel until it begins.";
        }

        return policy.FreeUntilHours == 0
            ? $"Free to move or cancel until it begins. After that, cancelling costs {policy.FeePercent}\u00a0% of the price."
            : $"Free to move or cancel until {LengthWords.Count(policy.FreeUntilHours, "hour")} before. After that, cancelling costs {policy.FeePercent}\u00a0% of the price.";
    }
}
