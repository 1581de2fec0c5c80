using System.Globalization;
using System.Text;
using BookingPortal.Core.Notifications.Sending;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>
/// A mail as it travels (RFC 5322, RFC 2045): text, HTML and the calendar part as alternatives, and the calendar once more as a
/// file for programs that do not read it inline. ASCII all through, so every server takes it; the same mail is the same bytes.
/// </summary>
internal static class MimeMessage
{
    private const int Base64Line = 76;

    public static byte[] Write(Email mail, MailboxAddress from, MailboxAddress to)
    {
        string outer = $"=_m{mail.Id.ToString("N")[16..]}";
        string inner = $"=_a{mail.Id.ToString("N")[16..]}";
        var headers = new MimeHeaders();
        headers.Add("Date", mail.At.ToDateTimeUtc().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        headers.AddAddress("From", MailboxAddress.TryParse(from.Text, mail.FromName ?? from.Name) ?? from);
        headers.AddAddress("To", to);
        headers.Add("Message-ID", IdOf(mail, from));
        headers.AddText("Subject", mail.Subject);
        headers.Add("Content-Language", mail.Language);
        headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no automatic answers, please
        if (mail.UnsubscribeUrl is { } unsubscribe)
        {
            AddUnsubscribe(headers, unsubscribe);
        }

        headers.Add("MIME-Version", "1.0");
        headers.Add("Content-Type", mail.Calendar is null ? $"multipart/alternative; boundary=\"{inner}\"" : $"multipart/mixed; boundary=\"{outer}\"");
        var body = new StringBuilder(headers.ToString()).Append("\r\n");
        if (mail.Calendar is null)
        {
            AppendAlternatives(body, mail, inner);
        }
        else
        {
            body.Append(CultureInfo.InvariantCulture, $"--{outer}\r\nContent-Type: multipart/alternative; boundary=\"{inner}\"\r\n\r\n");
            AppendAlternatives(body, mail, inner);
            AppendBase64(body, outer, "application/ics; name=\"invite.ics\"", "Content-Disposition: attachment; filename=\"invite.ics\"\r\n", mail.Calendar.File);
            body.Append(CultureInfo.InvariantCulture, $"--{outer}--\r\n");
        }

        return Encoding.UTF8.GetBytes(body.ToString());
    }

    public static string IdOf(Email mail, MailboxAddress from) => $"<{mail.Id:N}@{from.Domain}>";

    /// <summary>RFC 2369 and, over HTTPS as it asks for, the one click of RFC 8058.</summary>
    private static void AddUnsubscribe(MimeHeaders headers, string url)
    {
        headers.Add("List-Unsubscribe", $"<{url}>");
        if (url.StartsWith("https://", StringComparison.Ordinal))
        {
            headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
    }

    private static void AppendAlternatives(StringBuilder body, Email mail, string boundary)
    {
        AppendText(body, boundary, "text/plain", mail.Text);
        AppendText(body, boundary, "text/html", mail.Html);
        if (mail.Calendar is { } calendar)
        {
            AppendBase64(body, boundary, $"text/calendar; charset=utf-8; method={calendar.Method}", "", calendar.File);
        }

        body.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n");
    }

    private static void AppendText(StringBuilder body, string boundary, string type, string text) =>
        body.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
            .Append(QuotedPrintable.Encode(text));

    private static void AppendBase64(StringBuilder body, string boundary, string type, string more, string text)
    {
        body.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Type: {type}\r\n{more}Content-Transfer-Encoding: base64\r\n\r\n");
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        for (int at = 0; at < encoded.Length; at += Base64Line)
        {
            body.Append(encoded, at, Math.Min(Base64Line, encoded.Length - at)).Append("\r\n");
        }
    }
}
