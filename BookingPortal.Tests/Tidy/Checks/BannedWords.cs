using System.Text.RegularExpressions;

namespace BookingPortal.Tests.Tidy.Checks;

/// <summary>Calls and words that are never right here. build/BannedSymbols.txt says the same to the compiler where it can.</summary>
internal static class BannedWords
{
    private static readonly (string Pattern, string Instead)[] Calls =
    [
        (@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b", "Ask the clock you were given."),
        (@"\bTimeZoneInfo\b", "Zones are NodaTime's; the policy is in Time/SiteTime.cs."),
        (@"\.Result\b(?!\s*\()", "Await it."),
        (@"\.(Wait|GetAwaiter)\(\)", "Await it."),
        (@"\bThread\.Sleep\b", "Await Task.Delay."),
        (@"\basync\s+void\b", "Return a Task, or an error is lost."),
        (@"\bNotImplementedException\b", "Finish it, or leave it out."),
    ];

    private static readonly Regex ConsoleUse = new(@"\bConsole\.(Write|Error|Out|In|Read)\w*");

    private static readonly Regex Reminder = new(@"\b(TODO|FIXME|HACK|XXX)\b");

    private static readonly Regex Catch = new(@"\bcatch\b\s*(\(\s*(?<type>[\w.]+)[^)]*\))?\s*(when\s*\((?>[^()]+|\((?<depth>)|\)(?<-depth>))*(?(depth)(?!))\))?\s*\{(?<body>\s*)\}");

    public static IEnumerable<Finding> Check(IEnumerable<SourceFile> files) =>
        files.Where(file => !file.IsMigration).SelectMany(file => InCalls(file).Concat(InConsole(file)).Concat(InReminders(file)).Concat(InCatches(file)));

    private static IEnumerable<Finding> InCalls(SourceFile file) =>
        from call in Calls
        from Match match in Regex.Matches(file.Code, call.Pattern)
        select file.Found(match.Index, $"`{match.Value}`: {call.Instead}");

    /// <summary>Only the command-line verbs talk to the terminal, and the one place that says why the portal cannot start.</summary>
    private static IEnumerable<Finding> InConsole(SourceFile file) =>
        file.Path.Contains("/Commands/", StringComparison.Ordinal) || file.IsIn("BookingPortal.Bench/") || file.IsIn("BookingPortal.Tests/") || file.Path == "BookingPortal/Startup/StartupProblem.cs"
            ? []
            : ConsoleUse.Matches(file.Code).Select(match => file.Found(match.Index, $"`{match.Value}`: log it; only command-line verbs print."));

    private static IEnumerable<Finding> InReminders(SourceFile file) =>
        Reminder.Matches(file.Comments).Concat(Reminder.Matches(file.Code))
            .Select(match => file.Found(match.Index, $"`{match.Value}`: do it now, or say so where the work is planned."));

    /// <summary>To pass over one kind of exception needs a comment that says why; to pass over all of them is never right.</summary>
    private static IEnumerable<Finding> InCatches(SourceFile file) =>
        from Match match in Catch.Matches(file.Code)
        let body = match.Groups["body"]
        let everything = match.Groups["type"].Value is "" or "Exception" or "System.Exception"
        where everything || string.IsNullOrWhiteSpace(file.Comments.Substring(body.Index, body.Length))
        select file.Found(match.Index, everything ? "A swallowed error: handle it, log it, or let it go on." : "An empty catch: say why nothing is to be done.");
}
