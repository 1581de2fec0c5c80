using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Data;

/// <summary>Values that are always read whole with their row, such as opening hours, lie in it as JSON text.</summary>
internal static class JsonForm
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new IsoDate(),
        },
    };

    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property)
        where T : class
    {
        property.HasConversion(
            new ValueConverter<T, string>(value => Write(value), stored => Read<T>(stored)),
            new ValueComparer<T>(
                (left, right) => Write(left!) == Write(right!),
                value => Write(value).GetHashCode(StringComparison.Ordinal),
                value => value));
        return property;
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    internal static T Read<T>(string stored) =>
        JsonSerializer.Deserialize<T>(stored, Options)
        ?? throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"A stored {typeof(T).Name} is empty."));

    private sealed class IsoDate : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LocalDatePattern.Iso.Parse(reader.GetString()!).Value;

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }
}
