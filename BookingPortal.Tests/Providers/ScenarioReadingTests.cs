using BookingPortal.Core.Data.Seed;
using BookingPortal.Core.Outcomes;

namespace BookingPortal.Tests.Providers;

/// <summary>A scenario file is read strictly, and every mistake is named with its place in the file.</summary>
public sealed class ScenarioReadingTests
{
    [Theory]
    [InlineData("\"anyOf\": [\"ana\", \"rui\"]", "\"anyof\": [\"ana\", \"rui\"]", "services[0].requires[0].anyof: unknown member \"anyof\"; did you mean \"anyOf\"?")]
    [InlineData("\"sites\": [\n", "\"places\": [], \"sites\": [\n", "places: unknown member \"places\"")]
    [InlineData("\"timeZone\": \"Europe/Lisbon\"", "\"timeZone\": \"Europe/Lisboa\"", "sites[0].timeZone: the zone database has no zone \"Europe/Lisboa\"; did you mean \"Europe/Lisbon\"?")]
    [InlineData("\"name\": \"Ana\", ", "", "resources[0]: \"name\" is missing")]
    [InlineData("\"granularityMinutes\": 5", "\"granularityMinutes\": 7", "resources[0].granularityMinutes: 7 is none of 1, 5, 10, 15, 30, 60")]
    [InlineData("\"durationMinutes\": 30", "\"durationMinutes\": -30", "services[0].durationMinutes: -30 is out of range")]
    [InlineData("\"durationMinutes\": 30", "\"durationMinutes\": \"30\"", "services[0].durationMinutes: a whole number is expected here, not \"30\"")]
    [InlineData("\"seats\": 3", "\"seats\": 1", "services[1].seats: a class has more than one seat")]
    [InlineData("\"nights\": 2, ", "", "services[2]: \"nights\" is missing")]
    [InlineData("\"choose\": \"fewest\"", "\"choose\": \"fewst\"", "services[0].requires[0].choose: \"fewst\" is none of order, fewest, rotate; did you mean \"fewest\"?")]
    [InlineData("[\"mon\",\"tue\"]", "[\"mon\",\"tues\"]", "resources[0].hours[0].days[1]: \"tues\" is none of mon, tue, wed, thu, fri, sat, sun; did you mean \"tue\"?")]
    [InlineData("\"to\": \"17:00\"", "\"to\": \"25:00\"", "resources[0].hours[0].to: \"25:00\" is no time of the day like 09:30")]
    [InlineData("\"end\": \"2026-12-01T11:00:00Z\"", "\"end\": \"2026-12-01T09:00:00Z\"", "resources[0].busy[0].end: it is not after the start")]
    [InlineData("\"to\": \"2026-12-26\"", "\"to\": \"2026-12-23\"", "resources[0].exceptions[0].to: 2026-12-23 lies before from, 2026-12-24")]
    [InlineData("\"currency\": \"EUR\"", "\"currency\": \"euro\"", "services[0].price.currency: at most 3 characters fit, not 4")]
    [InlineData("\"maxPerDay\": 6", "\"reminders\": [ { \"hoursBefore\": 24, \"by\": \"fax\" } ]", "services[0].reminders[0].by: \"fax\" is none of mail, sms")]
    [InlineData("\"maxPerDay\": 6", "\"reminders\": [ { \"hoursBefore\": 0, \"by\": \"mail\" } ]", "services[0].reminders[0].hoursBefore: 0 is out of range")]
    [InlineData("\"maxPerDay\": 6", "\"reminders\": [ { \"hours\": 2, \"by\": \"mail\" } ]", "services[0].reminders[0].hours: unknown member \"hours\"")]
    [InlineData("\"maxPerDay\": 6", "\"reminders\": [ { \"hoursBefore\": 2, \"by\": \"sms\" }, { \"hoursBefore\": 2, \"by\": \"sms\" } ]", "services[0].reminders[1]: a reminder 2 hours before by sms stands there already")]
    [InlineData("\"slug\": \"hut\"", "\"quietHours\": { \"from\": \"21:00\" }, \"slug\": \"hut\"", "sites[1].quietHours: \"to\" is missing")]
    [InlineData("\"slug\": \"hut\"", "\"quietHours\": { \"from\": \"08:00\", \"to\": \"08:00\" }, \"slug\": \"hut\"", "sites[1].quietHours.to: quiet hours end at another time than they begin")]
    [InlineData("\"slug\": \"hut\"", "\"locale\": \"pt_PT\", \"slug\": \"hut\"", "sites[1].locale: \"pt_PT\" is no language like pt or de-AT")]
    [InlineData("\"maxPerDay\": 6", "\"approvalOnReschedule\": true", "services[0].approvalOnReschedule: nobody agrees to bookings of this service; set \"approval\" as well")]
    [InlineData("\"slug\": \"porto\"", "\"slug\": \"Porto!\"", "sites[0].slug: \"Porto!\" is no slug")]
    public void A_mistake_is_named_with_its_place(string right, string wrong, string expected)
    {
        Assert.Contains(right, ScenarioText.Shop, StringComparison.Ordinal);

        Assert.StartsWith(expected, Problem(ScenarioText.Shop.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"sites\": [ }", "this is not JSON: line 1, character 14")]
    [InlineData("", "this is not JSON")]
    [InlineData("[]", "an object is expected here, not a list")]
    [InlineData("{ \"sites\": [], \"sites\": [] }", "this is not JSON")]
    public void What_is_no_scenario_at_all_is_refused(string text, string expected) =>
        Assert.Contains(expected, Problem(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"status\": \"confirmed\"", "bookings[0].status: \"confirmed\" is none of")]
    [InlineData("\"status\": \"Held\"", "bookings[0].status: \"Held\" is none of")]
    [InlineData("\"state\": \"Confirmed\"", "bookings[0].state: unknown member \"state\"")]
    [InlineData("\"seats\": 0", "bookings[0].seats: 0 is out of range")]
    [InlineData("\"notes\": \"\\ud800\"", "bookings[0].notes: it has half of a character")]
    [InlineData("\"notes\": \"a\\u0000b\"", "bookings[0].notes: it has control characters")]
    [InlineData("\"resources\": [\"\\ud800\"]", "bookings[0].resources[0]: ")]
    [InlineData("\"seats\": \"\\ud800\"", "bookings[0].seats: a whole number is expected here")]
    [InlineData("\"end\": \"9999-12-31T23:59:59Z\"", "bookings[0].end: \"9999-12-31T23:59:59Z\" lies outside of the years 2000 to 2199")]
    [InlineData("\"end\": \"9999-12-31T23:59:59-14:00\"", "bookings[0].end: \"9999-12-31T23:59:59-14:00\" ")]
    [InlineData("\"blocked\": { \"from\": \"2026-12-01T09:00:00Z\", \"to\": \"2027-12-03T09:00:00Z\" }", "bookings[0].blocked.to: nobody stays for more than a year")]
    public void A_mistake_in_a_booking_is_named_with_its_place(string member, string expected) =>
        Assert.StartsWith(expected, Problem(ScenarioText.With(ScenarioText.Cut("09:00", ", " + member))), StringComparison.Ordinal);

    [Theory]
    [InlineData("9999-12-31T23:55")]
    [InlineData("1969-12-01T09:00")]
    [InlineData("9999-12-31")]
    public void A_start_outside_of_our_time_is_named_with_its_place(string start) =>
        Assert.StartsWith($"bookings[0].start: \"{start}\" lies outside of the years 2000 to 2199", Problem(ScenarioText.With(ScenarioText.Booking("cut", "porto", start))), StringComparison.Ordinal);

    [Fact]
    public void The_example_of_the_contract_is_read() =>
        Assert.Equal("", Problem(ScenarioText.With(ScenarioText.Cut("09:00", ", \"resources\": [\"ana\", \"chair-1\"], \"status\": \"Confirmed\""))));

    private static string Problem(string json) => ReadScenario.Read(json, new ScenarioProblems()).Match(
        _ => "",
        refusal => refusal is Refusal.Invalid invalid ? $"{invalid.Field}: {invalid.Problem}".TrimStart(':', ' ') : $"{refusal}");
}
