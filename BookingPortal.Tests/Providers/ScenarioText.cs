namespace BookingPortal.Tests.Providers;

/// <summary>Small scenario files for tests, written as people write them.</summary>
internal static class ScenarioText
{
    /// <summary>A barber shop with two barbers and two chairs, a class, and a hut with a dormitory of four.</summary>
    public const string Shop = """
        {
          "sites": [
            { "slug": "porto", "name": "Porto", "timeZone": "Europe/Lisbon", "hours": [ { "days": ["mon","tue","wed","thu","fri"], "from": "09:00", "to": "18:00" } ] },
            { "slug": "hut", "name": "Hut", "timeZone": "Asia/Kathmandu" } ],
          "resources": [
            { "slug": "ana", "name": "Ana", "kind": "staff", "sites": ["porto"], "capacity": 1, "granularityMinutes": 5,
              "hours": [ { "days": ["mon","tue"], "from": "09:00", "to": "17:00", "validFrom": "2026-01-01", "validTo": null } ],
              "exceptions": [ { "from": "2026-12-24", "to": "2026-12-26", "hours": [] }, { "from": "2026-06-13", "to": "2026-06-13", "hours": [ { "from": "10:00", "to": "15:00" } ] } ],
              "busy": [ { "start": "2026-12-01T10:00:00Z", "end": "2026-12-01T11:00:00Z" } ] },
            { "slug": "rui", "name": "Rui", "kind": "staff", "sites": ["porto"] },
            { "slug": "chair-1", "name": "Chair 1", "kind": "chair", "sites": ["porto"] },
            { "slug": "chair-2", "name": "Chair 2", "kind": "chair", "sites": ["porto"] },
            { "slug": "dorm", "name": "Dormitory", "kind": "bed", "sites": ["hut"], "capacity": 4 } ],
          "services": [
            { "slug": "cut", "name": "Haircut", "kind": "appointment", "sites": ["porto"], "durationMinutes": 30,
              "requires": [ { "anyOf": ["ana", "rui"], "choose": "fewest" }, { "anyOf": ["chair-1", "chair-2"] } ],
              "price": { "amount": 1500, "currency": "EUR" }, "deposit": { "kind": "none" }, "cancellation": { "freeUntilHours": 24, "feePercent": 50 }, "maxPerDay": 6 },
            { "slug": "yoga", "name": "Yoga", "kind": "class", "sites": ["porto"], "durationMinutes": 60, "seats": 3, "requires": [ { "anyOf": ["rui"] } ] },
            { "slug": "bed", "name": "Bed", "kind": "stay", "sites": ["hut"], "nights": 2, "requires": [ { "anyOf": ["dorm"] } ] } ]
        }
        """;

    /// <summary>The shop with an appointment of each barber, a class and a stay.</summary>
    public static string Healthy => With(
        [
            Cut("09:00", ", \"resources\": [\"ana\", \"chair-1\"], \"reference\": \"CUT-1\""),
            Cut("11:00", ", \"resources\": [\"rui\", \"chair-1\"], \"reference\": \"CUT-2\""),
            Booking("yoga", "porto", "2026-12-02T10:00", ", \"reference\": \"YOGA-1\""),
            Booking("bed", "hut", "2026-12-01", ", \"reference\": \"BED-1\""),
        ],
        []);

    /// <summary>The shop with these entries under <c>bookings</c>.</summary>
    public static string With(params string[] bookings) => With(bookings, []);

    public static string With(string[] bookings, string[] sessions) =>
        $$"""{{Shop.TrimEnd()[..^1]}}, "bookings": [ {{string.Join(", ", bookings)}} ], "sessions": [ {{string.Join(", ", sessions)}} ] }""";

    /// <summary>A haircut on Tuesday 1 December 2026.</summary>
    /// <param name="time">Such as <c>09:00</c>.</param>
    /// <param name="more">Further members, each with a comma before it.</param>
    public static string Cut(string time, string more = "", string name = "Eva") => Booking("cut", "porto", $"2026-12-01T{time}", more, name);

    public static string Booking(string service, string site, string start, string more = "", string name = "Eva") =>
        $$"""{ "service": "{{service}}", "site": "{{site}}", "start": "{{start}}", "customer": { "name": "{{name}}", "email": "eva@example.com" }{{more}} }""";
}
