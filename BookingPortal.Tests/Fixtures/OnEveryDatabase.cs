using System.Reflection;
using BookingPortal.Core.Data.Providers;
using Xunit.Sdk;

namespace BookingPortal.Tests.Fixtures;

/// <summary>Runs a theory on SQLite, in a file as the portal keeps it.</summary>
/// <param name="rows">A static property of the test's class with what else the theory takes after the provider; null: nothing.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute(string? rows = null) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => TheoryRows.On(DatabaseSettings.Sqlite, testMethod, rows);
}

/// <summary>Runs a theory on the SQL Server that the environment names; skipped by name, and counted as skipped, where it names none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqlServerAttribute : DataAttribute
{
    public const string Variable = "BOOKINGPORTAL_TEST_SQLSERVER";

    private readonly string? _rows;

    /// <param name="rows">As for <see cref="OnSqliteAttribute"/>.</param>
    public OnSqlServerAttribute(string? rows = null)
    {
        _rows = rows;
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable)))
        {
            Skip = $"{Variable} names no SQL Server.";
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => TheoryRows.On(DatabaseSettings.SqlServer, testMethod, _rows);
}

file static class TheoryRows
{
    public static IEnumerable<object[]> On(string provider, MethodInfo test, string? rows) => rows is null
        ? [[provider]]
        : ((IEnumerable<object[]>)test.ReflectedType!.GetProperty(rows)!.GetValue(null)!).Select(row => (object[])[provider, .. row]);
}
