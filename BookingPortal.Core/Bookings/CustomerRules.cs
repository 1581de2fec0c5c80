using System.Net.Mail;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;

namespace BookingPortal.Core.Bookings;

/// <summary>What must be true of a customer's details before they are kept; the words are for the person who typed them.</summary>
public static class CustomerRules
{
    private const int LongestName = 120;
    private const int LongestEmail = 254; // RFC 5321, section 4.5.3.1, with its erratum 1690
    private const int LongestPhone = 40;
    private const int LongestLocale = 35; // RFC 5646, section 4.4.1

    /// <summary>The details as they are to be kept, or the first field that cannot be taken.</summary>
    /// <param name="isWalkIn">Staff write them down for somebody who stands there or calls: a name or a phone number is enough, and without an address nothing is mailed.</param>
    public static Outcome<Customer> Check(Customer given, bool isWalkIn = false)
    {
        var kept = new Customer(
            given.Name?.Trim() ?? "",
            given.Email?.Trim() ?? "",
            EmptyToNull(given.Phone),
            EmptyToNull(given.TimeZone),
            EmptyToNull(given.Locale));
        if (isWalkIn && kept.Name.Length == 0)
        {
            if (kept.Phone is null)
            {
                return new Refusal.Invalid("customer.name", "Write a name or a phone number.");
            }

            kept = kept with { Name = kept.Phone };
        }

        return Problem(kept, isWalkIn) is { } problem ? problem : kept;
    }

    private static Refusal.Invalid? Problem(Customer customer, bool isWalkIn)
    {
        if (customer.Name.Length is 0 or > LongestName || customer.Name.Any(char.IsControl))
        {
            return new Refusal.Invalid("customer.name", customer.Name.Length == 0 ? "Tell us your name." : $"Use a name of up to {LongestName} letters, on one line.");
        }

        if (!IsEmail(customer.Email) && !(isWalkIn && customer.Email.Length == 0))
        {
            return new Refusal.Invalid("customer.email", customer.Email.Length == 0
                ? "Tell us your email address, so that we can confirm."
                : "This does not look like an email address. It should read like name@example.com.");
        }

        if (customer.Phone is { } phone && (phone.Length > LongestPhone || !phone.Any(char.IsAsciiDigit) || phone.Any(letter => !IsPhoneSign(letter))))
        {
            return new Refusal.Invalid("customer.phone", "Write a phone number with digits, such as +351 912 000 111, or leave it empty.");
        }

        if (customer.TimeZone is { } zone && SiteTime.FindZone(zone) is null)
        {
            return new Refusal.Invalid("customer.timeZone", "There is no such time zone. Use a name such as Europe/Lisbon.");
        }

        return customer.Locale is { } locale && (locale.Length > LongestLocale || locale.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
            ? new Refusal.Invalid("customer.locale", "There is no such language. Use a tag such as en or pt-PT.")
            : null;
    }

    private static bool IsEmail(string text) =>
        text.Length is > 0 and <= LongestEmail
        && !text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
        && MailAddress.TryCreate(text, out MailAddress? address)
        && string.Equals(address.Address, text, StringComparison.Ordinal)
        && address.Host.Length > 0;

    private static bool IsPhoneSign(char letter) => char.IsAsciiDigit(letter) || letter is '+' or ' ' or '-' or '(' or ')' or '.' or '/';

    private static string? EmptyToNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
