using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>The way of a booking from a held slot to a confirmed visit, as a list of steps and how each is taken back.</summary>
public sealed class BookingSaga(AskForPayment askForPayment, SagaSettings settings)
{
    public const string PlanName = "booking";

    /// <summary>All versions that bookings may still be on; the newest last.</summary>
    public IReadOnlyList<SagaPlan<BookingUnderway>> Plans() =>
    [
        new(1,
        [
            new("hold") { Inside = AlreadyHeld, Undo = GiveBack },
            new("approval") { Inside = AskForApproval, OnLimit = Approvals.TimeOutAsync, Undo = Approvals.CloseAsync },
            new("payment") { Inside = OpenPayment, Undo = TakePaymentBack },
            new("checkout") { Inside = NeedsCheckout, Outside = askForPayment.RunAsync },
            new("paid") { Inside = AwaitMoney },
            new("confirmation") { Inside = Confirm },
        ]),
    ];

    /// <summary>The claims stand beside the booking in the same commit; there is nothing left to do.</summary>
    private static Task<StepResult> AlreadyHeld(WriteScope scope, BookingUnderway underway, Instant now) => Task.FromResult(StepResult.Finished);

    private static async Task GiveBack(WriteScope scope, BookingUnderway underway, Instant now)
    {
        Booking booking = underway.Booking;
        if (!Lifecycle.HoldsClaims(booking.Status))
        {
            return;
        }

        string eventType = underway.EndsAs switch
        {
            BookingStatus.Declined => BookingEventTypes.Declined,
            BookingStatus.Cancelled => BookingEventTypes.Cancelled,
            _ => BookingEventTypes.Expired,
        };
        await underway.StepToAsync(scope, underway.EndsAs, eventType, now);
        IEnumerable<Guid> stamps = booking.Resources.Select(resource => resource.ResourceId).Append(booking.ServiceId);
        await GiveTimeBack.RunAsync(scope, booking.Id, booking.SessionId, stamps, now);
    }

    private async Task<StepResult> AskForApproval(WriteScope scope, BookingUnderway underway, Instant now)
    {
        if (underway.IsMadeElsewhere || !(underway.Service.NeedsApproval || underway.MustBeAsked))
        {
            return StepResult.Finished;
        }

        if (underway.IsNew)
        {
            await underway.StepToAsync(scope, BookingStatus.PendingApproval, BookingEventTypes.Requested, now);
        }

        return new StepResult.Wait(await Approvals.AskAsync(scope, underway.Booking, underway.Service, turn: 1, now, settings));
    }

    private async Task<StepResult> OpenPayment(WriteScope scope, BookingUnderway underway, Instant now)
    {
        Booking booking = underway.Booking;
        long due = PriceOf.Deposit(underway.Service, booking.Seats);
        if (due == 0 || underway.IsMadeElsewhere || askForPayment.Gateway is not { } gateway || await scope.Db.Payments.AnyAsync(payment => payment.BookingId == booking.Id))
        {
            return StepResult.Finished;
        }

        scope.Db.Payments.Add(new Payment
        {
            BookingId = booking.Id,
            Amount = due,
            Currency = booking.Currency,
            State = PaymentState.Pending,
            Gateway = gateway,
            CreatedAt = now,
            ChangedAt = now,
        });
        await underway.StepToAsync(scope, BookingStatus.PendingPayment, BookingEventTypes.AwaitingPayment, now);
        return StepResult.Finished;
    }

    private static async Task TakePaymentBack(WriteScope scope, BookingUnderway underway, Instant now)
    {
        foreach (Payment payment in await scope.Db.Payments.Where(each => each.BookingId == underway.Booking.Id).ToListAsync())
        {
            await Refunds.ReturnAsync(scope, payment, keep: 0, underway.Reason ?? "The booking did not come about.", now);
        }
    }

    private static async Task<StepResult> NeedsCheckout(WriteScope scope, BookingUnderway underway, Instant now) =>
        MayCost(underway) && await scope.Db.Payments.AnyAsync(payment => payment.BookingId == underway.Booking.Id && payment.State == PaymentState.Pending && payment.CheckoutUrl == null)
            ? new StepResult.GoOutside()
            : StepResult.Finished;

    private async Task<StepResult> AwaitMoney(WriteScope scope, BookingUnderway underway, Instant now) =>
        MayCost(underway) && await scope.Db.Payments.AnyAsync(payment => payment.BookingId == underway.Booking.Id && payment.State == PaymentState.Pending)
            ? new StepResult.Wait(now + Duration.FromMinutes(settings.PaymentMinutes))
            : StepResult.Finished;

    /// <summary>Most bookings cost nothing in advance, and then no step needs to look for a payment.</summary>
    private static bool MayCost(BookingUnderway underway) => PriceOf.Deposit(underway.Service, underway.Booking.Seats) > 0;

    private static async Task<StepResult> Confirm(WriteScope scope, BookingUnderway underway, Instant now)
    {
        if (underway.IsNew || underway.Booking.Status != BookingStatus.Confirmed)
        {
            await underway.StepToAsync(scope, BookingStatus.Confirmed, BookingEventTypes.Confirmed, now);
        }

        return StepResult.Finished;
    }
}

/// <summary>How long a booking may wait on its way.</summary>
/// <param name="ApprovalHours">For a person to approve it; never past its start.</param>
/// <param name="PaymentMinutes">For the customer to pay, once the gateway has given them a page.</param>
public sealed record SagaSettings(int ApprovalHours = 48, int PaymentMinutes = 30);
