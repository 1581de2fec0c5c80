using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Reads what a file says about messages to customers: reminders, quiet hours, SMS, language.</summary>
internal static class ReminderEntries
{
    private static readonly IReadOnlyDictionary<string, ReminderChannel> Channels = JsonMembers.CamelCase<ReminderChannel>();
    private static readonly IReadOnlyDictionary<string, SmsOccasion> Occasions = JsonMembers.CamelCase<SmsOccasion>();

    /// <summary>Absent = the usual one; an empty list = none.</summary>
    public static IReadOnlyList<ReminderRule> Reminders(JsonEntry service)
    {
        if (service.Find("reminders") is null)
        {
            return ReminderRule.Usual;
        }

        IReadOnlyList<ReminderRule> rules = service.Entries("reminders", Reminder);
        for (int i = 0; i < rules.Count; i++)
        {
            if (rules.Take(i).Contains(rules[i]))
            {
                service.Problem($"reminders[{i}]", $"a reminder {rules[i].HoursBefore} hours before by {rules[i].By.ToString().ToLowerInvariant()} stands there already");
            }
        }

        if (rules.Count > ReminderRule.Most)
        {
            service.Problem("reminders", $"at most {ReminderRule.Most} reminders, not {rules.Count}");
        }

        return rules;
    }

    public static QuietHours? Quiet(JsonEntry site)
    {
        if (site.Entry("quietHours") is not { } quiet)
        {
            return null;
        }

        int from = quiet.Minute("from", isNeeded: true) ?? 0;
        int to = quiet.Minute("to", isNeeded: true) ?? 0;
        if (from % MinuteOfDay.PerDay == to % MinuteOfDay.PerDay)
        {
            quiet.Problem("to", "quiet hours end at another time than they begin");
        }

        quiet.Done();
        return new QuietHours(from % MinuteOfDay.PerDay, to);
    }

    /// <summary>What is told by SMS as well; absent = nothing.</summary>
    public static IReadOnlyList<SmsOccasion> Texts(JsonEntry site) => [.. site.Words("sms", Occasions).Distinct().Order()];

    public static string? Locale(JsonEntry site)
    {
        string? locale = site.Text("locale", 35);
        if (locale is not null && locale.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
        {
            site.Problem("locale", $"\"{locale}\" is no language like pt or de-AT");
        }

        return locale;
    }

    private static ReminderRule Reminder(JsonEntry entry) => new(
        entry.Number("hoursBefore", 1, ReminderRule.MostHours, isNeeded: true) ?? 1,
        entry.Word("by", Channels, isNeeded: true) ?? ReminderChannel.Mail);
}
