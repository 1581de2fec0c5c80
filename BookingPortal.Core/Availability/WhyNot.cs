namespace BookingPortal.Core.Availability;

/// <summary>The first rule that kept a time from being offered, in words that staff understand.</summary>
/// <param name="Words">One sentence with the names and times that made it so; for staff, because it may name what is booked.</param>
/// <param name="Resource">The primary resource it was asked of; null where the rule holds for all.</param>
public sealed record WhyNot(SlotRule Rule, string Words, Guid? Resource = null)
{
    /// <summary>Whether the time is offered but for claims, busy times or limits, so that another attempt may find it free.</summary>
    public bool IsTaken => Rule >= SlotRule.DayFull;

    /// <summary>The rule's stable name for machines, such as "beyond-window".</summary>
    public string Reason => Rule switch
    {
        SlotRule.TooSoon => "too-soon",
        SlotRule.BeyondWindow => "beyond-window",
        SlotRule.WrongResource => "wrong-resource",
        SlotRule.PartyTooLarge => "party-too-large",
        SlotRule.SiteException => "site-exception",
        SlotRule.SiteClosed => "site-closed",
        SlotRule.ResourceException => "resource-exception",
        SlotRule.ResourceClosed => "resource-closed",
        SlotRule.DoesNotFit => "does-not-fit",
        SlotRule.OffTheGrid => "off-the-grid",
        SlotRule.OtherResourceClosed => "other-resource-closed",
        SlotRule.DayFull => "day-full",
        SlotRule.SessionFull => "session-full",
        SlotRule.SessionWithSomebodyElse => "session-with-somebody-else",
        SlotRule.Busy => "busy",
        SlotRule.Held => "held",
        SlotRule.Booked => "booked",
        SlotRule.OtherResourceTaken => "other-resource-taken",
        _ => throw new InvalidOperationException($"The rule {Rule} has no name."),
    };
}
