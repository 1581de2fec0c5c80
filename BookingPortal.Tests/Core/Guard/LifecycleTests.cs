using BookingPortal.Core.Bookings;
using static BookingPortal.Core.Bookings.BookingStatus;
using static BookingPortal.Core.Bookings.BookingVerb;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>Guarantee 9: every pair of status and verb, written out a second time by hand.</summary>
public sealed class LifecycleTests
{
    private static readonly Dictionary<(BookingStatus, BookingVerb), BookingStatus> Allowed = new()
    {
        [(PendingApproval, Approve)] = Confirmed, [(PendingApproval, Decline)] = Declined, [(PendingApproval, TimeOut)] = Expired,
        [(PendingApproval, Cancel)] = Cancelled, [(PendingApproval, Reschedule)] = PendingApproval,
        [(PendingPayment, Pay)] = Confirmed, [(PendingPayment, RefusePayment)] = Expired, [(PendingPayment, TimeOut)] = Expired,
        [(PendingPayment, Cancel)] = Cancelled, [(PendingPayment, Reschedule)] = PendingPayment,
        [(Confirmed, CheckIn)] = CheckedIn, [(Confirmed, Complete)] = Completed, [(Confirmed, Cancel)] = Cancelled,
        [(Confirmed, Reschedule)] = Confirmed, [(Confirmed, MarkNoShow)] = NoShow,
        [(CheckedIn, Complete)] = Completed, [(CheckedIn, Undo)] = Confirmed, [(CheckedIn, Reschedule)] = CheckedIn, [(CheckedIn, Cancel)] = Cancelled,
        [(Completed, Undo)] = CheckedIn, [(NoShow, Undo)] = Confirmed, [(Cancelled, Restore)] = Confirmed, [(Expired, PayLate)] = Confirmed,
    };

    public static TheoryData<BookingStatus, BookingVerb> AllPairs()
    {
        var pairs = new TheoryData<BookingStatus, BookingVerb>();
        foreach (BookingStatus status in Enum.GetValues<BookingStatus>())
        {
            foreach (BookingVerb verb in Enum.GetValues<BookingVerb>())
            {
                pairs.Add(status, verb);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void A_verb_leads_where_the_design_says_or_does_not_exist(BookingStatus from, BookingVerb verb) =>
        Assert.Equal(Allowed.TryGetValue((from, verb), out BookingStatus to) ? to : null, Lifecycle.Next(from, verb));

    [Theory]
    [InlineData(PendingApproval, PendingApproval)]
    [InlineData(PendingPayment, PendingApproval)]
    [InlineData(Confirmed, PendingApproval)]
    [InlineData(CheckedIn, CheckedIn)]
    public void Moved_where_the_service_asks_again_it_waits_for_a_yes_and_nowhere_else(BookingStatus from, BookingStatus to)
    {
        Assert.Equal(to, Lifecycle.AfterMove(from, asksAgain: true));
        Assert.Equal(Allowed[(from, Reschedule)], Lifecycle.AfterMove(from, asksAgain: false));
    }

    [Theory]
    [InlineData(PendingApproval, true)]
    [InlineData(PendingPayment, true)]
    [InlineData(Confirmed, true)]
    [InlineData(CheckedIn, true)]
    [InlineData(Completed, true)]
    [InlineData(NoShow, true)]
    [InlineData(Cancelled, false)]
    [InlineData(Declined, false)]
    [InlineData(Expired, false)]
    public void A_status_keeps_its_claims_or_gives_them_back(BookingStatus status, bool holds) =>
        Assert.Equal(holds, Lifecycle.HoldsClaims(status));
}
