using System.Globalization;
using System.Net.Mail;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>One address that mail can be sent to, safe to stand in a command line and in a header.</summary>
public sealed record MailboxAddress
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private MailboxAddress(string local, string domain, string? name) => (Local, Domain, Name) = (local, domain, name);

    public string Local { get; }

    /// <summary>In the form that the mail system knows: ASCII, whatever the customer wrote.</summary>
    public string Domain { get; }

    public string? Name { get; }

    public string Text => $"{Local}@{Domain}";

    /// <summary>RFC 6531: only servers that say so take letters outside ASCII before the @.</summary>
    public bool NeedsSmtpUtf8 => Local.Any(letter => letter > 126);

    /// <summary>Reads "eva@example.com" or "Eva &lt;eva@example.com&gt;"; null for whatever is none.</summary>
    /// <param name="name">Replaces the name in the text.</param>
    public static MailboxAddress? TryParse(string? text, string? name = null)
    {
        // More than one address, comments, groups and quoted local parts are nothing that a customer has.
        if (text is null || text.Length > 320 || text.Any(char.IsControl) || !MailAddress.TryCreate(text.Trim(), out MailAddress? read))
        {
            return null;
        }

        // The framework is generous with what stands around an address, and with comments inside; nobody writes those by intent.
        string local = read.User;
        bool isWhole = text.Trim() == read.Address || text.TrimEnd().EndsWith($"<{read.Address}>", StringComparison.Ordinal);
        if (!isWhole || local.Length is 0 or > 64 || local.Any(letter => char.IsWhiteSpace(letter) || "<>()[],;:\\\"@".Contains(letter, StringComparison.Ordinal)))
        {
            return null;
        }

        return AsciiDomain(read.Host) is { } domain
            ? new MailboxAddress(local, domain, name ?? (read.DisplayName.Length > 0 ? read.DisplayName : null))
            : null;
    }

    private static string? AsciiDomain(string host)
    {
        try
        {
            return Idn.GetAscii(host);
        }
        catch (ArgumentException)
        {
            return null; // no name that the domain name system could know
        }
    }
}
