using BookingPortal.Api.Front;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Fixtures;
using BookingPortal.Tests.Sagas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BookingPortal.Tests.Portal;

/// <summary>Bookings that cost something in advance, over HTTP, and what a caller hears when the money or the portal says no.</summary>
public class ApiPaymentTests
{
    private static readonly (string, string) Once = ("Idempotency-Key", "the-one-try");

    [Fact]
    public async Task A_booking_that_is_paid_in_advance_says_where_and_only_while_it_is_due()
    {
        await using ApiPortal portal = await OpenAsync(new TestTill());
        ApiResponse made = await portal.BookAsync("paid");
        Assert.Equal("PendingPayment", made.Text("status"));
        Assert.Contains($"/booking/{made.Text("reference")}/pay?t=", made.Text("paymentUrl"));
        Assert.Equal("/" + made.Text("reference") + "/pay", new Uri(made.Text("paymentUrl")).AbsolutePath.Replace("/booking", "", StringComparison.Ordinal));

        ApiResponse free = await portal.BookAsync();
        Assert.False(free.Json.TryGetProperty("paymentUrl", out _));
    }

    [Fact]
    public async Task A_payment_refused_for_good_is_402_again_for_the_same_key_and_the_time_is_free()
    {
        var till = new TestTill { OnStart = () => new GatewayAnswer.Refused("currency not supported") };
        await using ApiPortal portal = await OpenAsync(till);
        string start = ApiPortal.Text(portal.FreshStart());
        object wish = new { site = "porto", service = "paid", start, customer = ApiPortal.Eva };
        (await portal.PostAsync("/api/v1/bookings", wish, Once)).MustBe(402, "payment-refused");
        (await portal.PostAsync("/api/v1/bookings", wish, Once)).MustBe(402, "payment-refused");
        Assert.Equal(1, till.Starts);
        Assert.Equal(201, (await portal.PostAsync("/api/v1/holds", new { site = "porto", service = "cut", start })).Status);
    }

    [Fact]
    public async Task Calls_above_what_can_be_served_at_once_are_told_to_come_back_before_anything_was_accepted()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var till = new TestTill
        {
            BeforeStart = () =>
            {
                asked.TrySetResult();
                return goOn.Task;
            },
        };
        await using ApiPortal portal = await OpenAsync(till, services => services.AddSingleton(new ApiSettings(PerMinute: 0, MostAtOnce: 1)));
        Task<ApiResponse> first = portal.BookAsync("paid");
        await asked.Task;
        ApiResponse second = (await portal.GetAsync("/api/v1/sites")).MustBe(503, "overloaded");
        Assert.InRange(int.Parse(second.Headers["Retry-After"]), 1, 60);
        goOn.SetResult();
        await first;
        Assert.Equal(200, (await portal.GetAsync("/api/v1/sites")).Status);
    }

    private static async Task<ApiPortal> OpenAsync(TestTill till, Action<IServiceCollection>? more = null)
    {
        var portal = new ApiPortal
        {
            More = services =>
            {
                services.RemoveAll<IPaymentGateway>();
                services.AddSingleton<IPaymentGateway>(till);
                more?.Invoke(services);
            },
        };
        await portal.InitializeAsync();
        return portal;
    }
}
