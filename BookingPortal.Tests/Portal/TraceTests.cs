using System.Diagnostics;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Reporting;
using BookingPortal.Tests.Fixtures;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace BookingPortal.Tests.Portal;

/// <summary>From the request that books to the effect that follows, everything carries one trace id.</summary>
public sealed class TraceTests(TraceTests.TracedPortal portal) : IClassFixture<TraceTests.TracedPortal>
{
    [Fact]
    public async Task A_booking_and_the_delivery_of_its_mail_are_one_trace_and_the_metrics_tell_of_it()
    {
        string trace = ActivityTraceId.CreateRandom().ToString();
        var delivered = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is PortalTrace.Name or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.OperationName == "deliver traced" && activity.TraceId.ToString() == trace)
                {
                    delivered.TrySetResult(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        await portal.BookAsync("cut", null, ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01"));
        Activity activity = await delivered.Task.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(ActivityStatusCode.Ok, activity.Status);

        string metrics = "";
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!metrics.Contains("bookingportal_outbox_attempts_total{kind=\"traced\",status=\"Delivered\"}", StringComparison.Ordinal))
        {
            await Task.Delay(50, limit.Token);
            metrics = await portal.Client.GetStringAsync("/metrics", limit.Token);
        }
    }

    /// <summary>The portal with one effect that only says where it was.</summary>
    public sealed class TracedPortal : ApiPortal
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services
                .AddSingleton<IEffectHandler>(new Traced())
                .AddSingleton<IPlanEffects>(new Traced()));
        }
    }

    private sealed class Traced : IEffectHandler, IPlanEffects
    {
        public string Kind => "traced";

        public Task<EffectAnswer> DeliverAsync(Effect effect, CancellationToken cancellationToken) =>
            Task.FromResult<EffectAnswer>(new EffectAnswer.Delivered());

        public IEnumerable<PlannedEffect> Plan(Booking booking, Service service, Site site, BookingEvent happened) =>
            [new("traced", $"traced:{booking.Reference}", "{}")];
    }
}
