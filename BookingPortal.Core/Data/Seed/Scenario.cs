using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>A business as a file describes it: what it has set up, and what is booked. Names are slugs; nothing has an id yet.</summary>
public sealed record Scenario
{
    public IReadOnlyList<ScenarioSite> Sites { get; init; } = [];

    public IReadOnlyList<ScenarioResource> Resources { get; init; } = [];

    public IReadOnlyList<ScenarioServiceEntry> Services { get; init; } = [];

    public IReadOnlyList<ScenarioSession> Sessions { get; init; } = [];

    public IReadOnlyList<ScenarioBooking> Bookings { get; init; } = [];
}

/// <summary>A site of a scenario file.</summary>
public sealed record ScenarioSite(string Slug, string Name, string TimeZone)
{
    public string? Address { get; init; }

    public string? Accent { get; init; }

    public SiteStatus Status { get; init; } = SiteStatus.Open;

    public QuietHours? QuietHours { get; init; }

    public IReadOnlyList<SmsOccasion> Texts { get; init; } = [];

    public string? Locale { get; init; }

    public SiteKind Kind { get; init; } = SiteKind.Central;

    public int SilenceMinutes { get; init; } = 15;

    public SilenceRule WhenSilent { get; init; } = SilenceRule.Request;

    public ConflictRule Conflicts { get; init; } = ConflictRule.AskPerson;

    public IReadOnlyList<AvailabilityRule> Hours { get; init; } = [];

    public IReadOnlyList<ExceptionPeriod> Exceptions { get; init; } = [];
}

/// <summary>A resource of a scenario file.</summary>
public sealed record ScenarioResource(string Slug, string Name, string Kind, IReadOnlyList<string> Sites)
{
    /// <summary>Null = its first site's.</summary>
    public string? TimeZone { get; init; }

    public int Capacity { get; init; } = 1;

    public int GranularityMinutes { get; init; } = 5;

    public IReadOnlyList<AvailabilityRule> Hours { get; init; } = [];

    public IReadOnlyList<ExceptionPeriod> Exceptions { get; init; } = [];

    public IReadOnlyList<BusyTime> Busy { get; init; } = [];
}

/// <summary>A service of a scenario file.</summary>
public sealed record ScenarioServiceEntry(string Slug, string Name, ServiceKind Kind, IReadOnlyList<string> Sites)
{
    public string? Description { get; init; }

    public int DurationMinutes { get; init; }

    public int Nights { get; init; }

    public LocalTime CheckIn { get; init; } = new(15, 0);

    public LocalTime CheckOut { get; init; } = new(11, 0);

    /// <summary>Null = the duration.</summary>
    public int? StepMinutes { get; init; }

    public StartGrid Grid { get; init; }

    public bool FillGaps { get; init; }

    public int BufferBeforeMinutes { get; init; }

    public int BufferAfterMinutes { get; init; }

    public int MinNoticeMinutes { get; init; }

    public int WindowDays { get; init; } = 60;

    public int? MaxPerDay { get; init; }

    public int Seats { get; init; } = 1;

    public bool Approval { get; init; }

    public IReadOnlyList<string> Approvers { get; init; } = [];

    public int? ApprovalHours { get; init; }

    public ApprovalTimeout OnApprovalTimeout { get; init; } = ApprovalTimeout.Expire;

    public bool ApprovalOnReschedule { get; init; }

    public ScenarioPrice Price { get; init; } = new(0, "EUR");

    public DepositRule Deposit { get; init; } = DepositRule.None;

    public CancellationPolicy Cancellation { get; init; } = CancellationPolicy.Free;

    public int? HoldMinutes { get; init; }

    public IReadOnlyList<ReminderRule> Reminders { get; init; } = ReminderRule.Usual;

    public IReadOnlyList<ScenarioGroup> Requires { get; init; } = [];
}

/// <summary>Resources of a scenario file of which a service needs one.</summary>
public sealed record ScenarioGroup(IReadOnlyList<string> AnyOf, ChoosingStrategy Choose = ChoosingStrategy.Order);

/// <summary>Money in minor units.</summary>
public sealed record ScenarioPrice(long Amount, string Currency);

/// <summary>A start as written: on the site's clock, as an instant, or as the date of a stay, which begins at its check-in time.</summary>
public readonly record struct ScenarioStart(LocalDateTime? Local, Instant? Instant, LocalDate? Date = null);

/// <summary>A class session that staff scheduled.</summary>
public sealed record ScenarioSession(string Service, string Site, ScenarioStart Start)
{
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Null = the service's own number.</summary>
    public int? Seats { get; init; }
}

/// <summary>A booking of a scenario file. The members from <see cref="Price"/> on keep an export true to what was agreed then.</summary>
public sealed record ScenarioBooking(string Service, string Site, ScenarioStart Start, Customer Customer)
{
    public string? Reference { get; init; }

    /// <summary>Any of the resources it takes; groups that are not named get one by the service's rule.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    public BookingStatus Status { get; init; } = BookingStatus.Confirmed;

    public int Seats { get; init; } = 1;

    /// <summary>Null = the service's present price.</summary>
    public ScenarioPrice? Price { get; init; }

    /// <summary>Null = as long as the service lasts.</summary>
    public Instant? End { get; init; }

    /// <summary>What it blocks of its resources where that is not its time with the service's buffers: it was made under others, or gave time back.</summary>
    public BusyTime? Blocked { get; init; }

    /// <summary>Staff put it over another one on purpose, so it takes units above the capacity.</summary>
    public bool Overbooked { get; init; }

    /// <summary>Null = the moment of the import.</summary>
    public Instant? CreatedAt { get; init; }

    public string? Source { get; init; }

    public string? Notes { get; init; }

    /// <summary>What cancelling it cost, in minor units.</summary>
    public long FeeAmount { get; init; }

    /// <summary>The start that was agreed to before its customer moved it; null where it does not wait for a yes again.</summary>
    public Instant? StoodAt { get; init; }
}
