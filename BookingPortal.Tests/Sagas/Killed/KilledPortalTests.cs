using BookingPortal.Tests.Fixtures;
using NodaTime;
using Xunit.Abstractions;

namespace BookingPortal.Tests.Sagas.Killed;

/// <summary>
/// Guarantee 3: the portal's process is killed at random moments while customers book and pay. After each restart nothing
/// that was answered is missing, nothing stays half done, and no money was taken twice or kept for nothing.
/// </summary>
public sealed class KilledPortalTests(ITestOutputHelper output)
{
    private static readonly int Kills = TestSize.Of(sample: 4, full: 50);
    private static readonly int Bookings = TestSize.Of(sample: 60, full: 2_000);

    private static readonly Instant FirstStart = Instant.FromUtc(2026, 9, 7, 7, 0);

    [Fact]
    public async Task A_portal_killed_again_and_again_while_customers_pay_loses_nothing_and_takes_no_money_twice()
    {
        string folder = Directory.CreateTempSubdirectory("booking-portal-killed-").FullName;
        try
        {
            string scenario = Path.Combine(folder, "shop.json");
            await File.WriteAllTextAsync(scenario, KilledShop.Scenario);
            var customers = new PayingCustomers();
            Instant now = FirstStart;
            for (int run = 0; run <= Kills; run++)
            {
                await using PortalProcess portal = await PortalProcess.StartAsync(settings: Settings(scenario, now), dataFolder: folder);
                await using var books = new KilledBooks(folder, portal.Address);
                SystemStopwatch began = SystemStopwatch.Start();

                // First what the last life left: asked again under the same keys, and finished by the portal itself.
                await customers.AskAgainAsync(portal.Address);
                await books.MustComeToRestAsync(customers, now + began.Elapsed);
                output.WriteLine($"{run} kills, {customers.Answered.Count} bookings answered: {await books.MustHoldAsync(customers, () => now + began.Elapsed)}");
                if (run < Kills)
                {
                    await customers.BookUntilKilledAsync(portal, answers: Bookings / Kills);
                }

                // The next life begins later: leases of the dead have run out, late money has come, waits are over.
                now += began.Elapsed + Duration.FromSeconds(Random.Shared.Next(20, 90));
            }

            Assert.True(customers.Answered.Count >= Bookings * 9 / 10, $"Only {customers.Answered.Count} bookings were made.");
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string> Settings(string scenario, Instant now) => new(StringComparer.Ordinal)
    {
        ["Seed:Scenario"] = scenario,
        ["Clock:Now"] = now.ToString(),
        ["Api:RateLimit:PerMinute"] = "0",
        ["Holds:PerVisitor"] = "0",
        ["Payments:Minutes"] = "1",
    };

    /// <summary>How long this life of the portal lasts so far; only to let the next one begin after it.</summary>
    private sealed class SystemStopwatch
    {
        private readonly Instant _began = SystemClock.Instance.GetCurrentInstant();

        public Duration Elapsed => SystemClock.Instance.GetCurrentInstant() - _began;

        public static SystemStopwatch Start() => new();
    }
}
