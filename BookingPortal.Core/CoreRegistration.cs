using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.CalendarSync;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Jobs;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Reporting;
using BookingPortal.Core.Sites;
using BookingPortal.Core.Payments.Till;
using Microsoft.Extensions.DependencyInjection;

namespace BookingPortal.Core;

/// <summary>All verbs and reads of the rooms. They keep no state of their own but caches, so one of each serves everybody.</summary>
public static class CoreRegistration
{
    /// <summary>Needs a database (<c>AddPortalDatabase</c>), a clock, <c>PortalTokens</c>, and the settings of holds, slots, sagas and the test till beside it.</summary>
    public static IServiceCollection AddPortalCore(this IServiceCollection services) => services
        .AddSingleton<ReadCatalog>()
        .AddSingleton<ReadSlotFacts>()
        .AddSingleton<KeptAnswers>()
        .AddSingleton<FindSlots>()
        .AddSingleton<ExplainTime>()
        .AddSingleton<FindAlternatives>()
        .AddSingleton<PlanSlot>()
        .AddSingleton<TakeSlot>()
        .AddSingleton<PlaceHold>()
        .AddSingleton<RenewHold>()
        .AddSingleton<ReleaseHold>()
        .AddSingleton<ReadHold>()
        .AddSingleton<ReadVisitorHolds>()
        .AddSingleton<BookingNews>()
        .AddSingleton<PlanEffectsOf>()
        .AddSingleton<EventLog>()
        .AddSingleton<NumberEvents>()
        .AddSingleton<BookingSaga>()
        .AddSingleton(services => services.GetRequiredService<BookingSaga>().Plans())
        .AddSingleton<BookingSagas>()
        .AddSingleton<FailedUndos>()
        .AddSingleton<SagaWrites>()
        .AddSingleton<IEffectHandler, TakeBackAgain>()
        .AddSingleton<RunSagas>()
        .AddSingleton<TidyHolds>()
        .AddSingleton<CompletePastBookings>()
        .AddSingleton<PortalAddress>()
        .AddSingleton<PortalLinks>()
        .AddSingleton<WriteBooking>()
        .AddSingleton<BookSlot>()
        .AddSingleton<ReadBooking>()
        .AddSingleton<ChangeBooking>()
        .AddSingleton<CancelBooking>()
        .AddSingleton<RescheduleBooking>()
        .AddSingleton<RestoreBooking>()
        .AddSingleton<ReadStaffAccess>()
        .AddSingleton<FirstRunIsOver>()
        .AddSingleton<ActAsStaff>()
        .AddSingleton<ReadCalendar>()
        .AddSingleton<ReadSession>()
        .AddSingleton<ReadNews>()
        .AddSingleton<BookItinerary>()
        .AddSingleton<ReadBookings>()
        .AddSingleton<ReadEvents>()
        .AddSingleton<FindApiKey>()
        .AddSingleton<IdempotentRequests>()
        .AddSingleton<ForgetAnswers>()
        .AddSingleton<UndoBookingOf>()
        .AddSingleton<ReadSaga>()
        .AddSingleton<ActOnSaga>()
        .AddSingleton<WatchStuckBookings>()
        .AddSingleton<WatchMachinery>()
        .AddSingleton(TimeProvider.System)
        .AddSingleton<TimetableHealth>()
        .AddSingleton<RunJob>()
        .AddSingleton<RunSubscribers>()
        .AddSingleton<KeepPosition>()
        .AddSingleton<ReadSubscribers>()
        .AddSingleton<ReplaySubscriber>()
        .AddSingleton<ReadStatusCounts>()
        .AddSingleton<IEventSubscriber, TallyEvents>()
        .AddSingleton<IEventSubscriber, MakeSureOfEffects>()
        .AddSingleton<IEventSubscriber, SealEvents>()
        .AddSingleton<ReadJobs>()
        .AddSingleton<ReadTallies>()
        .AddPayments()
        .AddLinkedSites()
        .AddDecisions()
        .AddOutbox();

    /// <summary>What is asked for in advance, and what goes back.</summary>
    private static IServiceCollection AddPayments(this IServiceCollection services) => services
        .AddSingleton<AskForPayment>()
        .AddSingleton<FailedRefunds>()
        .AddSingleton<SendRefunds>()
        .AddSingleton<IEffectHandler, RefundAgain>()
        .AddSingleton<LeaveMoneyEffects>()
        .AddSingleton<SettleLateMoney>()
        .AddSingleton<SettlePayment>()
        .AddSingleton<AskAboutPayments>()
        .AddSingleton<TakeRefundBack>()
        .AddSingleton<FindCheckout>()
        .AddSingleton<ReadPayments>()
        .AddSingleton<ReceiveWebhook>()
        .AddSingleton<ForgetWebhooks>()
        .AddSingleton<ReadGatewayHealth>()
        .AddSingleton<ReadTestCharge>()
        .AddSingleton<DecideTestCharge>()
        .AddSingleton<TellTestCharges>();

    /// <summary>Sites with a book of their own, and calendars that read ours.</summary>
    private static IServiceCollection AddLinkedSites(this IServiceCollection services) => services
        .AddSingleton<HearFromSite>()
        .AddSingleton<WatchSites>()
        .AddSingleton<ResolveSiteEntry>()
        .AddSingleton<TakeSiteBookings>()
        .AddSingleton<ReadInbox>()
        .AddSingleton<CreateCalendarFeed>()
        .AddSingleton<ReadCalendarFeed>();

    /// <summary>What people decide against the ordinary way.</summary>
    private static IServiceCollection AddDecisions(this IServiceCollection services) => services
        .AddSingleton<SetSagaRollout>()
        .AddSingleton<Overbook>()
        .AddSingleton<ReadApprovals>();
}
