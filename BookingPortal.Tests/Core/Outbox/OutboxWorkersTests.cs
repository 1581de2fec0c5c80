using System.Diagnostics;
using System.Text.Json;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>The workers as they run: woken by a booking, and killed in the middle of their work.</summary>
public sealed class OutboxWorkersTests
{
    [Fact]
    public async Task Two_workers_of_which_one_is_killed_again_and_again_lose_nothing_and_never_overlap()
    {
        string bench = Path.Combine(SourceTree.Root, "BookingPortal.Bench", "bin", SourceTree.BuildConfiguration, "net10.0", "BookingPortal.Bench.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in new[] { bench, "outbox-crash", "--messages", "1000", "--kill", "300", "--kills", "5", "--work", "40", "--lease", "10", "--minutes", "10" })
        {
            start.ArgumentList.Add(argument);
        }

        // The lease is longer than a busy machine keeps a process waiting: one that runs out under a living worker may overlap, and should.
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
        JsonElement found = JsonDocument.Parse(output.Split('\n').Last(line => line.StartsWith('{'))).RootElement;
        Assert.True(found.GetProperty("kills").GetInt32() >= 1, output);
        Assert.All(["lost", "overlapping", "twiceWithoutACrash"], name => Assert.Equal(0, found.GetProperty(name).GetInt32()));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_booking_wakes_the_workers_of_its_process_at_once(string provider)
    {
        // Looking takes them so long that only being woken can explain it.
        await using var house = await OutboxHouse.OpenAsync(provider, new OutboxSettings { PollEvery = TimeSpan.FromMinutes(30) });
        using var workers = new OutboxWorkers(
            house.Get<EffectHandlers>(), house.Get<WorkerActs>(), house.Get<OutboxSignal>(),
            house.Get<BookingPortal.Core.Durability.Circuits.CircuitBoard>(),
            new WorkerTools(house.Get<OutboxSettings>(), house.Clock, house.Get<ILoggerFactory>()));
        var sent = new TaskCompletionSource<Effect>(TaskCreationOptions.RunContinuationsAsynchronously);
        house.Mail.Meanwhile = effect =>
        {
            sent.TrySetResult(effect);
            return Task.CompletedTask;
        };
        await workers.StartAsync(CancellationToken.None);
        Guid booking = (await house.BookAsync()).Id;
        Effect effect = await sent.Task.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(booking, effect.BookingId);
        await workers.StopAsync(CancellationToken.None);
        Assert.Equal(OutboxStatus.Delivered, (await house.MessageAsync()).Status);
    }
}
