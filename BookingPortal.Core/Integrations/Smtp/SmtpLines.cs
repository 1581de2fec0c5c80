using System.Globalization;
using System.Text;

namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>The two directions of one connection: commands out, replies in, each within its time.</summary>
internal sealed class SmtpLines(Stream stream, string host) : IAsyncDisposable
{
    /// <summary>RFC 5321 allows 512 octets to a reply line; servers with much to say use more.</summary>
    private const int LongestLine = 8192;

    private const int MostLines = 100;

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _from;
    private int _to;

    public Stream Stream => stream;

    /// <summary>Something was said that nobody asked for: after STARTTLS that is an attack (CVE-2011-0411).</summary>
    public bool HasMore => _to > _from;

    public async Task<SmtpReply> AskAsync(string command, TimeSpan limit, CancellationToken cancellationToken)
    {
        await SendAsync(Encoding.UTF8.GetBytes(command + "\r\n"), limit, cancellationToken);
        return await ReadReplyAsync(limit, cancellationToken);
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes, TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(limit, async token =>
        {
            await stream.WriteAsync(bytes, token);
            await stream.FlushAsync(token);
            return true;
        }, cancellationToken);

    public Task<SmtpReply> ReadReplyAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(limit, ReadReplyAsync, cancellationToken);

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            string line = await ReadLineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int code) || (line.Length > 3 && line[3] is not (' ' or '-')))
            {
                throw new SmtpTroubleException($"{host} does not speak SMTP: \"{line[..Math.Min(line.Length, 80)]}\".");
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length < 4 || line[3] == ' ')
            {
                return new SmtpReply(code, lines);
            }
        }

        throw new SmtpTroubleException($"{host} talks without end.");
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int end = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
            if (end >= 0)
            {
                string line = Encoding.UTF8.GetString(_buffer, _from, end).TrimEnd('\r');
                _from += end + 1;
                return line;
            }

            if (_from > 0)
            {
                Buffer.BlockCopy(_buffer, _from, _buffer, 0, _to - _from);
                (_from, _to) = (0, _to - _from);
            }

            int read = _to == _buffer.Length ? 0 : await stream.ReadAsync(_buffer.AsMemory(_to), cancellationToken);
            if (read == 0)
            {
                throw new SmtpTroubleException($"{host} closed the connection.");
            }

            _to += read;
        }
    }

    private async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        within.CancelAfter(limit);
        try
        {
            return await work(within.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmtpTroubleException($"{host} did not answer within {limit.TotalSeconds:0.#} s.", late);
        }
        catch (IOException broken)
        {
            throw new SmtpTroubleException($"The connection to {host} broke: {broken.Message}", broken);
        }
    }
}
