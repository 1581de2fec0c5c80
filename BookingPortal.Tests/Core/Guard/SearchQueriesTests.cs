using System.Data.Common;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Data;
using BookingPortal.Tests.Fixtures;
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

    private static async Task<List<string>> PlanOfAsync(GuardHouse house, (string Sql, IReadOnlyList<(string Name, object? Value)> Parameters) command)
    {
        await using PortalContext db = await house.DbAsync();
        await db.Database.OpenConnectionAsync();
        await using DbCommand explain = db.Database.GetDbConnection().CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + command.Sql;
        foreach ((string name, object? value) in command.Parameters)
        {
            DbParameter parameter = explain.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            explain.Parameters.Add(parameter);
        }

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
