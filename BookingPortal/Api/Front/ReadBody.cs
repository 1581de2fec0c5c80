using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BookingPortal.Api.Problems;

namespace BookingPortal.Api.Front;

/// <summary>Reads what was sent: no more than a call can need, as JSON alone, and with the field's name for whatever is wrong.</summary>
internal static class ReadBody
{
    /// <summary>The largest sensible request, a journey of 20 legs with all its texts, has a quarter of this.</summary>
    private const int MostBytes = 64 * 1024;

    private const string Whole = "body";

    /// <summary>The bytes as they came; none where nothing was sent.</summary>
    public static async Task<Either<byte[]>> BytesAsync(HttpContext http)
    {
        HttpRequest request = http.Request;
        if (request.ContentLength is > MostBytes)
        {
            return TooLarge();
        }

        byte[] body = request.ContentLength is { } length ? new byte[length] : [];
        if (request.ContentLength is null)
        {
            using var pieces = new MemoryStream();
            byte[] piece = new byte[4096];
            int count;
            while ((count = await request.Body.ReadAsync(piece, http.RequestAborted)) > 0)
            {
                if (pieces.Length + count > MostBytes)
                {
                    return TooLarge();
                }

                pieces.Write(piece, 0, count);
            }

            body = pieces.ToArray();
        }
        else if (body.Length > 0)
        {
            await request.Body.ReadExactlyAsync(body, http.RequestAborted);
        }

        return body.Length > 0 && !IsJson(request.ContentType)
            ? ProblemTypes.Make(ProblemTypes.UnsupportedMediaType, "Send the body as application/json, in UTF-8.")
            : body;
    }

    /// <summary>The bytes and what they say. Nothing sent is an empty object where the call allows it.</summary>
    public static async Task<Either<(byte[] Bytes, T Value)>> AsAsync<T>(HttpContext http, JsonTypeInfo<T> form, T? whenEmpty = null)
        where T : class
    {
        if (!(await BytesAsync(http)).TryGet(out byte[]? bytes, out Problem? problem))
        {
            return problem;
        }

        if (bytes.Length == 0)
        {
            return whenEmpty is null ? ProblemTypes.Unreadable(Whole, "Send a JSON object.") : (bytes, whenEmpty);
        }

        return Parse(bytes, form).TryGet(out T? value, out problem) ? (bytes, value) : problem;
    }

    internal static Either<T> Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> form)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, form) is { } value
                ? value
                : ProblemTypes.Unreadable(Whole, "Send a JSON object.");
        }
        catch (JsonException wrong)
        {
            return Explain(wrong);
        }
    }

    /// <summary>The serializer's own words name our types and are for us; what the sender needs is the field.</summary>
    private static Problem Explain(JsonException wrong)
    {
        string field = FieldOf(wrong.Path);
        if (Quoted(wrong.Message, "could not be mapped") is { } unknown)
        {
            return ProblemTypes.Unreadable(Under(field, unknown), "There is no such field here.");
        }

        if (Quoted(wrong.Message, "Duplicate property") is { } twice)
        {
            return ProblemTypes.Unreadable(Under(field, twice), "This field stands here twice.");
        }

        // The reader's own exception inside means that the text is no JSON at all.
        return wrong.InnerException is JsonException || field.Length == 0
            ? ProblemTypes.Unreadable(field.Length == 0 ? Whole : field, "This is no JSON object, or it is nested too deeply.")
            : ProblemTypes.Unreadable(field, "This is not the kind of value that belongs here.");
    }

    /// <summary><c>$.legs[1].site</c> is <c>legs[1].site</c> to people.</summary>
    private static string FieldOf(string? path) => path is null or "$" ? "" : path.TrimStart('$').TrimStart('.');

    private static string Under(string field, string name) =>
        field.Length == 0 || field == name || field.EndsWith("." + name, StringComparison.Ordinal) ? (field.Length == 0 ? name : field) : $"{field}.{name}";

    /// <summary>The first name in quotes, if the message says what is looked for.</summary>
    private static string? Quoted(string message, string about)
    {
        if (!message.Contains(about, StringComparison.Ordinal))
        {
            return null;
        }

        int begin = message.IndexOf('\'', StringComparison.Ordinal) + 1;
        int end = message.IndexOf('\'', begin);
        return begin > 0 && end > begin ? message[begin..end] : null;
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is not { Length: > 0 } charSet || string.Equals(charSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));

    private static Problem TooLarge() =>
        ProblemTypes.Make(ProblemTypes.TooLarge, $"A request has {MostBytes / 1024} kB at most.");
}
