using System.Text.Json;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Portal;

public class ApiOffersTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    [Fact]
    public async Task Sites_are_listed_with_their_zone_and_status()
    {
        ApiResponse answer = await portal.GetAsync("/api/v1/sites");
        Assert.Equal(200, answer.Status);
        JsonElement porto = answer.Json.EnumerateArray().First();
        Assert.Equal("porto", porto.GetProperty("slug").GetString());
        Assert.Equal("Porto", porto.GetProperty("name").GetString());
        Assert.Equal("Europe/Lisbon", porto.GetProperty("timeZone").GetString());
        Assert.Equal("open", porto.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Services_of_a_site_are_listed_with_kind_length_and_price()
    {
        ApiResponse answer = await portal.GetAsync("/api/v1/sites/porto/services");
        JsonElement cut = answer.Json.EnumerateArray().Single(each => each.GetProperty("slug").GetString() == "cut");
        Assert.Equal("appointment", cut.GetProperty("kind").GetString());
        Assert.Equal(30, cut.GetProperty("durationMinutes").GetInt32());
        Assert.Equal(1500, cut.GetProperty("price").GetProperty("amount").GetInt32());
        Assert.Equal("EUR", cut.GetProperty("price").GetProperty("currency").GetString());
        Assert.DoesNotContain(answer.Json.EnumerateArray(), each => each.GetProperty("slug").GetString() == "hike");
        (await portal.GetAsync("/api/v1/sites/nowhere/services")).MustBe(404, "not-found");
    }

    [Fact]
    public async Task Slots_have_the_sites_offset_and_all_resources_that_could_take_them()
    {
        ApiResponse answer = await portal.GetAsync("/api/v1/sites/porto/services/wash/slots?from=2026-10-24&to=2026-10-26");
        Assert.Equal(200, answer.Status);
        Assert.Equal("Europe/Lisbon", answer.Text("timeZone"));
        JsonElement[] slots = [.. answer["slots"].EnumerateArray()];
        string[] starts = [.. slots.Select(slot => slot.GetProperty("start").GetString()!)];

        // The clocks go back on 25 October at 02:00: before, the offset is an hour; after, none.
        Assert.Contains("2026-10-24T09:00:00+01:00", starts);
        Assert.Contains("2026-10-26T09:00:00+00:00", starts);
        Instant[] instants = [.. starts.Select(start => NodaTime.Text.OffsetDateTimePattern.Rfc3339.Parse(start).Value.ToInstant())];
        Assert.Equal(instants.Order(), instants);
        Assert.Equal(instants.Distinct(), instants);
        Assert.Equal(10, slots[0].GetProperty("resources").GetArrayLength());
        Assert.Equal(1, slots[0].GetProperty("seatsLeft").GetInt32());
        Assert.StartsWith("2026-10-24T09:30:00", slots.Single(slot => slot.GetProperty("start").GetString() == "2026-10-24T09:00:00+01:00").GetProperty("end").GetString());
    }

    [Fact]
    public async Task Slots_can_be_asked_of_one_resource_and_for_a_party()
    {
        ApiResponse one = await portal.GetAsync("/api/v1/sites/porto/services/wash/slots?from=2026-10-01&to=2026-10-01&resource=team-3");
        Assert.All(one["slots"].EnumerateArray(), slot => Assert.Equal("team-3", slot.GetProperty("resources")[0].GetString()));
        ApiResponse party = await portal.GetAsync("/api/v1/sites/porto/services/yoga/slots?from=2026-10-01&to=2026-10-01&seats=12");
        Assert.Equal(12, party["slots"][0].GetProperty("seatsLeft").GetInt32());
        ApiResponse crowd = await portal.GetAsync("/api/v1/sites/porto/services/yoga/slots?from=2026-10-01&to=2026-10-01&seats=13");
        Assert.Equal(0, crowd["slots"].GetArrayLength());
    }

    [Theory]
    [InlineData("", "from")]
    [InlineData("from=2026-10-01", "to")]
    [InlineData("from=2026-13-01&to=2026-10-02", "from")]
    [InlineData("from=2026-10-01&to=tomorrow", "to")]
    [InlineData("from=2026-10-02&to=2026-10-01", "to")]
    [InlineData("from=2026-10-01&to=2027-01-01", "to")]
    [InlineData("from=9999-12-31&to=9999-12-31", "from")]
    [InlineData("from=2026-10-01&to=2026-10-01&resource=nobody", "resource")]
    [InlineData("from=2026-10-01&to=2026-10-01&seats=0", "seats")]
    [InlineData("from=2026-10-01&to=2026-10-01&seats=-3", "seats")]
    [InlineData("from=2026-10-01&to=2026-10-01&seats=many", "seats")]
    [InlineData("from=2026-10-01&to=2026-10-01&seats=99999999999", "seats")]
    public async Task A_question_for_slots_that_makes_no_sense_is_refused_with_the_fields_name(string query, string field)
    {
        ApiResponse answer = await portal.GetAsync($"/api/v1/sites/porto/services/cut/slots?{query}");
        answer.MustBe(answer.Status == 422 ? 422 : 400, "invalid").MustName(field);
    }

    [Fact]
    public async Task Ninety_two_days_may_be_asked_for_at_once()
    {
        Assert.Equal(200, (await portal.GetAsync("/api/v1/sites/porto/services/cut/slots?from=2026-10-01&to=2026-12-31")).Status);
        ApiResponse more = await portal.GetAsync("/api/v1/sites/porto/services/cut/slots?from=2026-10-01&to=2027-01-01");
        Assert.Contains("92", more.Body);
    }

    [Fact]
    public async Task Unknown_names_in_the_address_are_not_found()
    {
        (await portal.GetAsync("/api/v1/sites/nowhere/services/cut/slots?from=2026-10-01&to=2026-10-01")).MustBe(404, "not-found");
        (await portal.GetAsync("/api/v1/sites/porto/services/nothing/slots?from=2026-10-01&to=2026-10-01")).MustBe(404, "not-found");
    }
}
