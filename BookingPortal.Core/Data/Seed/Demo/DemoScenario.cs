using System.Reflection;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Data.Seed.Demo;

/// <summary>
/// Three businesses of one owner, with some weeks of bookings around today, so that every page has something to show: a
/// barber shop in Lisbon, a climbing gym in New York and a mountain hut above Kathmandu that share a guide.
/// </summary>
public static class DemoScenario
{
    private const string Resource = "BookingPortal.Core.Data.Seed.Demo.demo-catalog.json";

    /// <summary>The same for the same day: dates move with <paramref name="now"/>, chance does not.</summary>
    public static Scenario Make(Instant now)
    {
        Scenario catalog = Around(ReadCatalog(), SiteTime.DateOf(now, DateTimeZone.Utc));
        var calendar = new DemoCalendar(catalog, now);
        return catalog with { Sessions = calendar.Sessions(), Bookings = calendar.Bookings() };
    }

    private static Scenario ReadCatalog()
    {
        using Stream file = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the assembly.");
        using var reader = new StreamReader(file);
        return ReadScenario.Read(reader.ReadToEnd(), new ScenarioProblems()).Match(
            scenario => scenario,
            refusal => throw new InvalidOperationException($"The demo catalog is refused: {refusal}"));
    }

    /// <summary>Holidays, a sick day, and a guide who is in New York this fortnight and in Nepal afterwards.</summary>
    private static Scenario Around(Scenario catalog, LocalDate today) => catalog with
    {
        Sites = [.. catalog.Sites.Select(site => site.Slug switch
        {
            "chiado" => site with { Exceptions = [Closed(today.PlusDays(23))] },
            "gowanus" => site with { Exceptions = [Open(today.PlusDays(12), 10, 16)] },
            _ => site,
        })],
        Resources = [.. catalog.Resources.Select(resource => resource.Slug switch
        {
            "joao" => resource with { Exceptions = [new ExceptionPeriod(today.PlusDays(26), today.PlusDays(33), [])] },
            "bilal" => resource with { Exceptions = [Closed(today.PlusDays(3)), Open(today.PlusDays(8), 12, 16)] },
            "maya" => resource with
            {
                Busy = [new BusyTime((today.PlusDays(2) + new LocalTime(19, 10)).InUtc().ToInstant(), (today.PlusDays(2) + new LocalTime(20, 25)).InUtc().ToInstant())],
            },
            "pemba" => resource with { Hours = GuideHours(today) },
            _ => resource,
        })],
    };

    /// <summary>In his own zone: the day of New York is his evening and night.</summary>
    private static AvailabilityRule[] GuideHours(LocalDate today) =>
    [
        new(Weekdays.All, Hours(18, 4), null, today.PlusDays(13)),
        new(Weekdays.All, Hours(6, 18), today.PlusDays(16), null),
    ];

    private static ExceptionPeriod Closed(LocalDate date) => new(date, date, []);

    private static ExceptionPeriod Open(LocalDate date, int fromHour, int toHour) => new(date, date, [Hours(fromHour, toHour)]);

    private static OpeningHours Hours(int fromHour, int toHour) => new(fromHour * 60, toHour * 60);
}
