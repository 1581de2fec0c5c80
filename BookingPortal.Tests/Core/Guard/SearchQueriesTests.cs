using System.Data.Common;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>What a search costs the database: a fixed number of queries, each on an index, whatever was booked in years past.</summary>
public sealed class SearchQueriesTests
{
    private static readonly LocalDate Today = new(2026, 9, 7);

    public static TheoryData<int, int> PeopleAndDays { get; } = new() { { 1, 1 }, { 10, 30 }, { 40, 92 } };

    [Theory, OnSqlite(nameof(PeopleAndDays)), OnSqlServer(nameof(PeopleAndDays))]
    public async Task A_search_takes_three_queries_however_many_people_and_days(string provider, int people, int days)
    {
        using var watch = new QueryWatch();
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people);
        await FindAsync(house, days: 1); // reads the catalog once
        await watch.BeginAsync(house);
        await FindAsync(house, days, from: Today.PlusDays(1));
        Assert.Equal(3, watch.Commands.Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_question_asked_again_takes_one(string provider)
    {
        using var watch = new QueryWatch();
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 10);
        await FindAsync(house, days: 30);
        await watch.BeginAsync(house);
        await FindAsync(house, days: 30);
        Assert.Single(watch.Commands);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_month_takes_as_many_queries_as_a_day(string provider)
    {
        using var watch = new QueryWatch();
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 10);
        await FindAsync(house, days: 1);
        await watch.BeginAsync(house);
        (await house.Get<FindSlots>().DaysAsync(new FindSlots.Request("shop", "cut", Today, Today.PlusDays(29)))).Value();
        Assert.Equal(3, watch.Commands.Count);
    }

    public static TheoryData<int> OneAndForty { get; } = [1, 40];

    [Theory, OnSqlite(nameof(OneAndForty)), OnSqlServer(nameof(OneAndForty))]
    public async Task The_first_free_time_of_each_person_takes_as_many_queries_for_forty_as_for_one(string provider, int people)
    {
        using var watch = new QueryWatch();
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people);
        await FindAsync(house, days: 1);
        await watch.BeginAsync(house);
        IReadOnlyDictionary<Guid, Slot> firsts = (await house.Get<FindSlots>().NextOfEachAsync(new FindSlots.Request("shop", "cut", Today, Today))).Value();
        Assert.Equal(people, firsts.Count);
        Assert.All(firsts.Values, first => Assert.Equal(GuardHouse.Opening, first.Start));
        Assert.Equal(3, watch.Commands.Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_class_with_a_daily_limit_takes_seven(string provider)
    {
        using var watch = new QueryWatch();
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 3, service => (service.Kind, service.Seats, service.MaxPerDay) = (ServiceKind.Class, 12, 5));
        await FindAsync(house, days: 1);
        await watch.BeginAsync(house);
        await FindAsync(house, days: 30);
        Assert.Equal(7, watch.Commands.Count);
    }

    /// <summary>The plan is SQLite's own words: there is nothing like it to read on a server that only speaks T-SQL.</summary>
    [Theory, OnSqlite]
    public async Task The_time_taken_is_found_by_its_index_and_the_past_is_not_read(string provider)
    {
        using var watch = new QueryWatch();
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 10);
        await watch.BeginAsync(house);
        await FindAsync(house, days: 30);
        List<string> plan = await PlanOfAsync(house, watch.Commands.Single(command => command.Sql.Contains("\"TakenTimes\"", StringComparison.Ordinal)));

        // The resource and the end of the blocked time are both searched in the index: what ended before the range is never touched.
        Assert.Contains(plan, step => step.Contains("SEARCH", StringComparison.Ordinal)
            && step.Contains("IX_TakenTimes_ResourceId_BlockedTo_BlockedFrom", StringComparison.Ordinal)
            && step.Contains("BlockedTo>?", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    /// <summary>Counted in the steps of SQLite's own machine, which know nothing of how busy this one is.</summary>
    [Theory, OnSqlite]
    public async Task Years_of_history_cost_a_search_not_one_step_more(string provider)
    {
        using var watch = new QueryWatch();
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        Service cut = await house.AddShopAsync(people: 10);
        (await house.BookAsync(GuardHouse.Opening + Duration.FromHours(2))).Value();
        await FindAsync(house, days: 1);
        await watch.BeginAsync(house);
        await FindAsync(house, days: 30);
        (string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)[] commands = [.. watch.Commands];
        await house.AddAsync([.. Enumerable.Range(0, 20).Select(back => Past(cut, back))]);
        int afterDays = await StepsOfAsync(house, commands);
        await house.AddAsync([.. Enumerable.Range(20, 2000).Select(back => Past(cut, back))]);
        Assert.Equal(afterDays, await StepsOfAsync(house, commands));
    }

    /// <summary>The other queries about the time taken: seats by session, the day's count and the next expiry by local date.</summary>
    [Theory, OnSqlite]
    public async Task A_class_with_a_daily_limit_reads_nothing_of_the_past_either(string provider)
    {
        using var watch = new QueryWatch();
        await using GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 3, service => (service.Kind, service.Seats, service.MaxPerDay) = (ServiceKind.Class, 12, 5));
        await FindAsync(house, days: 1);
        await watch.BeginAsync(house);
        await FindAsync(house, days: 30);
        var steps = new List<string>();
        foreach ((string Sql, IReadOnlyList<(string Name, object? Value)> Parameters) command in watch.Commands)
        {
            steps.AddRange(await PlanOfAsync(house, command));
        }

        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        List<string> byService = steps.FindAll(step => step.Contains("(ServiceId=? AND SiteId=?", StringComparison.Ordinal));
        Assert.Equal(4, byService.Count);
        Assert.All(byService, step => Assert.Matches("(LocalDate|StartsAt)>[?] AND (LocalDate|StartsAt)<[?]", step));
    }

    /// <summary>Half an hour with one of the ten, so many half days before last week: the search looks at the days just before its range.</summary>
    private static TakenTime Past(Service service, int back)
    {
        Instant start = GuardHouse.Opening - Duration.FromDays(7) - Duration.FromHours(12 * back);
        Instant end = start + Duration.FromMinutes(30);
        return new TakenTime
        {
            OwnerId = Guid.NewGuid(),
            ServiceId = service.Id,
            SiteId = service.Sites[0],
            ResourceId = service.Requires[0].AnyOf[back % 10],
            StartsAt = start,
            EndsAt = end,
            BlockedFrom = start,
            BlockedTo = end,
            Units = 1,
            LocalDate = start.InUtc().Date,
        };
    }

    private static async Task<int> StepsOfAsync(GuardHouse house, IEnumerable<(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)> commands)
    {
        await using PortalContext db = await house.DbAsync();
        await db.Database.OpenConnectionAsync();
        int steps = 0;
        foreach ((string sql, IReadOnlyList<(string Name, object? Value)> parameters) in commands)
        {
            await using DbCommand command = Command(db, sql, parameters);
            await using var reader = (SqliteDataReader)await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                // Every row is fetched, as the search does.
            }

            steps += SQLitePCL.raw.sqlite3_stmt_status(reader.Handle!, StepsOfTheMachine, 0);
        }

        return steps;
    }

    /// <summary>SQLITE_STMTSTATUS_VM_STEP.</summary>
    private const int StepsOfTheMachine = 4;

    private static DbCommand Command(PortalContext db, string sql, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        DbCommand command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static async Task<List<string>> PlanOfAsync(GuardHouse house, (string Sql, IReadOnlyList<(string Name, object? Value)> Parameters) command)
    {
        await using PortalContext db = await house.DbAsync();
        await db.Database.OpenConnectionAsync();
        await using DbCommand explain = Command(db, "EXPLAIN QUERY PLAN " + command.Sql, command.Parameters);
        var plan = new List<string>();
        await using DbDataReader reader = await explain.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(3));
        }

        return plan;
    }

    private static async Task<SlotAnswer> FindAsync(GuardHouse house, int days, LocalDate? from = null)
    {
        LocalDate first = from ?? Today;
        return (await house.Get<FindSlots>().RunAsync(new FindSlots.Request("shop", "cut", first, first.PlusDays(days - 1)))).Value().Answer;
    }
}
