using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Api.Wire;

/// <summary>
/// An instant as RFC 3339 with the site's offset, always written as digits (<c>+00:00</c>, not <c>Z</c>), because the
/// offset is a fact about the site and not an absence.
/// </summary>
internal sealed class OffsetInstantForm : JsonConverter<OffsetDateTime>
{
    private const int LongestText = 40;

    /// <summary>In this form too, for addresses and texts.</summary>
    public static readonly OffsetDateTimePattern Pattern =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFo<+HH:mm>");

    public override OffsetDateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ParseResult<OffsetDateTime> parsed = Pattern.Parse(reader.GetString() ?? "");
        return parsed.Success ? parsed.Value : throw new JsonException("This is no instant.", parsed.Exception);
    }

    public override void Write(Utf8JsonWriter writer, OffsetDateTime value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[LongestText];
        writer.WriteStringValue(text[..Format(value, text)]);
    }

    /// <summary>Writes the text without a detour over strings: an answer with slots has thousands of instants.</summary>
    /// <returns>How many bytes it took.</returns>
    public static int Format(OffsetDateTime value, Span<byte> text)
    {
        Digits(text, 0, value.Year, 4);
        text[4] = (byte)'-';
        Digits(text, 5, value.Month, 2);
        text[7] = (byte)'-';
        Digits(text, 8, value.Day, 2);
        text[10] = (byte)'T';
        Digits(text, 11, value.Hour, 2);
        text[13] = (byte)':';
        Digits(text, 14, value.Minute, 2);
        text[16] = (byte)':';
        Digits(text, 17, value.Second, 2);
        int end = 19;
        if (value.Millisecond > 0)
        {
            text[19] = (byte)'.';
            Digits(text, 20, value.Millisecond, 3);
            end = 23;
        }

        int offsetMinutes = value.Offset.Seconds / 60;
        text[end] = (byte)(offsetMinutes < 0 ? '-' : '+');
        (int hours, int minutes) = Math.DivRem(Math.Abs(offsetMinutes), 60);
        Digits(text, end + 1, hours, 2);
        text[end + 3] = (byte)':';
        Digits(text, end + 4, minutes, 2);
        return end + 6;
    }

    private static void Digits(Span<byte> text, int at, int number, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            text[at + i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
