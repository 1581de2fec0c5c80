using BookingPortal.Api.Wire;
using BookingPortal.Core.Bookings;
using NodaTime;

namespace BookingPortal.Tests.Portal;

/// <summary>What an answer says of a booking.</summary>
public sealed class BookingWordsTests
{
    [Theory]
    [InlineData("customer", "customer")]
    [InlineData("payment", "payment")]
    [InlineData("job", "job")]
    [InlineData("maria@example.com", "staff")]
    public void A_customer_reads_who_did_it_by_kind_and_never_by_name(string by, string read)
    {
        var happened = new BookingEvent
        {
            BookingId = Guid.NewGuid(), Version = 2, Type = BookingEventTypes.Confirmed, At = SystemClock.Instance.GetCurrentInstant(), By = by, Data = "{}",
        };
        Assert.Equal(read, Assert.Single(BookingWords.History([happened], DateTimeZone.Utc, forCustomer: true)).By);
    }
}
