using Microsoft.JSInterop;

namespace BookingPortal.Operations;

/// <summary>Looks again every few seconds while a page is open: messages come and go without anybody at this node doing anything.</summary>
internal sealed class OpsWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _watching;

    /// <param name="look">Reads and draws, on the page's own thread.</param>
    /// <param name="failed">Told when a look failed; the next one comes by itself.</param>
    public OpsWatch(Func<Task> look, Func<Exception, Task> failed) => _watching = WatchAsync(look, failed, _leaving.Token);

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _watching;
        _leaving.Dispose();
    }

    private static async Task WatchAsync(Func<Task> look, Func<Exception, Task> failed, CancellationToken leaving)
    {
        using var beat = new PeriodicTimer(Every);
        while (!leaving.IsCancellationRequested)
        {
            try
            {
                await beat.WaitForNextTickAsync(leaving);
                await look();
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
