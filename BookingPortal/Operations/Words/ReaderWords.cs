using BookingPortal.Core.Bookings.Subscribing;

namespace BookingPortal.Operations.Words;

/// <summary>Who follows the event stream, and what for.</summary>
internal static class ReaderWords
{
    public static string Name(string name) => name switch
    {
        TallyEvents.Reader => "Counts",
        MakeSureOfEffects.Reader => "Messages",
        SealEvents.Reader => "History",
        _ => name,
    };

    public static string Keeps(string name) => name switch
    {
        TallyEvents.Reader => "How often what happened to bookings, by site and day",
        MakeSureOfEffects.Reader => "Whether every message that a booking owes is in the queue; one that is missing is put there",
        SealEvents.Reader => "A seal on every event, by which it is noticed when somebody changes or removes it later",
        _ => "",
    };

    /// <summary>What its work has come to, beyond how far it is; null where there is no more to say.</summary>
    public static string? State(ReadSubscribers.Item reader) => reader switch
    {
        { Finding: not null } => null, // it says so itself
        { Name: SealEvents.Reader, IsReplay: true } => "Compares what stands there with the seals.",
        { Name: SealEvents.Reader, Position: > 0 } => "Everything it has read is sealed. Let it read again to compare.",
        _ => null,
    };

    public static string Consequence(string name) => name switch
    {
        MakeSureOfEffects.Reader => "\"Messages\" looks once more at what those events owe, and sends what is missing. What went out, was replaced, given up or skipped does not go out again; "
            + "what is older than the queue remembers is left alone.",
        SealEvents.Reader => "\"History\" compares those events with their seals, changes nothing, and says which of them are not as they were.",
        _ => $"\"{Name(name)}\" goes through those events once more and puts its numbers right. Nobody gets a message a second time.",
    };

    public static (string Word, string Tone, string Icon) Look(ReadSubscribers.Item reader) => reader switch
    {
        { Problem: not null } => ("Does not go on", "bad", "warning"),
        { Finding: not null } => ("Look at this", "bad", "warning"),
        { IsReplay: true } => ("Reads again", "info", "clock"),
        { Behind: > 0 } => ("On its way", "info", "clock"),
        _ => ("Well", "good", "check"),
    };
}
