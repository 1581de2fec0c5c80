using System.Text.Json;
using NodaTime;

namespace BookingPortal.Api.Wire;

internal sealed record Money(long Amount, string Currency);

internal sealed record SiteAnswer(string Slug, string Name, string TimeZone, string Status, string? Address);

internal sealed record ResourceAnswer(string Slug, string Name, string Kind);

internal sealed record DepositAnswer(string Kind, long? Value);

internal sealed record CancellationAnswer(int FreeUntilHours, int FeePercent);

internal sealed record ServiceAnswer(
    string Slug,
    string Name,
    string? Description,
    string Kind,
    int DurationMinutes,
    int? Nights,
    string? CheckIn,
    string? CheckOut,
    int Seats,
    Money Price,
    DepositAnswer Deposit,
    CancellationAnswer Cancellation,
    bool Approval,
    int MinNoticeMinutes,
    int WindowDays,
    int? MaxPerDay,
    IReadOnlyList<ResourceAnswer> Resources);

/// <summary>How the slots' answer reads; it is written without these objects, see <see cref="SlotsText"/>.</summary>
internal sealed record SlotsAnswer(string TimeZone, IReadOnlyList<SlotAnswer> Slots);

internal sealed record SlotAnswer(OffsetDateTime Start, OffsetDateTime End, IReadOnlyList<string> Resources, int SeatsLeft);

internal sealed record HoldAnswer(
    Guid Id, string? Token, OffsetDateTime ExpiresAt, OffsetDateTime Start, OffsetDateTime End, IReadOnlyList<string> Resources);

internal sealed record CustomerAnswer(string Name, string Email, string? Phone, string? TimeZone, string? Locale);

/// <summary>One step of a booking's life. Who did it and why is told to keys alone; a customer learns whether it was they, the staff or the portal.</summary>
internal sealed record HistoryAnswer(int Version, string Type, OffsetDateTime At, string By, JsonElement? Data);

internal sealed record BookingAnswer(
    Guid Id,
    string Reference,
    string Status,
    int Version,
    string Site,
    string Service,
    OffsetDateTime Start,
    OffsetDateTime End,
    string TimeZone,
    IReadOnlyList<string> Resources,
    int Seats,
    CustomerAnswer Customer,
    string? Notes,
    Money Price,
    Money? Fee,
    Guid? Itinerary,
    string Source,
    OffsetDateTime CreatedAt,
    OffsetDateTime ChangedAt)
{
    /// <summary>Opens this one booking; only whoever made it, or shows it, is told.</summary>
    public string? Token { get; init; }

    /// <summary>The customer's own page, token included.</summary>
    public string? ManageUrl { get; init; }

    /// <summary>Where it is paid, as long as payment is due.</summary>
    public string? PaymentUrl { get; init; }

    public IReadOnlyList<HistoryAnswer>? History { get; init; }
}

internal sealed record BookingPage(IReadOnlyList<BookingAnswer> Items, string? Next);

internal sealed record ItineraryAnswer(Guid Id, IReadOnlyList<BookingAnswer> Bookings);

internal sealed record EventAnswer(
    long Sequence, string Type, string Booking, int Version, OffsetDateTime At, string By, int SchemaVersion, JsonElement Data);

/// <param name="Next">Give it as <c>after</c> to go on; where nothing new happened it is the place that was asked from.</param>
internal sealed record EventPage(IReadOnlyList<EventAnswer> Items, long Next);

internal sealed record HealthAnswer(string Status, IReadOnlyList<string>? Problems);

/// <summary>The portal has heard a site.</summary>
internal sealed record HeartbeatAnswer(string Site, OffsetDateTime HeardAt, int SilenceMinutes);

/// <summary>What became of one booking of a site's own system.</summary>
/// <param name="Outcome">accepted, conflict, duplicate or refused.</param>
internal sealed record AgentResult(string Id, string Outcome, string? Reference, string? Reason);

internal sealed record AgentBookingsAnswer(IReadOnlyList<AgentResult> Results);
