using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Jobs;

namespace BookingPortal.Startup;

/// <summary>Background work, unless this node is to serve pages alone.</summary>
internal static class BackgroundWork
{
    public static void AddJobs(this WebApplicationBuilder builder)
    {
        // Quartz tells of every trigger it fires; only what goes wrong is news.
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        if (SettingText.Truth(builder.Configuration, "Jobs:Enabled", otherwise: true))
        {
            builder.Services.AddHostedService<KeepWatch>(); // first, so that it also watches a timetable that never gets to its start
            builder.Services.AddTimetable();
            builder.Services.AddOutboxWorkers();
        }

        builder.Services.AddNodePulse();
    }
}
