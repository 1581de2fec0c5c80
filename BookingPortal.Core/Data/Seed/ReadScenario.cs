using System.Text.Json;
using BookingPortal.Core.Outcomes;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Reads a scenario file, strictly: what it does not know is a mistake and not a wish.</summary>
public static class ReadScenario
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The scenario, or its problems with their places in the file. Nothing is compared with what is in the portal yet.</summary>
    public static Outcome<Scenario> Read(string json, ScenarioProblems problems)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Strict);
        }
        catch (JsonException broken)
        {
            problems.Add("", InWords(broken));
            return Refused(problems);
        }

        using (document)
        {
            var file = new JsonEntry(document.RootElement, "", problems);
            var scenario = new Scenario
            {
                Sites = file.Entries("sites", CatalogEntries.Site),
                Resources = file.Entries("resources", CatalogEntries.Resource),
                Services = file.Entries("services", ServiceEntries.Service),
                Sessions = file.Entries("sessions", BookingEntries.Session),
                Bookings = file.Entries("bookings", BookingEntries.Booking),
            };
            file.Done();
            return problems.Any ? Refused(problems) : scenario;
        }
    }

    /// <summary>All problems as one refusal, the first one in words.</summary>
    public static Refusal Refused(ScenarioProblems problems)
    {
        (string place, string text) = problems.Summary();
        return new Refusal.Invalid(place, text);
    }

    /// <summary>The parser's own sentence ends in a path and byte positions that are counted from zero.</summary>
    private static string InWords(JsonException broken)
    {
        string what = broken.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0].TrimEnd();
        return broken.LineNumber is { } line
            ? $"this is not JSON: line {line + 1}, character {broken.BytePositionInLine + 1}: {what}"
            : $"this is not JSON: {what}";
    }
}
