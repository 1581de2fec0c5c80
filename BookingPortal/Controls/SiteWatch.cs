using System.Threading.Channels;
using BookingPortal.Core.Bookings;
using Microsoft.JSInterop;

namespace BookingPortal.Controls;

/// <summary>
/// Keeps an open page as the database has it: it looks again when a booking of its site changed, and at every beat, because the
/// clock moves on and holds run out without anybody saying so. A burst of news is one look.
/// </summary>
internal sealed class SiteWatch : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _leaving = new();
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly IDisposable _listening;
    private readonly Task _watching;

    /// <param name="isShown">Whether the page shows anything of that site at this moment.</param>
    /// <param name="look">Reads and draws, on the page's own thread.</param>
    /// <param name="failed">Told when a look failed; the next one comes by itself.</param>
    public SiteWatch(BookingNews news, Func<Guid, bool> isShown, Func<Task> look, Func<Exception, Task> failed)
    {
        _listening = news.Listen(changed =>
        {
            if (isShown(changed))
            {
                _calls.Writer.TryWrite(true);
            }
        });
        _watching = WatchAsync(look, failed, _leaving.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        await _leaving.CancelAsync();
        await _watching;
        _leaving.Dispose();
    }

    private async Task WatchAsync(Func<Task> look, Func<Exception, Task> failed, CancellationToken leaving)
    {
        await using var beat = new Timer(_ => _calls.Writer.TryWrite(true), null, Beat, Beat);
        while (!leaving.IsCancellationRequested)
        {
            try
            {
                await _calls.Reader.ReadAsync(leaving);
                await look();
                await Task.Delay(Burst, leaving);
            }
            catch (Exception end) when (end is OperationCanceledException or JSDisconnectedException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception problem)
            {
                await failed(problem);
            }
        }
    }
}
