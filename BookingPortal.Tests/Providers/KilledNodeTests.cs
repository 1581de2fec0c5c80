using System.Net;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Jobs;
using BookingPortal.Tests.Fixtures;
using Microsoft.Data.SqlClient;

namespace BookingPortal.Tests.Providers;

/// <summary>Two portals on one timetable, and one of them ends as in a power cut.</summary>
public sealed class KilledNodeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory, OnSqlServer]
    public async Task When_a_node_is_killed_in_the_middle_of_its_jobs_the_other_goes_on_with_them(string provider)
    {
        await using DatabasePlace place = await DatabasePlace.FindAsync(provider);
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["Database:Provider"] = DatabaseSettings.SqlServer,
            ["ConnectionStrings:BookingPortal"] = place.Settings.ConnectionString,
        };
        await using PortalProcess first = await PortalProcess.StartAsync("Production", settings);
        await using var watch = new SqlConnection(place.Settings.ConnectionString);
        await watch.OpenAsync();
        string[] shared = [.. RecurringJobs.All.Where(job => !job.OnEveryNode).Select(job => job.Name)];
        await UntilAsync(async () => shared.Except(await ListAsync(watch, "SELECT Name FROM JobStates")).ToArray().Length == 0);
        string doomed = Assert.Single(await ListAsync(watch, "SELECT INSTANCE_NAME FROM QRTZ_SCHEDULER_STATE"));
        await using PortalProcess second = await PortalProcess.StartAsync("Production", settings);
        await UntilAsync(async () => (await ListAsync(watch, "SELECT INSTANCE_NAME FROM QRTZ_SCHEDULER_STATE")).Count == 2);

        // No run can be written down while this holds, so those under way stand in their middle.
        string running = $"SELECT JOB_NAME FROM QRTZ_FIRED_TRIGGERS WHERE INSTANCE_NAME = '{doomed}' AND STATE = 'EXECUTING'";
        IReadOnlyList<string> inTheMiddle;
        await using (SqlConnection holder = await HoldTheNotesAsync(place))
        {
            await UntilAsync(async () => (await ListAsync(watch, running)).Count > 1);
            await first.KillAsync();
            inTheMiddle = await ListAsync(watch, running);
        }

        Assert.NotEmpty(inTheMiddle);
        string last = Assert.Single(await ListAsync(watch, "SELECT MAX(LastEndedAt) FROM JobStates"));
        await UntilAsync(async () => (await ListAsync(watch, running)).Count == 0);
        await UntilAsync(async () => !inTheMiddle.Except(await ListAsync(watch, $"SELECT Name FROM JobStates WHERE LastEndedAt > {last}")).Any());
        Assert.NotEqual(doomed, Assert.Single(await ListAsync(watch, "SELECT INSTANCE_NAME FROM QRTZ_SCHEDULER_STATE")));
        using HttpClient client = second.CreateClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("health/ready")).StatusCode);
    }

    /// <summary>Until it is disposed of.</summary>
    private static async Task<SqlConnection> HoldTheNotesAsync(DatabasePlace place)
    {
        var holder = new SqlConnection(place.Settings.ConnectionString);
        await holder.OpenAsync();
        await using SqlCommand command = holder.CreateCommand();
        command.Transaction = (SqlTransaction)await holder.BeginTransactionAsync();
        command.CommandText = "UPDATE JobStates SET EverySeconds = EverySeconds";
        await command.ExecuteNonQueryAsync();
        return holder;
    }

    private static async Task<IReadOnlyList<string>> ListAsync(SqlConnection connection, string sql)
    {
        await using SqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await using SqlDataReader reader = await command.ExecuteReaderAsync();
        List<string> found = [];
        while (await reader.ReadAsync())
        {
            found.Add($"{reader.GetValue(0)}");
        }

        return found;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
