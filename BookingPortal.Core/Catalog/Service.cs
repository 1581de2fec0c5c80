using BookingPortal.Core.Availability;
using NodaTime;

namespace BookingPortal.Core.Catalog;

/// <summary>What a customer books: a haircut, a class, a night in the hut, with its rules and price.</summary>
public sealed class Service
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The name in addresses and in the API; unique over all sites, lower case.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }

    /// <summary>One or two sentences for customers; null when the name says enough.</summary>
    public string? Description { get; set; }

    public ServiceKind Kind { get; set; }

    /// <summary>Length of the visit; 0 for stays, which count <see cref="Nights"/>.</summary>
    public int DurationMinutes { get; set; }

    /// <summary>Length of a stay in nights; 0 for everything else.</summary>
    public int Nights { get; set; }

    /// <summary>Site-local time at which a stay begins.</summary>
    public LocalTime CheckIn { get; set; } = new(15, 0);

    /// <summary>Site-local time at which a stay ends.</summary>
    public LocalTime CheckOut { get; set; } = new(11, 0);

    /// <summary>Distance between starts; the duration unless set.</summary>
    public int StepMinutes { get; set; }

    public StartGrid Grid { get; set; } = StartGrid.Opening;

    /// <summary>Also offer starts that follow directly on a time taken.</summary>
    public bool FillGaps { get; set; }

    public int BufferBeforeMinutes { get; set; }

    public int BufferAfterMinutes { get; set; }

    public int MinNoticeMinutes { get; set; }

    /// <summary>How many days after today, in the site's zone, a visit may start.</summary>
    public int WindowDays { get; set; } = 60;

    /// <summary>Holding bookings per site-local day; null means no limit.</summary>
    public int? MaxPerDay { get; set; }

    /// <summary>Seats of one session of a class; 1 for everything else.</summary>
    public int Seats { get; set; } = 1;

    /// <summary>A person must agree before the booking stands.</summary>
    public bool NeedsApproval { get; set; }

    /// <summary>Who must agree, in turn: a role, or the email of an account. Empty = anybody at the desk, once.</summary>
    public IReadOnlyList<string> Approvers { get; set; } = [];

    /// <summary>How long each of them has; null means the portal's own setting.</summary>
    public int? ApprovalHours { get; set; }

    /// <summary>What happens when one of them does not answer in time.</summary>
    public ApprovalTimeout OnApprovalTimeout { get; set; } = ApprovalTimeout.Expire;

    /// <summary>A customer who moves a booking that was agreed to asks again, for the new time.</summary>
    public bool AsksAgainWhenMoved { get; set; }

    /// <summary>Price per seat in minor units (cents) of <see cref="Currency"/>.</summary>
    public long PriceAmount { get; set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; set; } = "EUR";

    public DepositRule Deposit { get; set; } = DepositRule.None;

    public CancellationPolicy Cancellation { get; set; } = CancellationPolicy.Free;

    /// <summary>How long a hold of this service lasts; null means the portal's own setting.</summary>
    public int? HoldMinutes { get; set; }

    /// <summary>When customers are reminded; none = never.</summary>
    public IReadOnlyList<ReminderRule> Reminders { get; set; } = ReminderRule.Usual;

    /// <summary>One resource out of each group is needed; the first group is the primary one.</summary>
    public IReadOnlyList<RequiredGroup> Requires { get; set; } = [];

    public IReadOnlyList<Guid> Sites { get; set; } = [];

    /// <summary>Where it stands in lists, lowest first.</summary>
    public int Position { get; set; }
}

/// <summary>What becomes of a request that nobody answers in time.</summary>
public enum ApprovalTimeout
{
    Expire,

    /// <summary>A manager is asked instead, until the visit would begin.</summary>
    Escalate,
}

/// <summary>Resources of which one is needed, and how "anyone" is chosen.</summary>
public sealed record RequiredGroup(IReadOnlyList<Guid> AnyOf, ChoosingStrategy Choose = ChoosingStrategy.Order);

/// <summary>What is paid in advance.</summary>
/// <param name="Value">Minor units for <see cref="DepositKind.Fixed"/>, per cent for <see cref="DepositKind.Percent"/>.</param>
public sealed record DepositRule(DepositKind Kind, long Value = 0)
{
    public static readonly DepositRule None = new(DepositKind.None);
}

/// <summary>The four ways to ask for money in advance.</summary>
public enum DepositKind
{
    None,
    Fixed,
    Percent,
    Full,
}

/// <summary>What cancelling costs: free until so many hours before the start (exactly that many is still free), then a part of the price.</summary>
public sealed record CancellationPolicy(int FreeUntilHours, int FeePercent)
{
    public static readonly CancellationPolicy Free = new(0, 0);
}
