using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;

namespace BookingPortal.Operations.Words;

/// <summary>The way of a booking, told step by step.</summary>
internal static class SagaWords
{
    public static string Step(string name) => StepWords.Of(name);

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
        "again" => "asked again, after a move",
        "retry" => "to be tried again",
        "refused" => "refused for good",
        "undone" => "taken back",
        "review" => "needs a person",
        "paused" => "stopped",
        "skipped" => "skipped",
        "taken over" => "taken over",
        _ => what,
    };

    /// <summary>What was done, once it was.</summary>
    public static string Done(SagaAct act, bool isPaused) => act switch
    {
        SagaAct.Retry when isPaused => "It was tried once more. This is how it stands now.",
        SagaAct.Skip when isPaused => "The step stays as it is; the rest is being taken back. This is how it stands now.",
        SagaAct.Retry => "The step was tried again. This is how it stands now.",
        SagaAct.Skip => "The booking goes on without the step.",
        SagaAct.Undo => "Every step is taken back and the booking is cancelled.",
        _ => "It is yours now. Nobody else is asked to look.",
    };

    /// <summary>How it stands, before any list.</summary>
    public static string Sentence(ReadSaga.Found found) => found.Saga switch
    {
        { Status: SagaStatus.Done, NeedsReview: true } => "Every step is done, but something about this booking needs a person.",
        { Status: SagaStatus.Undone, NeedsReview: true } => "Every step was taken back, but something about this booking needs a person.",
        { Status: SagaStatus.Paused, NeedsReview: true } => "This booking was to end, and one of its steps could not be taken back. It needs a person.",
        { Status: SagaStatus.Paused } => "This booking was to end, and one of its steps could not be taken back. Somebody sees to it by hand.",
        { NeedsReview: true } => "This booking does not go on by itself. It needs a person.",
        { Status: SagaStatus.Done } => "Every step is done. There is nothing to see to.",
        { Status: SagaStatus.Undone } => "Every step was taken back. There is nothing to see to.",
        { Status: SagaStatus.Waiting } => "It waits for somebody, as it should. It goes on by itself.",
        { Status: SagaStatus.Undoing } => "Its steps are being taken back.",
        _ => "It is on its way and goes on by itself.",
    };

    /// <param name="isPaused">A step could not be taken back, so it is that which is tried again or left.</param>
    public static string Do(SagaAct act, bool isPaused) => act switch
    {
        SagaAct.Retry when isPaused => "Take it back again",
        SagaAct.Skip when isPaused => "Leave this step, take back the rest",
        SagaAct.Retry => "Try the step again",
        SagaAct.Skip => "Go on without it",
        SagaAct.Undo => "Take the booking back",
        _ => "I see to it",
    };

    public static string Consequence(SagaAct act, bool isPaused, string step, string customer) => act switch
    {
        SagaAct.Retry when isPaused => $"The step \"{step}\" is taken back at once, and after it everything that was done before it. If it fails again, the booking waits for a person as it does now.",
        SagaAct.Skip when isPaused => $"What is done of the step \"{step}\" stays as it is, and you see to it by hand; what is open of it is called off. Everything before it is taken back, and the booking ends.",
        SagaAct.TakeOver when isPaused => "Nobody else is asked to look, and it leaves the list of what needs a person. The booking keeps its time and its money as they are; you put it right by hand.",
        SagaAct.Retry => $"The step \"{step}\" is tried at once, and again later if it fails.",
        SagaAct.Skip => $"The step \"{step}\" counts as done although it was not. Nobody is asked for it any more: an open request is withdrawn, an open payment is waived, and money that comes all the same stays with the booking. It goes on to what comes after.",
        SagaAct.Undo => $"The booking is cancelled without a fee, its time is given back, what {customer} paid goes back, and {customer} is told.",
        _ => "Nobody else is asked to look. The booking stays as it is; you put it right by hand.",
    };
}
