using System.Text.Json;

namespace BookingPortal.Core.Integrations.PaymentGateways.Stripe;

/// <summary>Reads Stripe's objects: any member may be absent, null, or of a shape that a later version gave it.</summary>
internal static class StripeJson
{
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : null;

    /// <summary>The id of another object, which stands there by itself or as the whole object.</summary>
    public static string? Id(this JsonElement element, string name) =>
        element.Text(name) ?? element.Member(name)?.Text("id");

    public static Guid? Guid(this JsonElement element, string name) =>
        System.Guid.TryParse(element.Text(name), out Guid id) ? id : null;
}
