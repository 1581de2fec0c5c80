namespace BookingPortal.Api.Problems;

/// <summary>Collects what is wrong with a request, field by field, so that its sender hears of all of it at once.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public void Add(string field, string problem) =>
        _errors[field] = _errors.TryGetValue(field, out string[]? before) ? [.. before, problem] : [problem];

    /// <summary>What is wrong with a part of the body that stands under this name.</summary>
    public void AddAll(FieldErrors part, string prefix)
    {
        foreach ((string field, string[] problems) in part._errors)
        {
            _errors[prefix + field] = problems;
        }
    }

    /// <summary>A text that must be there.</summary>
    public string Required(string field, string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Add(field, "This is required.");
            return "";
        }

        return Optional(field, text, longest)!;
    }

    /// <summary>A text that may be missing; null when it is.</summary>
    public string? Optional(string field, string? text, int longest)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length > longest)
        {
            Add(field, $"This has {text.Length} characters; {longest} is the most.");
        }
        else if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
        {
            Add(field, "This has characters that cannot be printed.");
        }

        return text;
    }

    public Problem ToProblem() => ProblemTypes.Make(ProblemTypes.Invalid) with
    {
        Status = StatusCodes.Status400BadRequest,
        Detail = string.Join(' ', _errors.Select(error => $"{error.Key}: {error.Value[0]}")),
        Errors = _errors,
    };
}
