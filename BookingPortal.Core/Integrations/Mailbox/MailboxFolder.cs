using System.Globalization;
using System.Text.Json;
using BookingPortal.Core.Integrations.Smtp;
using BookingPortal.Core.Notifications.Sending;
using Microsoft.Win32.SafeHandles;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Integrations.Mailbox;

/// <summary>
/// The embedded default: mails and SMS become files in the data folder, each mail also as an <c>.eml</c> that any mail program
/// opens. The same message twice is one file; the oldest go when there are too many.
/// </summary>
public sealed class MailboxFolder(string folder, IClock clock) : IEmailSender, ISmsSender, IMailbox, IDisposable
{
    /// <summary>Enough to look at; the folder is no archive.</summary>
    internal const int MostEntries = 500;

    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Converters = { new InstantText() } };
    private static readonly MailboxAddress Nobody = MailboxAddress.TryParse("bookings@localhost")!;
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>What lies in the folder, oldest first, by the message's id: read once, so that a full folder is not listed for every message.</summary>
    private OrderedDictionary<Guid, string>? _known;

    public Task<SendAnswer> SendAsync(Email mail, CancellationToken cancellationToken)
    {
        if (MailboxAddress.TryParse(mail.To, mail.ToName) is not { } to)
        {
            return Task.FromResult<SendAnswer>(new SendAnswer.Never($"\"{mail.To}\" is no address that mail can be sent to."));
        }

        return PutAsync(mail.Id, name => new MailboxEntry(name, clock.GetCurrentInstant(), mail, null), MimeMessage.Write(mail, Nobody, to), cancellationToken);
    }

    public Task<SendAnswer> SendAsync(TextMessage message, CancellationToken cancellationToken) =>
        PutAsync(message.Id, name => new MailboxEntry(name, clock.GetCurrentInstant(), null, message), null, cancellationToken);

    public async Task<IReadOnlyList<MailboxEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = new List<MailboxEntry>();
        foreach (string file in Files().OrderDescending(StringComparer.Ordinal).Take(MostEntries))
        {
            if (await ReadAsync(file, cancellationToken) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    public async Task<MailboxEntry?> FindAsync(string name, CancellationToken cancellationToken) =>
        name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? await ReadAsync(PathOf(name), cancellationToken) : null;

    public void Dispose() => _one.Dispose();

    private async Task<SendAnswer> PutAsync(Guid id, Func<string, MailboxEntry> describe, byte[]? raw, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            OrderedDictionary<Guid, string> known = _known ??= Lying();
            if (known.TryGetValue(id, out string? before) && File.Exists(PathOf(before)))
            {
                return new SendAnswer.Sent(before);
            }

            string name = $"{clock.GetCurrentInstant().ToUnixTimeMilliseconds().ToString("D14", CultureInfo.InvariantCulture)}-{id:N}";
            Directory.CreateDirectory(folder);
            string aside = Path.ChangeExtension(PathOf(name), ".tmp");
            string letter = Path.ChangeExtension(PathOf(name), ".eml");
            MakeRoom(known, aside, letter); // from here on nothing is left half done: another customer's letter lies under this one's name

            if (raw is null)
            {
                File.Delete(letter);
            }
            else
            {
                Write(letter, raw);
            }

            // Written aside and renamed, so that nobody reads half of it.
            Write(aside, JsonSerializer.SerializeToUtf8Bytes(describe(name), Form));
            File.Move(aside, PathOf(name), overwrite: true);
            known[id] = name;
            return new SendAnswer.Sent(name);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new SendAnswer.Later($"The mailbox folder cannot be written: {problem.Message}");
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>In a full folder the newest message is written over the oldest one's files: making and deleting thousands of files costs more than what stands in them.</summary>
    private void MakeRoom(OrderedDictionary<Guid, string> known, string aside, string letter)
    {
        while (known.Count >= MostEntries)
        {
            string oldest = PathOf(known.GetAt(0).Value);
            known.RemoveAt(0);
            MoveIfThere(oldest, aside);
            MoveIfThere(Path.ChangeExtension(oldest, ".eml"), letter);
        }
    }

    /// <summary>
    /// Over what lies there, which is cut to length only then: a file that is emptied first gives its blocks back, and the system writes
    /// the new ones out when it is closed. A few kilobytes are written sooner than a thread is found to wait for them.
    /// </summary>
    private static void Write(string file, byte[] content)
    {
        using SafeFileHandle handle = File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.Write);
        RandomAccess.Write(handle, content, fileOffset: 0);
        RandomAccess.SetLength(handle, content.Length);
    }

    private static void MoveIfThere(string file, string to)
    {
        if (File.Exists(file))
        {
            File.Move(file, to, overwrite: true);
        }
    }

    private OrderedDictionary<Guid, string> Lying()
    {
        var known = new OrderedDictionary<Guid, string>();
        foreach (string name in Files().Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal))
        {
            if (Guid.TryParseExact(name.AsSpan(name.LastIndexOf('-') + 1), "N", out Guid id))
            {
                known[id] = name;
            }
        }

        return known;
    }

    private IEnumerable<string> Files() => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json") : [];

    private string PathOf(string name) => Path.Combine(folder, name + ".json");

    private static async Task<MailboxEntry?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<MailboxEntry>(await File.ReadAllTextAsync(file, cancellationToken), Form);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null; // forgotten meanwhile, or not one of ours
        }
    }

    private sealed class InstantText : System.Text.Json.Serialization.JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString()!).Value;

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }
}
