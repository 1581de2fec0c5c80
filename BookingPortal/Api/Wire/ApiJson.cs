using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BookingPortal.Api.Problems;

namespace BookingPortal.Api.Wire;

/// <summary>Everything that goes over the wire, with code made for it at build time: no reflection on a call's way.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = false,
    Converters = [typeof(OffsetInstantForm)])]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(BookingRequest))]
[JsonSerializable(typeof(ItineraryRequest))]
[JsonSerializable(typeof(ChangeReason))]
[JsonSerializable(typeof(RescheduleRequest))]
[JsonSerializable(typeof(IReadOnlyList<SiteAnswer>))]
[JsonSerializable(typeof(IReadOnlyList<ServiceAnswer>))]
[JsonSerializable(typeof(SlotsAnswer))]
[JsonSerializable(typeof(HoldAnswer))]
[JsonSerializable(typeof(BookingAnswer))]
[JsonSerializable(typeof(BookingPage))]
[JsonSerializable(typeof(ItineraryAnswer))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(HeartbeatRequest))]
[JsonSerializable(typeof(HeartbeatAnswer))]
[JsonSerializable(typeof(AgentBookingsRequest))]
[JsonSerializable(typeof(AgentBookingsAnswer))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>A body of three levels is the deepest that any call takes; what is deeper is no request.</summary>
    private const int DeepestBody = 16;

    // Made when first asked for: the order in which the parts of a class are initialised is nobody's promise.
    private static readonly Lazy<ApiJson> StrictlyRead = new(static () => new ApiJson(new JsonSerializerOptions(Default!.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = DeepestBody,
    }));

    private static readonly Lazy<ApiJson> PlainlyWritten = new(static () => new ApiJson(new JsonSerializerOptions(Default!.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }));

    /// <summary>What comes in is taken strictly: what nobody would read is a mistake that its sender should hear of.</summary>
    public static ApiJson Incoming => StrictlyRead.Value;

    /// <summary>Answers are JSON documents and never part of a page, so "+" and letters of any language stand as they are.</summary>
    public static ApiJson Outgoing => PlainlyWritten.Value;
}
