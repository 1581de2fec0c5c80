using System.Globalization;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Reads sites and resources, and the hours they share.</summary>
internal static class CatalogEntries
{
    private static readonly IReadOnlyDictionary<string, SiteStatus> Statuses = JsonMembers.CamelCase<SiteStatus>();
    private static readonly IReadOnlyDictionary<string, SiteKind> Kinds = JsonMembers.CamelCase<SiteKind>();
    private static readonly IReadOnlyDictionary<string, SilenceRule> SilenceRules = JsonMembers.CamelCase<SilenceRule>();
    private static readonly IReadOnlyDictionary<string, ConflictRule> ConflictRules = JsonMembers.CamelCase<ConflictRule>();

    private static readonly Dictionary<string, Weekdays> Days = new(StringComparer.Ordinal)
    {
        ["mon"] = Weekdays.Monday,
        ["tue"] = Weekdays.Tuesday,
        ["wed"] = Weekdays.Wednesday,
        ["thu"] = Weekdays.Thursday,
        ["fri"] = Weekdays.Friday,
        ["sat"] = Weekdays.Saturday,
        ["sun"] = Weekdays.Sunday,
    };

    /// <summary>The days of a rule as a file writes them.</summary>
    public static IEnumerable<string> Names(Weekdays days) => Days.Where(day => days.HasFlag(day.Value)).Select(day => day.Key);

    public static ScenarioSite Site(JsonEntry entry) =>
        new(entry.Slug("slug"), entry.NeedText("name", 120), entry.Zone("timeZone", isNeeded: true) ?? "UTC")
        {
            Address = entry.Text("address", 200),
            Accent = Accent(entry),
            Status = entry.Word("status", Statuses) ?? SiteStatus.Open,
            QuietHours = ReminderEntries.Quiet(entry),
            Texts = ReminderEntries.Texts(entry),
            Locale = ReminderEntries.Locale(entry),
            Kind = entry.Word("kind", Kinds) ?? SiteKind.Central,
            SilenceMinutes = entry.Number("silenceMinutes", 1, 7 * 24 * 60) ?? 15,
            WhenSilent = entry.Word("whenSilent", SilenceRules) ?? SilenceRule.Request,
            Conflicts = entry.Word("conflicts", ConflictRules) ?? ConflictRule.AskPerson,
            Hours = entry.Entries("hours", Rule),
            Exceptions = entry.Entries("exceptions", Exception),
        };

    public static ScenarioResource Resource(JsonEntry entry) =>
        new(entry.Slug("slug"), entry.NeedText("name", 120), entry.NeedText("kind", 40), entry.Slugs("sites", isNeeded: true))
        {
            TimeZone = entry.Zone("timeZone"),
            Capacity = entry.Number("capacity", 1, 10_000) ?? 1,
            GranularityMinutes = Granularity(entry),
            Hours = entry.Entries("hours", Rule),
            Exceptions = entry.Entries("exceptions", Exception),
            Busy = entry.Entries("busy", Busy),
        };

    private static int Granularity(JsonEntry entry)
    {
        if (entry.Number("granularityMinutes", int.MinValue, int.MaxValue) is not { } minutes)
        {
            return 5;
        }

        if (!CatalogRules.Granularities.Contains(minutes))
        {
            entry.Problem("granularityMinutes", $"{minutes} is none of {string.Join(", ", CatalogRules.Granularities)}");
            return 5;
        }

        return minutes;
    }

    private static string? Accent(JsonEntry entry)
    {
        string? accent = entry.Text("accent", 7);
        if (accent is not null
            && !(accent.Length == 7 && accent[0] == '#' && int.TryParse(accent.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)))
        {
            entry.Problem("accent", $"\"{accent}\" is no colour like #0f766e");
        }

        return accent;
    }

    private static AvailabilityRule Rule(JsonEntry entry)
    {
        var rule = new AvailabilityRule(DaysOf(entry), Hours(entry), entry.Date("validFrom"), entry.Date("validTo"));
        if (rule.ValidTo < rule.ValidFrom)
        {
            entry.Problem("validTo", $"{rule.ValidTo:R} lies before validFrom, {rule.ValidFrom:R}");
        }

        return rule;
    }

    private static Weekdays DaysOf(JsonEntry entry)
    {
        if (entry.Find("days") is null)
        {
            return Weekdays.All;
        }

        Weekdays days = Weekdays.None;
        IReadOnlyList<string> names = entry.Slugs("days", isNeeded: true);
        for (int i = 0; i < names.Count; i++)
        {
            if (Days.TryGetValue(names[i], out Weekdays day))
            {
                days |= day;
            }
            else
            {
                entry.Problem($"days[{i}]", $"\"{names[i]}\" is none of {string.Join(", ", Days.Keys)}{Nearest.Hint(names[i], Days.Keys)}");
            }
        }

        return days;
    }

    private static OpeningHours Hours(JsonEntry entry)
    {
        int from = entry.Minute("from", isNeeded: true) ?? 0;
        int to = entry.Minute("to", isNeeded: true) ?? MinuteOfDay.PerDay;
        if (from == MinuteOfDay.PerDay)
        {
            entry.Problem("from", "opening hours begin at 23:59 at the latest; 24:00 is 00:00 of the next day");
        }

        return new OpeningHours(from, to);
    }

    private static ExceptionPeriod Exception(JsonEntry entry)
    {
        LocalDate from = entry.Date("from", isNeeded: true) ?? default;
        LocalDate to = entry.Date("to") ?? from;
        if (to < from)
        {
            entry.Problem("to", $"{to:R} lies before from, {from:R}");
        }

        return new ExceptionPeriod(from, to, entry.Entries("hours", Hours));
    }

    private static BusyTime Busy(JsonEntry entry)
    {
        Instant from = entry.Instant("start", isNeeded: true) ?? default;
        Instant to = entry.Instant("end", isNeeded: true) ?? Instant.MaxValue;
        if (to <= from)
        {
            entry.Problem("end", "it is not after the start");
        }

        return new BusyTime(from, to);
    }
}
