using System.Diagnostics.Metrics;

namespace BookingPortal.Core.Reporting;

/// <summary>What the portal counts while it works, for whoever watches over it.</summary>
public static class PortalMeter
{
    /// <summary>The name to listen to.</summary>
    public const string Name = "BookingPortal";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Events =
        Meter.CreateCounter<long>("bookingportal.booking.events", description: "What happened to bookings, by the event's name.");

    private static readonly Counter<long> Holds =
        Meter.CreateCounter<long>("bookingportal.holds.placed", description: "Times that were kept for a visitor.");

    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("bookingportal.refusals", description: "What was asked for and not done, by the kind of refusal.");

    private static readonly Counter<long> Attempts =
        Meter.CreateCounter<long>("bookingportal.outbox.attempts", description: "Tries to deliver a message, by kind and by how they ended.");

    private static readonly Counter<long> DeadLetters =
        Meter.CreateCounter<long>("bookingportal.outbox.dead_letters", description: "Messages that could not be delivered and wait for a person.");

    private static readonly Histogram<double> Runs =
        Meter.CreateHistogram<double>("bookingportal.job.duration", "s", "Runs of the timetable's jobs, by job and by how they ended.");

    private static readonly Counter<long> Commits =
        Meter.CreateCounter<long>("bookingportal.commits", description: "Commits of the one writer of SQLite, each of which may hold several writes.");

    private static readonly Counter<long> Writes =
        Meter.CreateCounter<long>("bookingportal.writes", description: "Writes that these commits held.");

    private static volatile Gauges? _gauges;

    static PortalMeter()
    {
        Meter.CreateObservableGauge("bookingportal.outbox.backlog", static () => _gauges?.Backlog() ?? [], description: "Messages that wait to be delivered.");
        Meter.CreateObservableGauge("bookingportal.outbox.lag", static () => _gauges?.LagSeconds() ?? [], "s", "How late the latest waiting message is.");
        Meter.CreateObservableGauge("bookingportal.circuit.state", static () => _gauges?.Circuits() ?? [], description: "0 while an outside system is asked, 1 while one call probes it, 2 while it is left alone.");
    }

    /// <summary>What is measured only when somebody asks for it.</summary>
    public sealed record Gauges(Func<IEnumerable<Measurement<long>>> Backlog, Func<IEnumerable<Measurement<double>>> LagSeconds, Func<IEnumerable<Measurement<int>>> Circuits);

    public static void Watch(Gauges gauges) => _gauges = gauges;

    public static void Tried(string kind, string outcome, int count) =>
        Attempts.Add(count, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("status", outcome));

    public static void DeadLetter(string kind) => DeadLetters.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public static void JobRan(string job, bool wentWell, double seconds) =>
        Runs.Record(seconds, new KeyValuePair<string, object?>("job", job), new KeyValuePair<string, object?>("status", wentWell ? "done" : "failed"));

    public static void Committed(int writes)
    {
        Commits.Add(1);
        Writes.Add(writes);
    }

    public static void Happened(string eventType) => Events.Add(1, new KeyValuePair<string, object?>("type", eventType));

    public static void HoldPlaced() => Holds.Add(1);

    public static void Refused(string kind) => Refusals.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
