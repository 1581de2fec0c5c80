using System.Globalization;
using System.Text.Json;
using BookingPortal.Core.Integrations.Smtp;
using BookingPortal.Core.Notifications.Sending;
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
    private int _count = -1;

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
            Directory.CreateDirectory(folder);
            string ending = $"-{id:N}";
            if (Directory.EnumerateFiles(folder, $"*{ending}.json").FirstOrDefault() is { } known)
            {
                return new SendAnswer.Sent(Path.GetFileNameWithoutExtension(known));
            }

            string name = clock.GetCurrentInstant().ToUnixTimeMilliseconds().ToString("D14", CultureInfo.InvariantCulture) + ending;
            if (raw is not null)
            {
                await File.WriteAllBytesAsync(Path.ChangeExtension(PathOf(name), ".eml"), raw, cancellationToken);
            }

            // Written aside and renamed, so that nobody reads half of it.
            string aside = Path.ChangeExtension(PathOf(name), ".tmp");
            await File.WriteAllTextAsync(aside, JsonSerializer.Serialize(describe(name), Form), cancellationToken);
            File.Move(aside, PathOf(name), overwrite: true);
            ForgetOldest();
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

    private void ForgetOldest()
    {
        _count = _count < 0 ? Files().Count() : _count + 1;
        if (_count <= MostEntries)
        {
            return;
        }

        // A few more than needed, so that the folder is not listed for every message.
        List<string> oldest = [.. Files().Order(StringComparer.Ordinal).SkipLast(MostEntries - 50)];
        foreach (string file in oldest)
        {
            File.Delete(file);
            File.Delete(Path.ChangeExtension(file, ".eml"));
        }

        _count -= oldest.Count;
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
