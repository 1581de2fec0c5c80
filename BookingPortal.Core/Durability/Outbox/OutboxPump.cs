using System.Collections.Concurrent;
using System.Threading.Channels;
using BookingPortal.Core.Durability.Circuits;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace BookingPortal.Core.Durability.Outbox;

/// <summary>
/// Keeps one kind of message flowing: one loop takes, as many deliver at once as the handler allows, one writes down what
/// came of it, one renews leases. A slow message holds up one place and nobody else.
/// </summary>
internal sealed partial class OutboxPump(
    IEffectHandler handler, WorkerActs acts, OutboxPumpTools tools, OutboxSettings settings, ILogger log)
{
    /// <summary>So much work is taken ahead, so that no place waits for the database.</summary>
    private const double SecondsAhead = 1;

    /// <summary>What is under way when the portal stops may end in peace for so long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, Held> _held = new();
    private readonly Channel<Held> _toDeliver = Channel.CreateUnbounded<Held>(new UnboundedChannelOptions { SingleWriter = true });
    private readonly Channel<TriedMessage> _toKeep = Channel.CreateUnbounded<TriedMessage>(new UnboundedChannelOptions { SingleReader = true });
    private double _secondsEach = 0.05;

    public int InFlight => _held.Count;

    public async Task RunAsync(CancellationToken stop)
    {
        using var endNow = new CancellationTokenSource();
        Task deliver = Task.WhenAll(Enumerable.Range(0, handler.MostAtOnce).Select(_ => DeliverAsync(stop, endNow.Token)));
        Task keep = KeepAsync();
        using var noMoreRenewing = new CancellationTokenSource();
        Task renew = RenewAsync(noMoreRenewing.Token);
        await TakeAsync(stop);
        endNow.CancelAfter(Grace);
        _toDeliver.Writer.Complete();
        await deliver;
        _toKeep.Writer.Complete();
        await keep;
        await noMoreRenewing.CancelAsync();
        await renew;
    }

    private async Task TakeAsync(CancellationToken stop)
    {
        int skip = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                int room = Room();
                TakeMessages.Taken taken = room > 0 ? await acts.Take.RunAsync(handler.Kind, room, skip, stop) : new TakeMessages.Taken([], 0);
                foreach (TakenMessage message in taken.Messages)
                {
                    var held = new Held(message);
                    _held[message.Effect.Id] = held;
                    await _toDeliver.Writer.WriteAsync(held, CancellationToken.None);
                }

                // Others take from the same end: look elsewhere next time, and look again at once when that was too far.
                bool isCrowded = taken.Messages.Count < taken.Seen / 2;
                bool skippedTooFar = skip > 0 && taken.Seen == 0;
                skip = isCrowded ? Random.Shared.Next(room * 2) : 0;
                if (taken.Seen < room && !skippedTooFar && !isCrowded)
                {
                    await tools.Signal.WaitAsync(handler.Kind, settings.PollEvery, stop);
                }
                else if (room == 0)
                {
                    await tools.Signal.WaitAsync(handler.Kind, settings.PollEvery, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database is away or busy; what is due stays due.
                LogTakeFailed(log, handler.Kind, failure);
                await Task.Delay(settings.PollEvery, CancellationToken.None);
            }
        }
    }

    /// <summary>How many more to take: enough for about a second of work, and never more than the system outside may be asked.</summary>
    private int Room()
    {
        int window = (int)Math.Clamp(SecondsAhead * handler.MostAtOnce / Math.Max(_secondsEach, 0.0001), handler.MostAtOnce, settings.TakeAtOnce * 2);
        int room = window - _held.Count;
        CircuitPermit permit = tools.Circuits.Of(handler.Kind).Ask(tools.Clock.GetCurrentInstant());
        room = Math.Min(room, Math.Min(permit.Most, settings.TakeAtOnce));
        return room >= window / 4 || _held.IsEmpty ? Math.Max(room, 0) : 0; // a few at a time would only keep the database busy
    }

    private async Task DeliverAsync(CancellationToken stop, CancellationToken endNow)
    {
        await foreach (Held held in _toDeliver.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (stop.IsCancellationRequested)
            {
                _toKeep.Writer.TryWrite(TriedMessage.GivenBack(held.Taken, tools.Clock.GetCurrentInstant()));
                continue;
            }

            using var end = CancellationTokenSource.CreateLinkedTokenSource(endNow);
            held.End = end;
            TriedMessage tried = await acts.Try.RunAsync(held.Taken, end.Token);
            held.End = null;
            if (tried.Answer is not null)
            {
                _secondsEach = (_secondsEach * 0.9) + (tried.TookMilliseconds / 1000.0 * 0.1);
            }

            _toKeep.Writer.TryWrite(tried);
        }
    }

    private async Task KeepAsync()
    {
        List<TriedMessage> some = [];
        while (await _toKeep.Reader.WaitToReadAsync(CancellationToken.None))
        {
            some.Clear();
            while (some.Count < settings.TakeAtOnce && _toKeep.Reader.TryRead(out TriedMessage? tried))
            {
                some.Add(tried);
            }

            await KeepAsync(some);
            some.ForEach(each => _held.TryRemove(each.Taken.Effect.Id, out _));
            tools.Signal.Wake([handler.Kind]);
        }
    }

    /// <summary>An outcome that cannot be written now is written later: forgetting it would mean doing the effect again.</summary>
    private async Task KeepAsync(List<TriedMessage> some)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await acts.Keep.RunAsync(some, CancellationToken.None);
                return;
            }
            catch (Exception failure) when (attempt < 30)
            {
                LogKeepFailed(log, handler.Kind, some.Count, failure);
                await Task.Delay(TimeSpan.FromMilliseconds(100 * Math.Min(attempt, 20)), CancellationToken.None);
            }
            catch (Exception failure)
            {
                // Their leases run out; whoever takes them next asks the handler, who knows what was done.
                LogKeepGivenUp(log, handler.Kind, some.Count, failure);
                return;
            }
        }
    }

    private async Task RenewAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(settings.Lease.ToTimeSpan() / 3);
        while (await WaitAsync(timer, stop))
        {
            try
            {
                foreach (TakenMessage lost in await acts.Renew.RunAsync([.. _held.Values.Select(held => held.Taken)], stop))
                {
                    if (_held.TryGetValue(lost.Effect.Id, out Held? held) && held.Taken == lost)
                    {
                        held.Stop();
                    }
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                LogRenewFailed(log, handler.Kind, failure);
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Messages of {Kind} could not be taken; they stay due.")]
    private static partial void LogTakeFailed(ILogger logger, string kind, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What came of {Count} messages of {Kind} could not be written yet.")]
    private static partial void LogKeepFailed(ILogger logger, string kind, int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "What came of {Count} messages of {Kind} was not written; their leases run out and they are tried again.")]
    private static partial void LogKeepGivenUp(ILogger logger, string kind, int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The leases of {Kind} could not be renewed this time.")]
    private static partial void LogRenewFailed(ILogger logger, string kind, Exception failure);

    private sealed class Held(TakenMessage taken)
    {
        public TakenMessage Taken => taken;

        /// <summary>Ends the try that is under way; null while none is.</summary>
        public CancellationTokenSource? End { get; set; }

        /// <summary>The lease is lost. Should it still wait for its turn, the lease's end is seen there.</summary>
        public void Stop()
        {
            taken.LeaseUntil = NodaConstants.UnixEpoch;
            try
            {
                End?.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself at this very moment.
            }
        }
    }
}

/// <summary>What every pump shares.</summary>
internal sealed record OutboxPumpTools(OutboxSignal Signal, CircuitBoard Circuits, IClock Clock);
