namespace BookingPortal.Core.Integrations.Smtp;

/// <summary>What the server said to one command: a code, and words on one or more lines.</summary>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsGood => Code is >= 200 and < 400;

    /// <summary>The same again would be answered the same.</summary>
    public bool IsForGood => Code is >= 500 and < 600;

    /// <summary>The server's own words, for the people who have to understand them.</summary>
    public string Words => $"{Code} {string.Join(' ', Lines)}".Trim();
}
