using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Portal;

public class ApiRacesTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private static readonly Instant Morning = Instant.FromUtc(2026, 12, 1, 9, 0);

    [Fact]
    public async Task Of_fifty_who_want_one_time_one_gets_it_and_the_others_are_shown_what_is_left()
    {
        ApiResponse[] answers = await AllAsync(50, _ => Book("cut", Morning));
        Assert.Single(answers, answer => answer.Status == 201);
        foreach (ApiResponse refused in answers.Where(answer => answer.Status != 201))
        {
            Assert.Equal(5, refused.MustBe(409, "slot-taken")["alternatives"].GetArrayLength());
        }
    }

    [Fact]
    public async Task Ten_people_can_take_exactly_ten() => await ExactlyAsync(10, "wash");

    [Fact]
    public async Task A_class_of_twelve_takes_exactly_twelve() => await ExactlyAsync(12, "yoga");

    [Fact]
    public async Task A_person_of_two_sites_is_booked_at_one_of_them()
    {
        ApiResponse[] answers = await AllAsync(20, i => portal.PostAsync(
            "/api/v1/bookings", new { site = i % 2 == 0 ? "porto" : "gaia", service = "tour", start = ApiPortal.Text(Morning), customer = ApiPortal.Eva }));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), refused => refused.MustBe(409, "slot-taken"));
    }

    [Fact]
    public async Task Holds_race_like_bookings()
    {
        Instant start = Morning + Duration.FromDays(3);
        ApiResponse[] answers = await AllAsync(30, _ => portal.PostAsync("/api/v1/holds", new { site = "porto", service = "cut", start = ApiPortal.Text(start) }));
        ApiResponse hold = Assert.Single(answers, answer => answer.Status == 201);

        // Pressed many times at once, it is one booking.
        ApiResponse[] booked = await AllAsync(10, _ => portal.PostAsync(
            "/api/v1/bookings", new { hold = new { id = hold.Text("id"), token = hold.Text("token") }, customer = ApiPortal.Eva }));
        Assert.Single(booked.Select(answer => answer.Text("reference")).Distinct());
    }

    [Fact]
    public async Task Journeys_that_cross_each_other_are_whole_or_not_at_all()
    {
        Instant[] starts = [.. Enumerable.Range(0, 3).Select(i => Morning + Duration.FromDays(5) + Duration.FromMinutes(30 * i))];
        ApiResponse[] answers = await AllAsync(12, i => portal.PostAsync("/api/v1/itineraries", new
        {
            legs = starts.Skip(i % 2).Take(2).Select(start => new { site = "porto", service = "cut", start = ApiPortal.Text(start) }),
            customer = ApiPortal.Eva,
        }));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), refused => refused.MustBe(409, "slot-taken"));
    }

    private async Task ExactlyAsync(int count, string service)
    {
        ApiResponse[] answers = await AllAsync(40, _ => Book(service, Morning));
        Assert.Equal(count, answers.Count(answer => answer.Status == 201));
        Assert.All(answers.Where(answer => answer.Status != 201), refused => refused.MustBe(409, "slot-taken"));
    }

    private Task<ApiResponse> Book(string service, Instant start) =>
        portal.PostAsync("/api/v1/bookings", new { site = "porto", service, start = ApiPortal.Text(start), customer = ApiPortal.Eva });

    private static Task<ApiResponse[]> AllAsync(int count, Func<int, Task<ApiResponse>> call) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => call(i))));
}
