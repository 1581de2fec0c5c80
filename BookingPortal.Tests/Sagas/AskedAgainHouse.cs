using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Sagas;

/// <summary>One person whose half hours need a yes, also when they are moved, and a deposit; and what is done there again and again.</summary>
internal static class AskedAgainHouse
{
    public static Instant Ten { get; } = GuardHouse.Opening + Duration.FromDays(10);

    public static Instant Two { get; } = Ten + Duration.FromHours(4);

    public static CancellationPolicy Policy => new(24, 50);

    public static void WithFee(Service service) => (service.Cancellation, service.Deposit) = (Policy, new DepositRule(DepositKind.Full));

    public static async Task<IEnumerable<(int Round, int Turn)>> TurnsAsync(GuardHouse house) =>
        (await house.AllAsync<ApprovalRequest>()).Select(turn => (turn.Round, turn.Turn)).Order();

    public static async Task MustBeCleanAsync(GuardHouse house) =>
        Assert.Equal([], (await house.Get<CheckPortal>().RunAsync()).Findings.Select(finding => finding.ToString()));

    public static async Task<Booking> SettleAsync(GuardHouse house, Guid payment, GatewayAnswer answer) =>
        (await house.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment, answer))).Value();

    public static async Task<Booking> AgreedAsync(GuardHouse house)
    {
        Booking booking = await ChangeAsync(house, (await house.BookAsync(Ten)).Value(), BookingVerb.Approve);
        Assert.Equal(BookingStatus.PendingPayment, booking.Status);
        return booking;
    }

    public static async Task<GuardHouse> OpenAsync(string provider, Action<Service>? change = null, TestTill? till = null, SagaTwist? twist = null)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, gateway: till ?? new TestTill(), more: services => services
            .AddSingleton<CheckPortal>()
            .AddSingleton(made => (twist ?? new SagaTwist()).Around(made.GetRequiredService<BookingSaga>().Plans())));
        await house.AddShopAsync(people: 1, service =>
        {
            (service.PriceAmount, service.Deposit) = (1000, new DepositRule(DepositKind.Fixed, 500));
            (service.NeedsApproval, service.AsksAgainWhenMoved) = (true, true);
            change?.Invoke(service);
        });
        return house;
    }

    public static async Task<Booking> AgreedAndPaidAsync(GuardHouse house, int yeses = 1)
    {
        Booking booking = (await house.BookAsync(Ten)).Value();
        for (int yes = 0; yes < yeses; yes++)
        {
            await ChangeAsync(house, booking, BookingVerb.Approve);
        }

        Payment payment = Assert.Single(await house.AllAsync<Payment>());
        Booking paid = (await house.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payment.Id, new GatewayAnswer.Paid("session-1")))).Value();
        Assert.Equal(BookingStatus.Confirmed, paid.Status);
        return paid;
    }

    /// <summary>Booked where nobody has to agree, and paid.</summary>
    public static async Task<Booking> PaidAsync(GuardHouse house)
    {
        await house.BookAsync(Ten);
        return await SettleAsync(house, Assert.Single(await house.AllAsync<Payment>()).Id, new GatewayAnswer.Paid("session-1"));
    }

    public static async Task ChangeSiteAsync(GuardHouse house, Action<Site> change)
    {
        Site site = Assert.Single(await house.AllAsync<Site>());
        change(site);
        await house.ChangeAsync(site);
        await house.AddAsync(); // whoever remembers the catalog reads it again
    }

    public static Task<Outcome<Booking>> MoveAsync(GuardHouse house, Booking booking, bool isStaff, Instant? to = null) =>
        house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(new ChangeRequest(booking.Id, isStaff ? "desk" : "customer", isStaff, "As agreed"), to ?? Two));

    public static async Task<Booking> ChangeAsync(GuardHouse house, Booking booking, BookingVerb verb) =>
        (await house.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(new ChangeRequest(booking.Id, "desk", IsStaff: true, "As agreed"), verb))).Value();
}
