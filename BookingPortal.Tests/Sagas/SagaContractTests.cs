using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Payments;
using BookingPortal.Tests.Core.Guard;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Sagas;

/// <summary>What every plan of the booking's saga must pass, step by step: run twice it has its effect once; cut off it goes on; refused it leaves nothing; and an undo that fails waits for a person as a dead letter.</summary>
public sealed class SagaContractTests
{
    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(3);

    [Theory, OnSqlite, OnSqlServer]
    public async Task Each_step_run_twice_has_its_effect_once(string provider)
    {
        await using Case tried = await Case.OpenAsync(provider);
        foreach (SagaStep<BookingUnderway> step in tried.Steps)
        {
            tried.Twist.Twice = step.Name;
            await tried.MustEndConfirmedAsync($"{step.Name} ran twice");
        }

        await tried.MustBeCleanAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Cut_off_after_any_step_it_goes_on_where_it_was(string provider)
    {
        await using Case tried = await Case.OpenAsync(provider);
        foreach (SagaStep<BookingUnderway> step in tried.Steps)
        {
            tried.Twist.CutAfter = step.Name;
            await tried.MustEndConfirmedAsync($"cut off after {step.Name}");
            Assert.True(tried.Twist.CutAfter is null, $"{step.Name} never ran.");
        }

        await tried.MustBeCleanAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Refused_at_any_step_everything_before_it_is_taken_back(string provider)
    {
        await using Case tried = await Case.OpenAsync(provider);
        foreach (SagaStep<BookingUnderway> step in tried.Steps)
        {
            tried.Twist.Refused = step.Name;
            await tried.MustLeaveNothingAsync($"refused at {step.Name}");
        }

        await tried.MustBeCleanAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Each_undo_run_twice_takes_back_once(string provider)
    {
        await using Case tried = await Case.OpenAsync(provider);
        tried.Twist.Refused = tried.Steps[^1].Name;
        foreach (SagaStep<BookingUnderway> step in tried.Steps.Where(step => step.Undo is not null))
        {
            tried.Twist.UndoTwice = step.Name;
            await tried.MustLeaveNothingAsync($"undo of {step.Name} ran twice");
        }

        await tried.MustBeCleanAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_undo_that_fails_pauses_its_own_saga_for_a_person_and_no_other(string provider)
    {
        await using Case tried = await Case.OpenAsync(provider);
        SagaStep<BookingUnderway> outside = tried.Steps.First(step => step.Outside is not null);
        foreach (SagaStep<BookingUnderway> step in tried.Steps.Where(step => step.Undo is not null))
        {
            (tried.Twist.Refused, tried.Twist.UndoFails) = (outside.Name, step.Name);
            Booking stuck = await tried.DriveAsync(until: booking => booking.Status == BookingStatus.PendingPayment);
            Saga saga = await tried.SagaOfAsync(stuck);
            Assert.True(saga is { Status: SagaStatus.Paused, NeedsReview: true, DueAt: null }, $"{step.Name}: {saga.Status}");
            Assert.Contains(step.Name, saga.Problem, StringComparison.Ordinal);
            Assert.Equal(6, (await tried.House.AllAsync<SlotClaim>()).Count(claim => claim.OwnerId == stuck.Id));

            (tried.Twist.Refused, tried.Twist.UndoFails) = (null, null);
            await tried.MustEndConfirmedAsync($"beside a saga whose {step.Name} cannot be taken back");

            Assert.Equal(stuck.Id, Assert.Single((await tried.House.Get<ReadDeadLetters>().RunAsync(new DeadLetterFilter())).Items).BookingId);
            Assert.False((await Boss.ActAsync(tried.House, stuck.Id, SagaAct.Retry, "The till is back")).IsRefused);
            Assert.Equal(SagaStatus.Undone, (await tried.SagaOfAsync(stuck)).Status);
            Assert.DoesNotContain(await tried.House.AllAsync<SlotClaim>(), claim => claim.OwnerId == stuck.Id);
        }

        await tried.MustBeCleanAsync();
    }

    /// <summary>Moved by its customer, a booking that stood takes the steps from the approval on once more: each of them twice, cut off, or refused.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task Asked_again_after_a_move_each_step_keeps_its_word(string provider)
    {
        await using Case tried = await Case.OpenAsync(provider);
        foreach (string step in tried.Steps.Where(step => step.Name is not ("hold" or "approval")).Select(step => step.Name))
        {
            Booking twice = await tried.MoveAsync();
            tried.Twist.Twice = step;
            await tried.MustStandAgainAsync(twice, $"{step} ran twice");
            tried.Twist.Twice = null;

            Booking cut = await tried.MoveAsync();
            tried.Twist.CutAfter = step == "checkout" ? null : step; // its page is known already, so it does not go outside again
            await tried.MustStandAgainAsync(cut, $"cut off after {step}");
            Assert.Null(tried.Twist.CutAfter);

            Booking refused = await tried.MoveAsync();
            tried.Twist.Refused = step == "checkout" ? "paid" : step;
            tried.Twist.UndoTwice = "payment";
            await tried.MustEndAsync(refused, $"refused at {step}");
            (tried.Twist.Refused, tried.Twist.UndoTwice) = (null, null);
        }

        await tried.MustBeCleanAsync();
    }

    /// <summary>A house whose saga asks for everything it can ask for, and whose steps go as the twist says.</summary>
    private sealed class Case : IAsyncDisposable
    {
        private readonly TestTill _till = new();
        private int _times;

        public SagaTwist Twist { get; } = new();

        public GuardHouse House { get; private set; } = null!;

        public IReadOnlyList<SagaStep<BookingUnderway>> Steps => House.Get<BookingSagas>().Runner.Plans[^1].Steps;

        public static async Task<Case> OpenAsync(string provider)
        {
            var tried = new Case();
            tried.House = await GuardHouse.OpenAsync(provider, gateway: tried._till, more: services => services
                .AddSingleton<CheckPortal>()
                .AddSingleton(made => tried.Twist.Around(made.GetRequiredService<BookingSaga>().Plans())));
            await Boss.HireAsync(tried.House);
            await tried.House.AddShopAsync(people: 1, service =>
                (service.NeedsApproval, service.AsksAgainWhenMoved, service.PriceAmount, service.Deposit) = (true, true, 1000, new DepositRule(DepositKind.Fixed, 500)));
            return tried;
        }

        public async Task MustEndConfirmedAsync(string words)
        {
            int starts = _till.Starts;
            Booking booking = await DriveAsync(until: _ => false);
            Assert.True(booking.Status == BookingStatus.Confirmed, $"{words}: {booking.Status}");
            string[] happened = [.. (await House.AllAsync<BookingEvent>()).Where(each => each.BookingId == booking.Id).OrderBy(each => each.Version).Select(each => each.Type)];
            Assert.Equal([BookingEventTypes.Requested, BookingEventTypes.Approved, BookingEventTypes.AwaitingPayment, BookingEventTypes.Confirmed], happened);
            Assert.Equal(PaymentState.Paid, Assert.Single(await House.AllAsync<Payment>(), payment => payment.BookingId == booking.Id).State);
            Assert.True(_till.Starts - starts == 1, $"{words}: the gateway was asked {_till.Starts - starts} times for a page.");
            Assert.Equal(6, (await House.AllAsync<SlotClaim>()).Count(claim => claim.OwnerId == booking.Id));
            Saga saga = await SagaOfAsync(booking);
            Assert.Equal(SagaStatus.Done, saga.Status);
            Assert.Equal(Steps.Select(step => step.Name), saga.Log.Where(entry => entry.What == "done").Select(entry => entry.Step));
        }

        public async Task MustLeaveNothingAsync(string words)
        {
            Booking booking = await DriveAsync(until: _ => false);
            Assert.True(booking.Status == BookingStatus.Expired, $"{words}: {booking.Status}");
            Assert.Equal(SagaStatus.Undone, (await SagaOfAsync(booking)).Status);
            Assert.DoesNotContain(await House.AllAsync<SlotClaim>(), claim => claim.OwnerId == booking.Id);
            await House.Get<SendRefunds>().RunAsync();
            Assert.All(
                (await House.AllAsync<Payment>()).Where(payment => payment.BookingId == booking.Id),
                payment => Assert.True(payment.State is PaymentState.Failed or PaymentState.Refunded, $"{words}: {payment.State}"));
            Assert.Single((await House.AllAsync<BookingEvent>()).Where(each => each.BookingId == booking.Id), each => each.Type == BookingEventTypes.Expired);
        }

        /// <summary>A booking that stood, and that its customer has moved.</summary>
        public async Task<Booking> MoveAsync()
        {
            Booking standing = await DriveAsync(until: _ => false);
            var change = new ChangeRequest(standing.Id, "customer", IsStaff: false);
            return (await House.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(change, standing.StartsAt + Duration.FromDays(3)))).Value();
        }

        public async Task MustStandAgainAsync(Booking moved, string words)
        {
            Booking booking = await ApproveAsync(moved);
            Assert.True(booking.Status == BookingStatus.Confirmed, $"{words}: {booking.Status}");
            Assert.Equal(PaymentState.Paid, Assert.Single(await House.AllAsync<Payment>(), payment => payment.BookingId == booking.Id).State);
            Assert.Equal(2, (await House.AllAsync<BookingEvent>()).Count(each => each.BookingId == booking.Id && each.Type == BookingEventTypes.Confirmed));
            Assert.Equal(SagaStatus.Done, (await SagaOfAsync(booking)).Status);
        }

        public async Task MustEndAsync(Booking moved, string words)
        {
            Booking booking = await ApproveAsync(moved);
            Assert.True(booking.Status == BookingStatus.Expired, $"{words}: {booking.Status}");
            Assert.Equal(SagaStatus.Undone, (await SagaOfAsync(booking)).Status);
            Assert.Equal(500, Assert.Single(await House.AllAsync<Refund>(), refund => refund.BookingId == booking.Id).Amount);
            Assert.DoesNotContain(await House.AllAsync<SlotClaim>(), claim => claim.OwnerId == booking.Id);
        }

        /// <summary>As often as the power goes.</summary>
        private async Task<Booking> ApproveAsync(Booking moved)
        {
            for (int turn = 0; turn < 3; turn++)
            {
                try
                {
                    await GoOnAsync(moved, moved.StartsAt);
                    break;
                }
                catch (PowerCutException)
                {
                    continue; // and once more
                }
            }

            return (await House.AllAsync<Booking>()).Single(each => each.Id == moved.Id);
        }

        public async Task MustBeCleanAsync() =>
            Assert.Equal([], (await House.Get<CheckPortal>().RunAsync()).Findings.Select(finding => finding.ToString()));

        public async Task<Saga> SagaOfAsync(Booking booking) => (await House.AllAsync<Saga>()).Single(saga => saga.Id == booking.Id);

        /// <summary>Does what customers, staff and jobs do until the booking is decided, or as far as the test wants it; who is cut off tries again.</summary>
        public async Task<Booking> DriveAsync(Func<Booking, bool> until)
        {
            Instant start = Ten + Duration.FromMinutes(30 * _times++);
            for (int turn = 0; turn < 12; turn++)
            {
                Booking? booking = (await House.AllAsync<Booking>()).SingleOrDefault(each => each.StartsAt == start);
                if (booking is not null && (until(booking) || booking.Status is BookingStatus.Confirmed or BookingStatus.Expired))
                {
                    return booking;
                }

                try
                {
                    await GoOnAsync(booking, start);
                }
                catch (PowerCutException)
                {
                    continue; // and once more
                }
            }

            throw new Xunit.Sdk.XunitException($"The booking at {start} was not decided.");
        }

        private async Task GoOnAsync(Booking? booking, Instant start)
        {
            if (booking is null)
            {
                await House.BookAsync(start);
                return;
            }

            if (booking.Status == BookingStatus.PendingApproval)
            {
                var change = new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true, "As agreed");
                await House.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(change, BookingVerb.Approve));
                return;
            }

            Payment? payable = (await House.AllAsync<Payment>()).SingleOrDefault(payment => payment.BookingId == booking.Id && payment.CheckoutUrl is not null);
            if (payable is not null)
            {
                await House.Get<SettlePayment>().RunAsync(new SettlePayment.Request(payable.Id, new GatewayAnswer.Paid("session-1")));
                return;
            }

            House.Clock.Now += Duration.FromSeconds(10);
            await House.Get<RunSagas>().RunAsync();
        }

        public ValueTask DisposeAsync() => House.DisposeAsync();
    }
}
