using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>From nothing to a connection that takes messages: reach, greet, encrypt (RFC 3207, RFC 8314), sign in (RFC 4954).</summary>
internal sealed class OpenSmtpSession(SmtpSettings settings)
{
    private const int ImplicitTlsPort = 465;

    private bool TlsFirst => settings.Security == SmtpSecurity.Tls || (settings.Security == SmtpSecurity.Auto && settings.Port == ImplicitTlsPort);

    /// <exception cref="SmtpTroubleException">With the server's own words, as far as it had any.</exception>
    public async Task<SmtpSession> RunAsync(CancellationToken cancellationToken)
    {
        Stream stream = await ConnectAsync(cancellationToken);
        var lines = new SmtpLines(stream, settings.Host);
        try
        {
            bool isPrivate = false;
            if (TlsFirst)
            {
                lines = new SmtpLines(await EncryptAsync(stream, cancellationToken), settings.Host);
                isPrivate = true;
            }

            await NeedAsync("greet", lines.ReadReplyAsync(settings.CommandLimit, cancellationToken));
            HashSet<string> offers = await GreetAsync(lines, cancellationToken);
            if (!isPrivate && settings.Security != SmtpSecurity.None && offers.Contains("STARTTLS"))
            {
                await NeedAsync("start TLS", lines.AskAsync("STARTTLS", settings.CommandLimit, cancellationToken));
                if (lines.HasMore)
                {
                    throw new SmtpTroubleException($"{settings.Host} went on talking in the clear after STARTTLS.");
                }

                lines = new SmtpLines(await EncryptAsync(stream, cancellationToken), settings.Host);
                offers = await GreetAsync(lines, cancellationToken); // what was offered in the clear is forgotten (RFC 3207, 4.2)
                isPrivate = true;
            }

            await SignInAsync(lines, offers, isPrivate, cancellationToken);
            return new SmtpSession(lines, settings, offers);
        }
        catch
        {
            await lines.DisposeAsync();
            throw;
        }
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        within.CancelAfter(settings.ConnectLimit);
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, within.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception problem) when (problem is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            string why = problem is SocketException ? problem.Message : $"no answer within {settings.ConnectLimit.TotalSeconds:0.#} s";
            throw new SmtpTroubleException($"The mail server {settings.Host}:{settings.Port} cannot be reached: {why}.", problem);
        }
    }

    private async Task<Stream> EncryptAsync(Stream stream, CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(stream);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        within.CancelAfter(settings.ConnectLimit);
        try
        {
            await encrypted.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = settings.Host, CertificateChainPolicy = TrustOwn() }, within.Token);
            return encrypted;
        }
        catch (Exception problem) when (problem is AuthenticationException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SmtpTroubleException($"No encryption could be agreed on with {settings.Host}: {problem.Message}", problem);
        }
    }

    private X509ChainPolicy? TrustOwn()
    {
        if (settings.TrustedCertificate is not { } own)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(own);
        return policy;
    }

    private async Task<HashSet<string>> GreetAsync(SmtpLines lines, CancellationToken cancellationToken)
    {
        SmtpReply reply = await NeedAsync("say hello", lines.AskAsync($"EHLO {OwnName()}", settings.CommandLimit, cancellationToken));
        var offers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in reply.Lines.Skip(1))
        {
            string[] words = line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries);
            offers.Add(words.FirstOrDefault() ?? "");
            if (words is [var name, ..] && name.Equals("AUTH", StringComparison.OrdinalIgnoreCase))
            {
                offers.UnionWith(words.Skip(1).Select(way => "AUTH " + way));
            }
        }

        return offers;
    }

    /// <summary>RFC 5321, 4.1.1.1: a full name, or the address as a literal where there is none.</summary>
    private static string OwnName()
    {
        string name = Environment.MachineName;
        return name.Contains('.', StringComparison.Ordinal) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-') ? name : "[127.0.0.1]";
    }

    private async Task SignInAsync(SmtpLines lines, HashSet<string> offers, bool isPrivate, CancellationToken cancellationToken)
    {
        if (!isPrivate && settings.Security == SmtpSecurity.StartTls)
        {
            throw new SmtpTroubleException($"{settings.Host} offers no STARTTLS, and Smtp__Security asks for it.");
        }

        if (settings.User is not { Length: > 0 } user)
        {
            return;
        }

        if (!isPrivate && settings.Security != SmtpSecurity.None)
        {
            throw new SmtpTroubleException($"{settings.Host} offers no STARTTLS, and the password would travel in the clear.");
        }

        string password = settings.Password ?? "";
        if (offers.Contains("AUTH PLAIN"))
        {
            await NeedAsync("sign in", lines.AskAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", settings.CommandLimit, cancellationToken));
        }
        else if (offers.Contains("AUTH LOGIN"))
        {
            await NeedAsync("sign in", lines.AskAsync("AUTH LOGIN", settings.CommandLimit, cancellationToken));
            await NeedAsync("sign in", lines.AskAsync(Base64(user), settings.CommandLimit, cancellationToken));
            await NeedAsync("sign in", lines.AskAsync(Base64(password), settings.CommandLimit, cancellationToken));
        }
        else
        {
            throw new SmtpTroubleException($"{settings.Host} lets nobody sign in by PLAIN or LOGIN.");
        }
    }

    /// <summary>
    /// Before the first message every refusal is about the business's own account or server, never about one mail: it is
    /// tried again until somebody has put it right.
    /// </summary>
    private async Task<SmtpReply> NeedAsync(string what, Task<SmtpReply> asked)
    {
        SmtpReply reply = await asked;
        return reply.IsGood ? reply : throw new SmtpTroubleException($"{settings.Host} does not let us {what}: {reply.Words}");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
