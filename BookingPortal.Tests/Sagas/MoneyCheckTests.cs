using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Sagas;

/// <summary>What <c>check</c> says of bookings that are half done and of money that does not add up.</summary>
public sealed class MoneyCheckTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(3);

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_booking_that_waits_with_nobody_who_goes_on_is_half_done(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        await house.BookAsync(Ten);
        await MustFindAsync(house);
        Saga saga = Assert.Single(await house.AllAsync<Saga>());
        saga.Status = SagaStatus.Done;
        await house.ChangeAsync(saga);
        await MustFindAsync(house, "half done");
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_saga_that_is_paused_for_a_person_without_a_dead_letter_is_found(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        await house.BookAsync(Ten);
        Saga saga = Assert.Single(await house.AllAsync<Saga>());
        (saga.Status, saga.NeedsReview) = (SagaStatus.Paused, true);
        await house.ChangeAsync(saga);
        await MustFindAsync(house, "no dead letter tells of it");
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_is_still_asked_of_a_booking_that_is_decided_is_half_done(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        await house.BookAsync(Ten);
        Booking booking = Assert.Single(await house.AllAsync<Booking>());
        await house.AddAsync(new ApprovalRequest { BookingId = booking.Id, Turn = 1, Approver = "desk", State = ApprovalState.Open, AskedAt = Ten, DueAt = Ten + Duration.FromHours(1) });
        await MustFindAsync(house, "is PendingPayment, and somebody is still asked to agree to it");

        booking.Status = BookingStatus.PendingApproval;
        await house.ChangeAsync(booking);
        await MustFindAsync(house, "may be agreed to after its visit has begun");
        await house.AddAsync(new ApprovalRequest { BookingId = booking.Id, Turn = 2, Approver = "desk", State = ApprovalState.Open, AskedAt = Ten, DueAt = Ten });
        await MustFindAsync(house, "waits for 2 people at once");

        booking.Status = BookingStatus.Confirmed;
        await house.ChangeAsync(booking);
        await MustFindAsync(house, "is Confirmed, and its payment is still asked for");
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Money_that_came_twice_or_goes_back_more_than_once_is_found(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        await house.BookAsync(Ten);
        Payment payment = Assert.Single(await house.AllAsync<Payment>());
        await house.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment.Id, new GatewayAnswer.Paid("session-1")));
        await MustFindAsync(house);

        Refund Back() => new() { PaymentId = payment.Id, BookingId = payment.BookingId, Amount = 300, Reason = "x", State = RefundState.Pending, DueAt = Ten, CreatedAt = Ten };
        await house.AddAsync(Back());
        await MustFindAsync(house);
        await house.AddAsync(Back());
        await MustFindAsync(house, "600 of 500 go back");

        payment = Assert.Single(await house.AllAsync<Payment>());
        payment.State = PaymentState.Refunded;
        await house.ChangeAsync(payment);
        Payment More() => new() { BookingId = payment.BookingId, Amount = 500, Currency = "EUR", State = PaymentState.Paid, Gateway = "till", CreatedAt = Ten, ChangedAt = Ten };
        await house.AddAsync(More(), More());
        await MustFindAsync(house, "paid twice");
    }

    private static async Task MustFindAsync(GuardHouse house, string? words = null)
    {
        string[] findings = [.. (await house.Get<CheckPortal>().RunAsync()).Findings.Select(finding => finding.ToString())];
        if (words is null)
        {
            Assert.Equal([], findings);
        }
        else
        {
            Assert.Contains(findings, finding => finding.StartsWith("violation: ", StringComparison.Ordinal) && finding.Contains(words, StringComparison.Ordinal));
        }
    }

    private static async Task<GuardHouse> OpenAsync(string provider)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, gateway: new TestTill(), more: services => services.AddSingleton<CheckPortal>());
        await house.AddShopAsync(1, service => (service.PriceAmount, service.Deposit) = (1500, new DepositRule(DepositKind.Fixed, 500)));
        return house;
    }
}
