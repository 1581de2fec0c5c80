using BookingPortal.Core.Bookings;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core;

/// <summary>Somebody who stands at the desk, or calls, is booked with what they give.</summary>
public sealed class WalkInTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromHours(2);

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_desk_books_with_a_name_alone_and_the_customer_is_kept_without_an_address(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking booking = (await BookAsync(house, new Customer("Joana", ""), BookSlot.StaffSource)).Value();
        Assert.Equal(BookingStatus.Confirmed, booking.Status);
        Assert.Equal(new Customer("Joana", ""), (await house.Get<ReadBooking>().ByIdAsync(booking.Id))!.Booking.Customer);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_a_caller_the_number_is_enough_and_stands_for_the_name(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        Booking booking = (await BookAsync(house, new Customer(" ", "", "+351 912 000 111"), BookSlot.StaffSource)).Value();
        Assert.Equal("+351 912 000 111", booking.Customer.Name);
    }

    [Fact]
    public void Nothing_at_all_is_too_little_and_what_is_written_must_be_right()
    {
        Assert.Equal("Write a name or a phone number.", Problem(new Customer("", "", " "), isWalkIn: true));
        Assert.StartsWith("This does not look like an email address.", Problem(new Customer("Joana", "joana@"), isWalkIn: true), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Customers_themselves_leave_an_address(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        var refused = Assert.IsType<Refusal.Invalid>((await BookAsync(house, new Customer("Joana", ""), "customer")).Refused());
        Assert.Equal("customer.email", refused.Field);
    }

    private static string Problem(Customer customer, bool isWalkIn) =>
        Assert.IsType<Refusal.Invalid>(CustomerRules.Check(customer, isWalkIn).Refused()).Problem;

    private static async Task<GuardHouse> OpenAsync(string provider)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider);
        await house.AddShopAsync(people: 1);
        return house;
    }

    private static Task<Outcome<Booking>> BookAsync(GuardHouse house, Customer customer, string source) =>
        house.Get<BookSlot>().RunAsync(new BookSlot.Request(null, new SlotRequest("shop", "cut", Ten), customer, source));
}
