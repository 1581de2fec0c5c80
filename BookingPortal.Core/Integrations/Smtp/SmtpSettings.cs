using System.Security.Cryptography.X509Certificates;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>The server that takes the business's mail. Not a record: those print what they hold, and this holds a password.</summary>
public sealed class SmtpSettings(string host, int port, MailboxAddress from)
{
    public string Host => host;

    public int Port => port;

    /// <summary>Who the mails are from.</summary>
    public MailboxAddress From => from;

    /// <summary>Null = the server asks for none.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    public SmtpSecurity Security { get; init; }

    /// <summary>A certificate that is trusted beside those of the system, for servers with one of their own; null = only the system's.</summary>
    public X509Certificate2? TrustedCertificate { get; init; }

    /// <summary>To reach the server and agree on encryption.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For one command. RFC 5321, 4.5.3.2 asks for minutes; a queue that tries again for a day needs less patience.</summary>
    public TimeSpan CommandLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the answer to a whole message: who gives up here may send it twice, so this is the longest.</summary>
    public TimeSpan DataLimit { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>How the way to the server is kept private.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS from the start on port 465, else STARTTLS where the server offers it; a password never travels without either.</summary>
    Auto,

    /// <summary>STARTTLS, or nothing is sent.</summary>
    StartTls,

    /// <summary>TLS from the start.</summary>
    Tls,

    /// <summary>As it is; for a server on the same machine.</summary>
    None,
}
