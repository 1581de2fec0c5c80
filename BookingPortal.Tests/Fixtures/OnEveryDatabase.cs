using System.Reflection;
using BookingPortal.Core.Data.Providers;
using Xunit.Sdk;

namespace BookingPortal.Tests.Fixtures;

/// <summary>Runs a theory on SQLite, in a file as the portal keeps it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseSettings.Sqlite]];
}

/// <summary>Runs a theory on the SQL Server that the environment names; skipped by name, and counted as skipped, where it names none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqlServerAttribute : DataAttribute
{
    public const string Variable = "BOOKINGPORTAL_TEST_SQLSERVER";

    public OnSqlServerAttribute()
    {
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable)))
        {
            Skip = $"{Variable} names no SQL Server.";
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseSettings.SqlServer]];
}
