using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Operations.Words;
using NodaTime;

namespace BookingPortal.Operations;

/// <summary>All that the overview shows, read together.</summary>
public sealed class ReadOverview(
    ReadBacklog readBacklog, ReadMachinery readMachinery, ReadAlerts readAlerts, ReadWaitingBookings readWaitingBookings, ReadMovedBookings readMovedBookings, OpsReading reading)
{
    /// <param name="Moved">Visits whose clock moved since they were booked.</param>
    public sealed record View(
        OpsTime Time,
        ReadBacklog.Found Backlog,
        IReadOnlyList<ReadMachinery.Worker> Workers,
        IReadOnlyList<ReadMachinery.OutsideSystem> Systems,
        ReadAlerts.Found Alerts,
        ReadWaitingBookings.Counts Counts,
        IReadOnlyList<ReadMovedBookings.Item> Moved)
    {
        /// <summary>All that waited or went out today, also those that rest now.</summary>
        public IReadOnlyList<ReadBacklog.KindNow> Kinds =>
        [
            .. Backlog.Kinds
                .Concat(Backlog.Day.Keys
                    .Where(kind => Backlog.Kinds.All(each => each.Kind != kind))
                    .Select(kind => new ReadBacklog.KindNow(kind, 0, 0, 0, 0, null, null, Duration.Zero, null, 0)))
                .OrderBy(each => each.Kind, StringComparer.Ordinal),
        ];

        public int Dead => Backlog.Kinds.Sum(kind => kind.Dead);

        public Instant? OldestDead => Backlog.Kinds.Min(kind => kind.OldestDead);

        /// <summary>How late the latest of all kinds is.</summary>
        public Duration Lag => Backlog.Kinds.Count == 0 ? Duration.Zero : Backlog.Kinds.Max(kind => kind.Lag);
    }

    public async Task<View> RunAsync() => new(
        await reading.TimeAsync(),
        await readBacklog.RunAsync(),
        await readMachinery.WorkersAsync(),
        await readMachinery.SystemsAsync(),
        await readAlerts.RunAsync(),
        await readWaitingBookings.CountAsync(),
        await readMovedBookings.RunAsync());
}
