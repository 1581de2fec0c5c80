using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.CalendarSync;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Durability.Nodes;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Jobs;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Reminding;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Payments.Till;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Data;

/// <summary>The one model of the portal. Each provider has a context type of its own, only so that each has its own migrations.</summary>
public abstract class PortalContext(DbContextOptions options)
    : IdentityDbContext<StaffAccount, IdentityRole<Guid>, Guid>(options)
{
    public DbSet<Site> Sites => Set<Site>();

    public DbSet<Resource> Resources => Set<Resource>();

    public DbSet<Service> Services => Set<Service>();

    public DbSet<TakenTime> TakenTimes => Set<TakenTime>();

    public DbSet<OutsideBusyTime> BusyTimes => Set<OutsideBusyTime>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<VersionStamp> VersionStamps => Set<VersionStamp>();

    public DbSet<RotationTurn> RotationTurns => Set<RotationTurn>();

    public DbSet<Hold> Holds => Set<Hold>();

    public DbSet<SlotClaim> SlotClaims => Set<SlotClaim>();

    public DbSet<Booking> Bookings => Set<Booking>();

    public DbSet<BookingEvent> BookingEvents => Set<BookingEvent>();

    public DbSet<EventStreamEntry> EventStream => Set<EventStreamEntry>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<Refund> Refunds => Set<Refund>();

    public DbSet<ProcessedWebhook> ProcessedWebhooks => Set<ProcessedWebhook>();

    public DbSet<TestCharge> TestCharges => Set<TestCharge>();

    public DbSet<ApprovalRequest> ApprovalRequests => Set<ApprovalRequest>();

    public DbSet<Saga> Sagas => Set<Saga>();

    public DbSet<SagaRollout> SagaRollouts => Set<SagaRollout>();

    public DbSet<EventToNumber> EventsToNumber => Set<EventToNumber>();

    public DbSet<ServerKey> ServerKeys => Set<ServerKey>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<SiteLink> SiteLinks => Set<SiteLink>();

    public DbSet<SiteEntry> SiteEntries => Set<SiteEntry>();

    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();

    public DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();

    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    public DbSet<OutboxHorizon> OutboxHorizons => Set<OutboxHorizon>();

    public DbSet<DeliveryAttempt> DeliveryAttempts => Set<DeliveryAttempt>();

    public DbSet<EffectResult> EffectResults => Set<EffectResult>();

    public DbSet<EventSubscriber> EventSubscribers => Set<EventSubscriber>();

    public DbSet<EventTally> EventTallies => Set<EventTally>();

    public DbSet<EventSeal> EventSeals => Set<EventSeal>();

    public DbSet<Alert> Alerts => Set<Alert>();

    public DbSet<OperatorAct> OperatorActs => Set<OperatorAct>();

    public DbSet<Circuit> Circuits => Set<Circuit>();

    public DbSet<WorkerBeat> WorkerBeats => Set<WorkerBeat>();

    public DbSet<JobState> JobStates => Set<JobState>();

    public DbSet<JobRun> JobRuns => Set<JobRun>();

    public DbSet<NoticeTemplate> NoticeTemplates => Set<NoticeTemplate>();

    public DbSet<ReminderMark> ReminderMarks => Set<ReminderMark>();

    public DbSet<OptOut> OptOuts => Set<OptOut>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        StoredForms.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(PortalContext).Assembly);
    }
}
