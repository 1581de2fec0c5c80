using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Portal;

public class ApiIdempotencyTests(ApiPortal portal) : IClassFixture<ApiPortal>
{
    private const string Header = "Idempotency-Key";

    [Fact]
    public async Task The_same_request_again_has_the_same_answer_tokens_included()
    {
        object body = Wish(portal.FreshStart());
        (string, string) key = (Header, Guid.NewGuid().ToString());
        ApiResponse first = await portal.PostAsync("/api/v1/bookings", body, key);
        ApiResponse again = await portal.PostAsync("/api/v1/bookings", body, key);
        Assert.Equal(201, first.Status);
        Assert.Equal(201, again.Status);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);

        (string, string) holdKey = (Header, Guid.NewGuid().ToString());
        object wish = new { site = "porto", service = "cut", start = ApiPortal.Text(portal.FreshStart()) };
        Assert.Equal((await portal.PostAsync("/api/v1/holds", wish, holdKey)).Body, (await portal.PostAsync("/api/v1/holds", wish, holdKey)).Body);
    }

    [Fact]
    public async Task Without_the_kept_answer_the_same_request_again_is_a_second_booking()
    {
        await using var forgetful = new ApiPortal();
        await forgetful.InitializeAsync();
        await using (PortalContext db = await forgetful.Services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlRawAsync("""
                CREATE TRIGGER "Forget" AFTER INSERT ON "IdempotentAnswers" BEGIN DELETE FROM "IdempotentAnswers" WHERE "Id" = NEW."Id"; END
                """);
        }

        async Task<bool> IsOneBookingAsync(ApiPortal asked)
        {
            (string, string) key = (Header, Guid.NewGuid().ToString());
            object wish = new { site = "porto", service = "wash", start = ApiPortal.Text(asked.FreshStart()), customer = ApiPortal.Eva };
            ApiResponse first = await asked.PostAsync("/api/v1/bookings", wish, key);
            return first.Text("reference") == (await asked.PostAsync("/api/v1/bookings", wish, key)).Text("reference");
        }

        Assert.True(await IsOneBookingAsync(portal));
        Assert.False(await IsOneBookingAsync(forgetful));
    }

    [Fact]
    public async Task Who_shows_a_token_is_known_by_it_from_whatever_address_the_same_request_comes_again()
    {
        (string, string) key = (Header, Guid.NewGuid().ToString());
        (string, string) From(string address) => ("X-Forwarded-For", address);
        ApiResponse hold = await portal.PostAsync("/api/v1/holds", new { site = "porto", service = "cut", start = ApiPortal.Text(portal.FreshStart()) });
        object body = new { hold = new { id = hold.Text("id"), token = hold.Text("token") }, customer = ApiPortal.Eva };
        ApiResponse first = await portal.PostAsync("/api/v1/bookings", body, key, From("10.1.2.3"));
        ApiResponse again = await portal.PostAsync("/api/v1/bookings", body, key, From("10.1.2.4"));
        Assert.Equal((201, first.Body), (again.Status, again.Body));

        string cancel = $"/api/v1/bookings/{first.Text("reference")}/cancel";
        (string, string) token = ("X-Booking-Token", first.Text("token"));
        Assert.Equal(200, (await portal.PostAsync(cancel, new { reason = "ill" }, key, token, From("10.1.2.3"))).Status);
        ApiResponse cancelled = await portal.PostAsync(cancel, new { reason = "ill" }, key, token, From("10.1.2.4"));
        Assert.Equal((200, "true"), (cancelled.Status, cancelled.Headers["Idempotency-Replayed"]));
    }

    [Fact]
    public async Task Two_holds_under_one_key_are_two_bodies_and_the_second_is_refused()
    {
        (string, string) key = (Header, Guid.NewGuid().ToString());
        async Task<object> HeldAsync()
        {
            ApiResponse hold = await portal.PostAsync("/api/v1/holds", new { site = "porto", service = "cut", start = ApiPortal.Text(portal.FreshStart()) });
            return new { hold = new { id = hold.Text("id"), token = hold.Text("token") }, customer = ApiPortal.Eva };
        }

        Assert.Equal(201, (await portal.PostAsync("/api/v1/bookings", await HeldAsync(), key)).Status);
        (await portal.PostAsync("/api/v1/bookings", await HeldAsync(), key)).MustBe(422, "key-reused");
        (await portal.PostAsync("/api/v1/bookings", Wish(portal.FreshStart()), key)).MustBe(422, "key-reused");
    }

    [Fact]
    public async Task No_token_lies_in_the_database()
    {
        (string, string) key = (Header, Guid.NewGuid().ToString());
        ApiResponse made = await portal.PostAsync("/api/v1/bookings", Wish(portal.FreshStart()), key);
        await using PortalContext db = await portal.Services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        List<IdempotentAnswer> kept = await db.IdempotentAnswers.ToListAsync();
        Assert.NotEmpty(kept);
        Assert.DoesNotContain(kept, answer => answer.Body.Contains(made.Text("token"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        (string, string) key = (Header, Guid.NewGuid().ToString());
        Assert.Equal(201, (await portal.PostAsync("/api/v1/bookings", Wish(portal.FreshStart()), key)).Status);
        (await portal.PostAsync("/api/v1/bookings", Wish(portal.FreshStart()), key)).MustBe(422, "key-reused");

        // The same words on another route, or of another caller, are another key.
        Assert.Equal(201, (await portal.PostAsync("/api/v1/holds", new { site = "porto", service = "cut", start = ApiPortal.Text(portal.FreshStart()) }, key)).Status);
        Assert.Equal(201, (await portal.PostAsync("/api/v1/bookings", Wish(portal.FreshStart()), key, ApiPortal.Key(ApiPortal.Writer))).Status);
    }

    [Fact]
    public async Task A_refusal_is_kept_as_well_and_a_mistake_is_not()
    {
        Instant start = portal.FreshStart();
        ApiResponse other = await portal.BookAsync(start: start);
        (string, string) key = (Header, Guid.NewGuid().ToString());
        ApiResponse refused = (await portal.PostAsync("/api/v1/bookings", Wish(start), key)).MustBe(409, "slot-taken");
        await portal.PostAsync($"/api/v1/bookings/{other.Text("reference")}/cancel", null, ("X-Booking-Token", other.Text("token")));
        Assert.Equal(refused.Body, (await portal.PostAsync("/api/v1/bookings", Wish(start), key)).MustBe(409, "slot-taken").Body);

        (string, string) second = (Header, Guid.NewGuid().ToString());
        (await portal.PostAsync("/api/v1/bookings", "{}", second)).MustBe(400, "invalid");
        Assert.Equal(201, (await portal.PostAsync("/api/v1/bookings", Wish(start), second)).Status);
    }

    [Fact]
    public async Task Twenty_at_once_under_one_key_are_one_booking()
    {
        object body = new { site = "porto", service = "wash", start = ApiPortal.Text(portal.FreshStart()), customer = ApiPortal.Eva };
        (string, string) key = (Header, Guid.NewGuid().ToString());
        ApiResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                ApiResponse answer = await portal.PostAsync("/api/v1/bookings", body, key);
                if (answer.Status == 201)
                {
                    return answer;
                }

                answer.MustBe(409, "in-flight");
                await Task.Delay(20);
            }
        })));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
    }

    [Fact]
    public async Task While_the_first_is_served_the_second_is_told_so()
    {
        (string, string) key = (Header, Guid.NewGuid().ToString());
        object body = Wish(portal.FreshStart());
        var gate = new TaskCompletionSource();
        Task<bool> blocked = portal.Services.GetRequiredService<IWriteQueue>().RunAsync(async _ =>
        {
            await gate.Task;
            return true;
        });

        // Whichever comes first waits in the queue behind the gate, so the other one is answered before it.
        Task<ApiResponse>[] both = [portal.PostAsync("/api/v1/bookings", body, key), portal.PostAsync("/api/v1/bookings", body, key)];
        Task<ApiResponse> second = await Task.WhenAny(both);
        (await second).MustBe(409, "in-flight");
        gate.SetResult();
        await blocked;
        Assert.Equal(201, (await both.Single(each => each != second)).Status);
    }

    [Fact]
    public async Task A_key_lives_for_a_day()
    {
        (string, string) key = (Header, Guid.NewGuid().ToString());
        Instant start = portal.FreshStart() + Duration.FromDays(20);
        ApiResponse first = await portal.PostAsync("/api/v1/bookings", Wish(start), key);
        Assert.Equal(201, first.Status);
        portal.Clock.Now += Duration.FromHours(25);
        try
        {
            (await portal.PostAsync("/api/v1/bookings", Wish(start), key)).MustBe(409, "slot-taken");
        }
        finally
        {
            portal.Clock.Now = ApiPortal.Opening;
        }
    }

    [Fact]
    public async Task Steps_are_idempotent_too()
    {
        ApiResponse booking = await portal.BookAsync();
        string path = $"/api/v1/bookings/{booking.Text("reference")}/cancel";
        (string, string) key = (Header, "cancel-once");
        (string, string) token = ("X-Booking-Token", booking.Text("token"));
        ApiResponse first = await portal.PostAsync(path, new { reason = "ill" }, key, token);
        ApiResponse again = await portal.PostAsync(path, new { reason = "ill" }, key, token);
        Assert.Equal(200, first.Status);
        Assert.Equal(first.Body, again.Body);
        (await portal.PostAsync(path, new { reason = "ill" }, key)).MustBe(401, "unauthorized");
        (await portal.PostAsync(path, null, (Header, new string('x', 201)), token)).MustBe(400, "invalid").MustName(Header);
    }

    private static object Wish(Instant start) => new { site = "porto", service = "cut", start = ApiPortal.Text(start), customer = ApiPortal.Eva };
}
