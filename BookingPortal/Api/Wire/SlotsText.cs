using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using NodaTime;

namespace BookingPortal.Api.Wire;

/// <summary>Writes the slots' answer straight from the search: a month has thousands of instants and names, and none of them becomes an object.</summary>
internal static class SlotsText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonEncodedText TimeZone = JsonEncodedText.Encode("timeZone");
    private static readonly JsonEncodedText Slots = JsonEncodedText.Encode("slots");
    private static readonly JsonEncodedText Start = JsonEncodedText.Encode("start");
    private static readonly JsonEncodedText End = JsonEncodedText.Encode("end");
    private static readonly JsonEncodedText Resources = JsonEncodedText.Encode("resources");
    private static readonly JsonEncodedText SeatsLeft = JsonEncodedText.Encode("seatsLeft");

    /// <summary>Texts live as long as the answers they say: the search gives the same answer object while it is true.</summary>
    private static readonly ConditionalWeakTable<object, Text> Written = [];

    /// <summary>The answer's text, written once for as long as the answer stands.</summary>
    public static ReadOnlyMemory<byte> Of(FindSlots.Found found)
    {
        if (!Written.TryGetValue(found.Answer, out Text? text))
        {
            text = new Text(Write(found));
            Written.AddOrUpdate(found.Answer, text);
        }

        return text.Body;
    }

    private static ReadOnlyMemory<byte> Write(FindSlots.Found found)
    {
        IReadOnlyList<Slot> slots = found.Answer.Slots;
        var buffer = new ArrayBufferWriter<byte>(256 + (slots.Count * 160));
        using var writer = new Utf8JsonWriter(buffer, Options);
        var names = new Dictionary<Guid, JsonEncodedText>();
        var zone = new OffsetsOf(found.Zone);
        writer.WriteStartObject();
        writer.WriteString(TimeZone, found.Site.TimeZone);
        writer.WriteStartArray(Slots);
        Span<byte> text = stackalloc byte[40];
        foreach (Slot slot in slots)
        {
            writer.WriteStartObject();
            writer.WriteString(Start, text[..OffsetInstantForm.Format(zone.At(slot.Start), text)]);
            writer.WriteString(End, text[..OffsetInstantForm.Format(zone.At(slot.End), text)]);
            writer.WriteStartArray(Resources);
            for (int i = 0; i < slot.Resources.Count; i++)
            {
                writer.WriteStringValue(NameOf(slot.Resources[i], names, found.Catalog));
            }

            writer.WriteEndArray();
            writer.WriteNumber(SeatsLeft, slot.SeatsLeft);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private sealed record Text(ReadOnlyMemory<byte> Body);

    private static JsonEncodedText NameOf(Guid id, Dictionary<Guid, JsonEncodedText> names, CatalogSnapshot catalog)
    {
        if (!names.TryGetValue(id, out JsonEncodedText name))
        {
            name = JsonEncodedText.Encode(catalog.Resource(id).Slug);
            names[id] = name;
        }

        return name;
    }

    /// <summary>Remembers the offset that a zone keeps for months, because slots come in ascending order.</summary>
    private struct OffsetsOf(DateTimeZone zone)
    {
        private NodaTime.TimeZones.ZoneInterval? _current;

        public OffsetDateTime At(Instant instant)
        {
            if (_current is null || !_current.Contains(instant))
            {
                _current = zone.GetZoneInterval(instant);
            }

            return instant.WithOffset(_current.WallOffset);
        }
    }
}
