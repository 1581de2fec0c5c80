using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Reminding;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Payments.Till;
using BookingPortal.Core.Sites;
using Microsoft.Extensions.DependencyInjection;

namespace BookingPortal.Core.Jobs;

/// <summary>The whole timetable.</summary>
public static class RecurringJobs
{
    public static IReadOnlyList<RecurringJob> All { get; } =
    [
        new("number events", Seconds(1), static (services, stop) => UntilNoneAsync(services.GetRequiredService<NumberEvents>().RunAsync, stop)),
        new("run sagas", Seconds(1), static (services, stop) => services.GetRequiredService<RunSagas>().RunAsync(stop)),
        new("send refunds", Seconds(5), static (services, stop) => services.GetRequiredService<SendRefunds>().RunAsync(stop)),
        new("tell test charges", Seconds(5), static (services, stop) => services.GetRequiredService<TellTestCharges>().RunAsync(stop)),
        new("forget webhooks", Seconds(3600), static (services, stop) => services.GetRequiredService<ForgetWebhooks>().RunAsync(stop)),
        new("forget answers", Seconds(600), static (services, stop) => services.GetRequiredService<ForgetAnswers>().RunAsync(stop)),
        new("ask about payments", Seconds(30), static (services, stop) => services.GetRequiredService<AskAboutPayments>().RunAsync(stop)),
        new("watch bookings", Seconds(60), static (services, stop) => services.GetRequiredService<WatchStuckBookings>().RunAsync(stop)),
        new("watch machinery", Seconds(30), static (services, stop) => services.GetRequiredService<WatchMachinery>().RunAsync(stop)),
        new("tell subscribers", Seconds(2), static (services, stop) => UntilNoneAsync(services.GetRequiredService<RunSubscribers>().RunAsync, stop)),
        new("forget delivered", Seconds(3600), static (services, stop) => services.GetRequiredService<ForgetDelivered>().RunAsync(stop)),
        new("forget customers", Seconds(6 * 3600), static (services, stop) => services.GetRequiredService<ForgetPastCustomers>().RunAsync(stop)),
        new("tidy holds", Seconds(60), static (services, stop) => UntilNoneAsync(services.GetRequiredService<TidyHolds>().RunAsync, stop)),
        new("watch sites", Seconds(30), static (services, stop) => services.GetRequiredService<WatchSites>().RunAsync(stop)),
        new("complete past bookings", Seconds(600), static (services, stop) => UntilNoneAsync(services.GetRequiredService<CompletePastBookings>().RunAsync, stop)),
        new("send reminders", Seconds(60), static (services, stop) => services.GetRequiredService<SendReminders>().RunAsync(stop)),
        new("send digests", Seconds(300), static (services, stop) => services.GetRequiredService<SendDigests>().RunAsync(stop)),
        new("read who works here", Seconds(20), static (services, stop) => services.GetRequiredService<StaffDirectory>().RefreshAsync(stop), OnEveryNode: true),
        new("forget reminders", Seconds(3600), static (services, stop) => services.GetRequiredService<ForgetReminders>().RunAsync(stop)),
    ];

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static async Task<int> UntilNoneAsync(Func<CancellationToken, Task<int>> run, CancellationToken stop)
    {
        int total = 0;
        for (int done = await run(stop); done > 0 && !stop.IsCancellationRequested; done = await run(stop))
        {
            total += done;
        }

        return total;
    }
}
