using BookingPortal.Core.Jobs;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BookingPortal.Tests.Portal;

/// <summary>That late jobs are noticed does not hang on the timetable.</summary>
public sealed class WatchedFromOutsideTests
{
    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public async Task Nodes_with_background_work_are_watched_from_before_the_timetable_starts(string jobs, int watches)
    {
        await using var portal = new PortalFactory();
        portal.Settings["Jobs:Enabled"] = jobs;
        List<Type> services = [.. portal.Services.GetServices<IHostedService>().Select(service => service.GetType())];
        int watch = services.IndexOf(typeof(KeepWatch));
        Assert.Equal(watches, services.Count(type => type == typeof(KeepWatch)));
        Assert.All(services.Where(type => type.FullName!.Contains("Quartz", StringComparison.Ordinal)), timetable => Assert.True(watch < services.IndexOf(timetable)));
    }
}
