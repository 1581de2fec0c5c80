using BookingPortal.Core.Bookings.Subscribing;

namespace BookingPortal.Operations.Words;

/// <summary>Who follows the event stream, and what for.</summary>
internal static class ReaderWords
{
    public static string Name(string name) => name switch
    {
        "tally" => "Counts",
        _ => name,
    };

    public static string Keeps(string name) => name switch
    {
        "tally" => "How often what happened to bookings, by site and day",
        _ => "",
    };

    public static string Consequence(string name) =>
        $"\"{Name(name)}\" goes through those events once more and puts its numbers right. Nobody gets a message a second time.";

    public static (string Word, string Tone, string Icon) Look(ReadSubscribers.Item reader) => reader switch
    {
        { Problem: not null } => ("Does not go on", "bad", "warning"),
        { IsReplay: true } => ("Reads again", "info", "clock"),
        { Behind: > 0 } => ("On its way", "info", "clock"),
        _ => ("Well", "good", "check"),
    };
}
