using BookingPortal.Api.Front;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Jobs;

namespace BookingPortal.Api;

/// <summary>What a load balancer and an orchestrator ask.</summary>
internal static class HealthApi
{
    private static readonly HealthAnswer Well = new("ok", null);

    /// <summary>The process answers; a restart would not make it better.</summary>
    public static IResult Live() => ApiReply.Of(StatusCodes.Status200OK, Well, ApiJson.Outgoing.HealthAnswer);

    /// <summary>Whether calls should come here now.</summary>
    public static async Task<IResult> ReadyAsync(CheckDatabase checkDatabase, TimetableHealth timetable, CancellationToken cancellationToken)
    {
        string[] problems = [.. new[] { await checkDatabase.RunAsync(cancellationToken), await timetable.RunAsync(cancellationToken) }.OfType<string>()];
        return problems.Length == 0
            ? Live()
            : ApiReply.Of(StatusCodes.Status503ServiceUnavailable, new HealthAnswer("unready", problems), ApiJson.Outgoing.HealthAnswer);
    }
}
