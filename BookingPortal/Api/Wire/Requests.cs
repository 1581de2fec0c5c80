using System.Text.Json;

namespace BookingPortal.Api.Wire;

// Every member may be missing or null here: what must be there is asked field by field, so that all that is wrong is told at once.

/// <summary>A time that somebody asks for.</summary>
internal interface ISlotRequest
{
    string? Site { get; }

    string? Service { get; }

    string? Start { get; }

    string? Resource { get; }

    int? Seats { get; }
}

internal sealed record HoldRequest(string? Site, string? Service, string? Start, string? Resource, int? Seats) : ISlotRequest;

internal sealed record LegRequest(string? Site, string? Service, string? Start, string? Resource, int? Seats) : ISlotRequest;

internal sealed record HoldProof(string? Id, string? Token);

internal sealed record CustomerRequest(string? Name, string? Email, string? Phone, string? TimeZone, string? Locale);

internal sealed record BookingRequest(
    HoldProof? Hold,
    string? Site,
    string? Service,
    string? Start,
    string? Resource,
    int? Seats,
    CustomerRequest? Customer,
    Dictionary<string, string?>? Answers,
    string? Notes,
    JsonElement? Payment,
    OverbookRequest? Overbook = null) : ISlotRequest;

/// <summary>It is to be put over others on purpose, with a key that may do everything.</summary>
internal sealed record OverbookRequest(string? Reason);

internal sealed record ItineraryRequest(
    LegRequest?[]? Legs, CustomerRequest? Customer, Dictionary<string, string?>? Answers, string? Notes, JsonElement? Payment);

internal sealed record ChangeReason(string? Reason);

internal sealed record RescheduleRequest(string? Start, string? Resource, string? Reason);

internal sealed record HeartbeatRequest(string? Software);

/// <summary>A booking that a site's own system made.</summary>
internal sealed record AgentEntryRequest(
    string? Id, string? Service, string? Start, string? Resource, int? Seats, CustomerRequest? Customer, string? Notes, string? MadeAt);

internal sealed record AgentBookingsRequest(AgentEntryRequest?[]? Entries);
