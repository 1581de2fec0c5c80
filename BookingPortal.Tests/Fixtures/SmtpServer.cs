using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace BookingPortal.Tests.Fixtures;

/// <summary>A real SMTP server in a process of its own, which can be told how to behave, switched off, and on again at the same port.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    public const string Python = "/usr/bin/python3";

    private readonly string _folder = Directory.CreateTempSubdirectory("smtp-").FullName;
    private readonly string _user;
    private readonly string _password;
    private readonly string _tls;
    private Process? _process;

    private SmtpServer(string user, string password, string tls) => (_user, _password, _tls) = (user, password, tls);

    public int Port { get; private set; }

    /// <summary>What the server shows when STARTTLS is asked for; null without.</summary>
    public X509Certificate2? Certificate { get; private set; }

    public static async Task<SmtpServer> StartAsync(string user = "", string password = "", bool startTls = false)
    {
        var server = new SmtpServer(user, password, startTls ? "starttls" : "none");
        if (startTls)
        {
            server.MakeCertificate();
        }

        await server.OnAsync();
        return server;
    }

    public void Do(string mode) => File.WriteAllText(Path.Combine(_folder, "mode"), mode);

    public async Task OnAsync()
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments = [Path.Combine(SourceTree.Root, "BookingPortal.Tests", "Fixtures", "smtp_server.py"), _folder, $"{Port}", _user, _password, _tls];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        string? line = await _process.StandardOutput.ReadLineAsync();
        Port = line is not null && line.StartsWith("listening ", StringComparison.Ordinal)
            ? int.Parse(line["listening ".Length..])
            : throw new InvalidOperationException($"The mail server did not start: {line}");
    }

    public async Task OffAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>What it has taken so far, in order.</summary>
    public IReadOnlyList<ReceivedMail> Taken =>
        [.. Directory.GetFiles(_folder, "*.json").Order(StringComparer.Ordinal).Select(file => ReceivedMail.Read(File.ReadAllText(file), File.ReadAllBytes(Path.ChangeExtension(file, ".eml"))))];

    public async ValueTask DisposeAsync()
    {
        await OffAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        Certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllText(Path.Combine(_folder, "cert.pem"), Certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}

/// <summary>A mail as a program that is not ours read it.</summary>
internal sealed record ReceivedMail(string From, IReadOnlyList<string> To, bool Encrypted, bool SignedIn, IReadOnlyList<(string Name, string Value)> Headers, IReadOnlyList<ReceivedPart> Parts, byte[] Raw)
{
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public ReceivedPart Part(string type) => Parts.First(part => part.Type == type);

    public static ReceivedMail Read(string json, byte[] raw)
    {
        JsonElement mail = JsonDocument.Parse(json).RootElement;
        return new ReceivedMail(
            mail.GetProperty("from").GetString()!,
            [.. mail.GetProperty("to").EnumerateArray().Select(to => to.GetString()!)],
            mail.GetProperty("tls").GetBoolean(),
            mail.GetProperty("signedIn").GetBoolean(),
            [.. mail.GetProperty("headers").EnumerateArray().Select(header => (header[0].GetString()!, header[1].GetString()!))],
            [.. mail.GetProperty("parts").EnumerateArray().Select(part => new ReceivedPart(
                part.GetProperty("type").GetString()!, part.GetProperty("method").GetString(), part.GetProperty("file").GetString(), part.GetProperty("text").GetString()!))],
            raw);
    }
}

/// <summary>One part of a mail, decoded.</summary>
internal sealed record ReceivedPart(string Type, string? Method, string? File, string Text);
