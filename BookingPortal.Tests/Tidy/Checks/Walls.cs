using System.Text.RegularExpressions;

namespace BookingPortal.Tests.Tidy.Checks;

/// <summary>What each part of the house may not touch. This list is the whole of it.</summary>
internal static class Walls
{
    private const string Portal = "BookingPortal/";
    private const string Core = "BookingPortal.Core/";

    /// <summary>The parts of the portal that put things together instead of being a page or a call.</summary>
    private static readonly string[] Assembly = ["BookingPortal/Startup/", "BookingPortal/Commands/", "BookingPortal/Program.cs"];

    private static readonly Wall[] All =
    [
        new("A surface calls verbs and read models, never the database",
            file => file.IsIn(Portal) && !Assembly.Any(file.IsIn),
            @"\bCore\.Data\b|\bMicrosoft\.EntityFrameworkCore\b|\b(Db|Portal|Sqlite|SqlServer)Context\b|\bIDbContextFactory\b"),

        new("Availability never looks at holds or bookings; it reads TakenTime",
            file => file.IsIn(Core + "Availability/"),
            @"\bBookingPortal\.Core\.(Holds|Bookings)\b|\b(Holds|Bookings)\.[A-Z]|\.(Holds|SlotClaims|Bookings|BookingEvents)\b"),

        new("Bookings leaves outbox messages; it knows neither Notifications nor CalendarSync",
            file => file.IsIn(Core + "Bookings/"),
            @"\bBookingPortal\.Core\.(Notifications|CalendarSync)\b|\b(Notifications|CalendarSync)\.[A-Z]"),

        new("Only Startup names Integrations; everybody else knows the port",
            file => (file.IsIn(Portal) && !file.IsIn(Portal + "Startup/")) || (file.IsIn(Core) && !file.IsIn(Core + "Integrations/")),
            @"\bBookingPortal\.Core\.Integrations\b|\bIntegrations\.[A-Z]"),

        new("Reporting reads and never saves",
            file => file.IsIn(Core + "Reporting/"),
            @"\b(SaveChanges|ExecuteUpdate|ExecuteDelete|ExecuteSql|ExecuteSqlRaw|ExecuteSqlInterpolated)(Async)?\b|\bIWriteQueue\b"),

        new("Quartz is known in Core/Jobs and where Startup registers it",
            file => (file.IsIn(Core) && !file.IsIn(Core + "Jobs/")) || (file.IsIn(Portal) && !file.IsIn(Portal + "Startup/")),
            @"\bQuartz\b"),

        new("What differs between the databases lies in Core/Data/Providers",
            file => (file.IsIn(Core) || file.IsIn(Portal)) && !file.IsIn(Core + "Data/Providers/") && !file.IsMigration,
            @"\bMicrosoft\.Data\.Sql(ite|Client)\b|\bUseSql(ite|Server)\b|\bSqliteConnection\w*|\bSqlConnection\w*"),
    ];

    public static IEnumerable<Finding> Check(IEnumerable<SourceFile> files) =>
        from file in files
        from wall in All
        where wall.Around(file)
        from Match match in Regex.Matches(WithoutOwnNamespace(file.Code), wall.Never)
        select file.Found(match.Index, $"{wall.Sentence} (`{match.Value}`).");

    /// <summary>A room may name itself.</summary>
    private static string WithoutOwnNamespace(string code) =>
        Regex.Replace(code, @"^\s*namespace [\w.]+", match => new string(' ', match.Length), RegexOptions.Multiline);

    private sealed record Wall(string Sentence, Func<SourceFile, bool> Around, string Never);
}
