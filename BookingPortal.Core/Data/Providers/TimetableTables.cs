using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace BookingPortal.Core.Data.Providers;

/// <summary>
/// The tables in which nodes that share a SQL Server keep the timetable. They are no part of the model, so they are a
/// migration of their own, written by hand, which stays when the model's is made anew.
/// </summary>
[DbContext(typeof(SqlServerContext))]
[Migration("20260101000001_TimetableTables")]
internal sealed class TimetableTables : Migration
{
    private const string Script = "BookingPortal.Core.Data.Providers.timetable-tables.sql";

    /// <summary>One statement each, without the words at the top.</summary>
    public static IReadOnlyList<string> Statements { get; } = Read();

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (string statement in Statements)
        {
            migrationBuilder.Sql(statement);
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        // The last one made is the first to go: it refers to those before it.
        foreach (string statement in Statements.Reverse().Where(each => each.StartsWith("CREATE TABLE ", StringComparison.Ordinal)))
        {
            migrationBuilder.Sql($"DROP TABLE {statement.Split(' ')[2]};");
        }
    }

    private static string[] Read()
    {
        using Stream stream = typeof(TimetableTables).Assembly.GetManifestResourceStream(Script)!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().ReplaceLineEndings("\n")
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(part => part.StartsWith("CREATE ", StringComparison.Ordinal))];
    }
}
