using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;

namespace BookingPortal.Operations.Words;

/// <summary>The way of a booking, told step by step.</summary>
internal static class SagaWords
{
    public static string Step(string name) => name switch
    {
        "hold" => "The time is held",
        "approval" => "Somebody approves it",
        "payment" => "The payment is asked for",
        "checkout" => "The page to pay on is made",
        "paid" => "The money arrives",
        "confirmation" => "The booking is confirmed",
        _ => name,
    };

    public static (string Word, string Tone, string Icon) State(string state) => state switch
    {
        "done" => ("Done", "good", "check"),
        "needless" => ("Not needed", "", "done"),
        "running" => ("Being tried", "info", "clock"),
        "waiting" => ("Waits", "warn", "clock"),
        "undone" => ("Taken back", "", "cross"),
        "paused" => ("Stopped, needs a person", "bad", "warning"),
        _ => ("Still to come", "", "dot"),
    };

    public static string What(string what) => what switch
    {
        "done" => "done",
        "waits" => "began to wait",
        "retry" => "to be tried again",
        "refused" => "refused for good",
        "undone" => "taken back",
        "review" => "needs a person",
        "paused" => "stopped",
        "skipped" => "skipped",
        "taken over" => "taken over",
        _ => what,
    };

    /// <summary>How it stands, before any list.</summary>
    public static string Sentence(ReadSaga.Found found) => found.Saga switch
    {
        { Status: SagaStatus.Done, NeedsReview: true } => "Every step is done, but something about this booking needs a person.",
        { Status: SagaStatus.Undone, NeedsReview: true } => "Every step was taken back, but something about this booking needs a person.",
        { NeedsReview: true } => "This booking does not go on by itself. It needs a person.",
        { Status: SagaStatus.Done } => "Every step is done. There is nothing to see to.",
        { Status: SagaStatus.Undone } => "Every step was taken back. There is nothing to see to.",
        { Status: SagaStatus.Waiting } => "It waits for somebody, as it should. It goes on by itself.",
        { Status: SagaStatus.Undoing } => "Its steps are being taken back.",
        _ => "It is on its way and goes on by itself.",
    };

    public static string Do(SagaAct act) => act switch
    {
        SagaAct.Retry => "Try the step again",
        SagaAct.Skip => "Go on without it",
        SagaAct.Undo => "Take the booking back",
        _ => "I see to it",
    };

    public static string Consequence(SagaAct act, string step, string customer) => act switch
    {
        SagaAct.Retry => $"The step \"{step}\" is tried at once, and again later if it fails.",
        SagaAct.Skip => $"The step \"{step}\" counts as done although it was not. The booking goes on to what comes after it.",
        SagaAct.Undo => $"The booking is cancelled without a fee, its time is given back, what {customer} paid goes back, and {customer} is told.",
        _ => "The mark goes away and nobody else is asked to look. The booking stays as it is; you put it right by hand.",
    };
}
