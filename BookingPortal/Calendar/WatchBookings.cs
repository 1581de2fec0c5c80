using BookingPortal.Core.Bookings;

namespace BookingPortal.Calendar;

/// <summary>One look a second at the event stream for all open pages of this node, so that what another node booked appears here too.</summary>
internal sealed class WatchBookings(ReadNews readNews, BookingNews news, ILogger<WatchBookings> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? last = null;
        bool well = true;
        using var beat = new PeriodicTimer(Beat);
        while (await beat.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                ReadNews.News fresh = await readNews.RunAsync(last, stoppingToken);
                last = fresh.Last;
                well = true;
                foreach (Guid site in fresh.Sites)
                {
                    news.Tell(site);
                }
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Said once and not every second; the next beat tries again from the same event.
                if (well)
                {
                    log.LogWarning(problem, "The event stream cannot be read; open calendars show what other nodes book only after it can");
                }

                well = false;
            }
        }
    }
}
