using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Payments;

namespace BookingPortal.Operations.Words;

/// <summary>What an alert is about, and the page where it is put right.</summary>
internal static class AlertWords
{
    public static (string Title, string Address) Of(Alert alert)
    {
        int colon = alert.Cause.IndexOf(':', StringComparison.Ordinal);
        (string about, string name) = colon < 0 ? (alert.Cause, "") : (alert.Cause[..colon], alert.Cause[(colon + 1)..]);
        string query = Uri.EscapeDataString(name);
        return about switch
        {
            "dead-letter" when name == UndoLetter.Kind => ("A booking could not be taken back", $"/operations/letters?kind={query}"),
            "dead-letter" when name == RefundLetter.Kind => ("Money could not be sent back", $"/operations/letters?kind={query}"),
            "dead-letter" => ($"{EffectWords.Kind(name)}: something could not be delivered", $"/operations/letters?kind={query}"),
            "lag" => ($"{EffectWords.Kind(name)} goes out late", $"/operations/queue?status=Waiting&kind={query}"),
            "retrying" => ($"{EffectWords.Kind(name)}: something fails again and again", $"/operations/queue?status=Waiting&kind={query}"),
            "backlog" => ("Too much waits to go out", "/operations/queue?status=Waiting"),
            "circuit" => ($"{EffectWords.Kind(name)}: the other side does not answer", "/operations#outside"),
            "job" => ($"\"{name}\" does not run as it should", $"/operations/jobs?job={query}"),
            "timetable" => ("No background work runs at all", "/operations/jobs"),
            "stuck" => ("A booking does not go on by itself", "/operations/waiting"),
            "subscriber" => (name switch
            {
                SealEvents.Reader => "The history is not as it was sealed, or is not sealed on",
                MakeSureOfEffects.Reader => "Messages of some bookings may be missing",
                _ => $"{ReaderWords.Name(name)}: what happened is not counted on",
            }, "/operations/readers"),
            _ => (alert.Cause, "/operations"),
        };
    }

    public static (string Word, string Tone) Circuit(CircuitState state, int failures) => state switch
    {
        CircuitState.Closed when failures > 0 => ("Failed last time, is asked again", "warn"),
        CircuitState.Closed => ("Answers", "good"),
        CircuitState.Probing => ("Finding out whether it is back", "warn"),
        _ => ("Does not answer", "bad"),
    };
}
