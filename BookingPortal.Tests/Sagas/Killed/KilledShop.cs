namespace BookingPortal.Tests.Sagas.Killed;

/// <summary>Ten people who work around the clock and are paid in advance.</summary>
internal static class KilledShop
{
    public const int People = 10;

    public static string Scenario { get; } = $$"""
        {
          "sites": [ { "slug": "shop", "name": "Shop", "timeZone": "Europe/Lisbon" } ],
          "resources": [ {{string.Join(", ", Enumerable.Range(1, People).Select(i => $$"""{ "slug": "p{{i}}", "name": "Person {{i}}", "kind": "staff", "sites": ["shop"] }"""))}} ],
          "services": [ { "slug": "cut", "name": "Haircut", "kind": "appointment", "sites": ["shop"], "durationMinutes": 30, "windowDays": 365,
            "requires": [ { "anyOf": [ {{string.Join(", ", Enumerable.Range(1, People).Select(i => $"\"p{i}\""))}} ] } ],
            "price": { "amount": 2000, "currency": "EUR" }, "deposit": { "kind": "percent", "percent": 50 } } ]
        }
        """;
}
