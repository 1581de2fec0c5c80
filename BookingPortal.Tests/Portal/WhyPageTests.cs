using System.Net;
using System.Text.RegularExpressions;
using BookingPortal.Tests.Fixtures;

namespace BookingPortal.Tests.Portal;

/// <summary>Staff ask why a time is not offered, over plain HTTP.</summary>
public sealed partial class WhyPageTests(WhyPageTests.NightPortal night) : IClassFixture<WhyPageTests.NightPortal>
{
    [Theory]
    [InlineData("service=set&date=2026-10-09", "All 4 times of this day are offered.")]
    [InlineData("service=set&date=2026-10-10", "2 times are offered; the others are not")]
    [InlineData("service=set&date=2026-10-11&time=01:00", "Jo takes nobody on Saturday 10 October 2026, an exception to the usual hours.")]
    [InlineData("service=set&date=2026-10-12&time=21:00", "Jo is open 22:00–02:00 on Monday 12 October 2026.")]
    [InlineData("service=set&date=2026-10-12&time=22:30", "It starts every 60 minutes, counted from when Jo opens.")]
    [InlineData("service=set&date=2026-10-12&time=23:00", "It is offered. Customers can book it now.")]
    [InlineData("service=set&date=2026-10-12&time=23:00&seats=2", "Jo takes 1 at a time, and the party is 2.")]
    [InlineData("service=set&date=2026-10-25&time=01:00", "01:00 WEST (first pass), Europe/Lisbon")]
    [InlineData("service=set&date=2026-10-25&time=01:00", "Ask about the other one")]
    [InlineData("service=set&date=2026-10-25&time=01:00&pass=second", "01:00 WET (second pass), Europe/Lisbon")]
    [InlineData("service=set&date=2027-01-01", "Bookings open 60 days ahead")]
    [InlineData("service=set&date=2026-10-04&time=22:00", "This time has passed.")]
    public async Task Each_answer_names_the_rule(string query, string words) => Assert.Contains(words, await AskAsync(query), StringComparison.Ordinal);

    [Theory]
    [InlineData("service=set&date=9999-12-31", "lie outside of the years")]
    [InlineData("service=set&date=-9998-01-01", "lie outside of the years")]
    [InlineData("service=set&date=tomorrow", "is no date")]
    [InlineData("service=set&date=2026-10-12&time=25:00", "is no time")]
    [InlineData("service=set&date=2026-10-12&seats=many", "is no number of people")]
    [InlineData("service=set&date=2026-10-12&seats=0", "A party has at least one person")]
    public async Task What_makes_no_sense_is_said_in_words(string query, string words) => Assert.Contains(words, await AskAsync(query), StringComparison.Ordinal);

    private async Task<string> AskAsync(string query)
    {
        using HttpClient staff = night.Portal.CreateClient();
        string address = $"/desk/why?site=club&{query}";
        string page = WebUtility.HtmlDecode(await StaffDoorTests.SignInAsync(staff, "manager@demo.example", "demo-portal-2026", address));
        return Answer().Match(page) is { Success: true } answer ? answer.Value : page;
    }

    [GeneratedRegex("<section class=\"sheet why-answer\".*?</section>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Answer();

    /// <summary>A club whose nights go on after midnight; it is Monday 5 October 2026.</summary>
    public sealed class NightPortal : IAsyncLifetime
    {
        private const string Scenario = """
            {
              "sites": [ { "slug": "club", "name": "Club", "timeZone": "Europe/Lisbon" } ],
              "resources": [ { "slug": "jo", "name": "Jo", "kind": "staff", "sites": ["club"], "hours": [ { "from": "22:00", "to": "02:00" } ],
                "exceptions": [ { "from": "2026-10-10", "to": "2026-10-10", "hours": [] } ] } ],
              "services": [ { "slug": "set", "name": "Set", "kind": "appointment", "sites": ["club"], "durationMinutes": 60, "requires": [ { "anyOf": ["jo"] } ] } ]
            }
            """;

        private string _folder = "";

        public PortalProcess Portal { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _folder = Directory.CreateTempSubdirectory("why-scenario-").FullName;
            string file = Path.Combine(_folder, "scenario.json");
            await File.WriteAllTextAsync(file, Scenario);
            Portal = await PortalProcess.StartAsync(settings: new Dictionary<string, string>
            {
                ["Seed:Scenario"] = file,
                ["Clock:Now"] = "2026-10-05T08:00:00Z",
            });
        }

        public async Task DisposeAsync()
        {
            await Portal.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
