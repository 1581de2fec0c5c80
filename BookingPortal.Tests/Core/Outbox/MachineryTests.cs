using BookingPortal.Core.Bookings;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Durability.Nodes;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Jobs;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace BookingPortal.Tests.Core.Outbox;

/// <summary>The machinery watches itself: jobs, circuits, lag and readers of the event stream, each told once and cleared when it is over.</summary>
public sealed class MachineryTests
{
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_run_that_did_something_is_kept_in_the_history_and_a_failed_one_with_its_reason(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        RunJob runJob = house.Get<RunJob>();
        await runJob.RunAsync(Job((_, _) => Task.FromResult(3)), CancellationToken.None);
        await runJob.RunAsync(Job((_, _) => throw new InvalidOperationException("the disk is full")), CancellationToken.None);

        JobState state = Assert.Single(await house.AllAsync<JobState>());
        Assert.Equal(("the disk is full", 1), (state.LastProblem, state.FailuresInARow));
        Assert.Equal([null, "the disk is full"], (await house.AllAsync<JobRun>()).OrderBy(run => run.Problem).Select(run => run.Problem));
        Assert.Single(await house.Get<ReadJobs>().RunsAsync(onlyFailed: true));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Idle_runs_leave_no_history_and_seldom_a_write(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        for (int i = 0; i < 100; i++)
        {
            await house.Get<RunJob>().RunAsync(Job((_, _) => Task.FromResult(0)), CancellationToken.None);
            house.Clock.Now += Duration.FromMilliseconds(100);
        }

        Assert.Empty(await house.AllAsync<JobRun>());
        Assert.Equal(TestDatabase.Now, Assert.Single(await house.AllAsync<JobState>()).LastEndedAt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_job_that_looks_every_second_is_not_said_to_have_run_last_when_it_was_noted_last(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        RecurringJob often = RecurringJobs.All.Single(job => job.Name == "run sagas") with { RunAsync = (_, _) => Task.FromResult(0) };
        RecurringJob seldom = RecurringJobs.All.Single(job => job.Name == "tidy holds") with { RunAsync = (_, _) => Task.FromResult(0) };
        await house.Get<RunJob>().RunAsync(often, CancellationToken.None);
        await house.Get<RunJob>().RunAsync(seldom, CancellationToken.None);

        house.Clock.Now += Duration.FromSeconds(48);
        Assert.Equal(["run sagas"], await UnnotedAsync(house));
        house.Clock.Now += Duration.FromSeconds(48);
        Assert.Empty(await UnnotedAsync(house)); // by then a note is missing, and the time of the last one says more
    }

    private static async Task<IEnumerable<string>> UnnotedAsync(OutboxHouse house) =>
        (await house.Get<ReadJobs>().RunAsync()).Where(job => job.RunsUnnoted).Select(job => job.Name);

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_job_that_misses_its_time_is_an_alert_until_it_runs_again(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        RecurringJob tidy = RecurringJobs.All.Single(job => job.Name == "tidy holds");
        RecurringJob real = tidy with { RunAsync = (_, _) => Task.FromResult(1) };
        await house.Get<RunJob>().RunAsync(real, CancellationToken.None);
        await house.Get<WatchMachinery>().RunAsync();
        await PassAsync(house, minutes: 10, but: "tidy holds");

        Alert alert = Assert.Single(await house.AllAsync<Alert>());
        Assert.Equal(("job:tidy holds", null), (alert.Cause, alert.ClearedAt));
        Assert.Single(await house.MessagesAsync()); // managers are told once
        Assert.True((await house.Get<ReadJobs>().RunAsync()).Single(item => item.Name == "tidy holds").IsLate);

        await house.Get<RunJob>().RunAsync(real, CancellationToken.None);
        await house.Get<WatchMachinery>().RunAsync();
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
    }

    /// <summary>As right after the portal was down for long: its jobs come in a moment, and nobody needs twenty mails for that.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_job_is_late_only_once_the_process_that_says_so_has_watched_for_long_enough(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await AllRunAsync(house);
        house.Clock.Now += Duration.FromHours(6);
        WatchMachinery watch = house.Get<WatchMachinery>();
        await watch.RunAsync();
        Assert.Empty(await house.AllAsync<Alert>());
    }

    /// <summary>As after the machine itself slept, or was moved: nothing looked meanwhile either, and the jobs come in a moment.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_pause_in_which_nobody_watched_is_no_silence_of_the_timetable(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await AllRunAsync(house);
        await PassAsync(house, minutes: 5, but: "");
        house.Clock.Now += Duration.FromHours(6);
        await house.Get<WatchMachinery>().RunAsync();
        Assert.Empty(await house.AllAsync<Alert>());

        await PassAsync(house, minutes: 3);
        Assert.Empty(await house.AllAsync<Alert>());
        await PassAsync(house, minutes: 1);
        Assert.Equal("timetable:all", Assert.Single(await house.AllAsync<Alert>()).Cause);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_timetable_that_is_dead_is_one_alert_with_a_mail_raised_from_outside_of_it_and_over_when_its_jobs_run(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await AllRunAsync(house);
        using var keepWatch = new KeepWatch(house.Get<WatchMachinery>(), NullLogger<KeepWatch>.Instance, TimeSpan.FromMilliseconds(20));
        await keepWatch.StartAsync(CancellationToken.None);
        await PassAsync(house, minutes: 3);
        Assert.Empty(await house.AllAsync<Alert>());
        house.Clock.Now += Duration.FromMinutes(1);
        Alert alert = await SoonAsync(house, each => each is { Cause: "timetable:all", ClearedAt: null });
        Assert.Equal("Nothing of the timetable has run for 4 minutes. Restart the portal; what is due by then is done at once.", alert.Words);
        Assert.Equal("mail:maria@example.com", (await house.MessageAsync()).Destination);

        await AllRunAsync(house);
        await SoonAsync(house, each => each is { Cause: "timetable:all", ClearedAt: not null });
        await keepWatch.StopAsync(CancellationToken.None);
        Assert.Equal(1, Assert.Single(await house.AllAsync<Alert>()).Times);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Two_nodes_that_find_the_same_at_the_same_time_tell_the_managers_once(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        for (int round = 1; round <= 5; round++)
        {
            // From the second round on the row is there, and they race to open it again.
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => house.Get<IWriteQueue>().RunAsync(
                scope => house.Get<RaiseAlert>().RunAsync(scope, new RaiseAlert.Request(AlertCauses.Timetable, "Nothing runs."), house.Clock.Now))));
            Assert.Equal(round, (await house.MessagesAsync()).Count);
            await house.Get<IWriteQueue>().RunAsync(scope => RaiseAlert.ClearAsync(scope, AlertCauses.Timetable, "job", house.Clock.Now));
        }
    }

    /// <summary>As while nodes are brought up to date: the older one does not know the newer one's job, and the one that has just begun cannot judge yet.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task An_alert_about_a_job_is_not_taken_back_by_a_node_that_cannot_judge_it(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        WatchMachinery watch = house.Get<WatchMachinery>();
        Task<bool> SayAsync(string job) => house.Get<IWriteQueue>().RunAsync(
            scope => house.Get<RaiseAlert>().RunAsync(scope, new RaiseAlert.Request(AlertCauses.Job(job), "It has not run for 10 minutes.", Times: 0), house.Clock.Now));
        await SayAsync("a newer node's");
        await SayAsync("tidy holds");
        await AllRunAsync(house, but: "tidy holds");
        await watch.RunAsync();
        Assert.All(await house.AllAsync<Alert>(), alert => Assert.Null(alert.ClearedAt));

        house.Clock.Now += Duration.FromMinutes(6);
        await AllRunAsync(house);
        await watch.RunAsync(); // nobody has said it again meanwhile
        Assert.All(await house.AllAsync<Alert>(), alert => Assert.NotNull(alert.ClearedAt));
    }

    /// <summary>Time in which somebody looks every minute, as on a node that runs.</summary>
    /// <param name="but">All jobs run before each look but this one; null = none does.</param>
    private static async Task PassAsync(OutboxHouse house, int minutes, string? but = null)
    {
        for (int minute = 0; minute < minutes; minute++)
        {
            house.Clock.Now += Duration.FromMinutes(1);
            if (but is not null)
            {
                await AllRunAsync(house, but);
            }

            await house.Get<WatchMachinery>().RunAsync();
        }
    }

    private static async Task AllRunAsync(OutboxHouse house, string but = "")
    {
        foreach (RecurringJob job in RecurringJobs.All.Where(job => job.Name != but))
        {
            await house.Get<RunJob>().RunAsync(job with { RunAsync = (_, _) => Task.FromResult(1) }, CancellationToken.None);
        }
    }

    private static async Task<Alert> SoonAsync(OutboxHouse house, Func<Alert, bool> isIt)
    {
        for (int look = 0; look < 500; look++)
        {
            if ((await house.AllAsync<Alert>()).Find(each => isIt(each)) is { } alert)
            {
                return alert;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException("No such alert came.");
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Messages_that_are_late_are_an_alert_until_they_are_gone(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"));
        house.Clock.Now += Duration.FromMinutes(11);
        await house.Get<WatchMachinery>().RunAsync();
        Assert.Equal("lag:mail", Assert.Single(await house.AllAsync<Alert>()).Cause);

        await house.Get<WorkOutbox>().UntilNoneAsync();
        await house.Get<WatchMachinery>().RunAsync();
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
    }

    /// <summary>The longer it fails, the longer the pause before its next try: it is never late, and still nobody has it.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task A_message_that_fails_for_an_hour_is_an_alert_though_its_next_try_is_not_due(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        house.Mail.Answer = effect => effect.Address == "eva@example.com" ? new EffectAnswer.TryAgain("450 come back later", null, IsOutage: false) : new EffectAnswer.Delivered();
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"));
        Instant first = house.Clock.Now;
        while (house.Clock.Now - first <= Duration.FromMinutes(58))
        {
            await house.WorkAsync();
            house.Clock.Now = Instant.Max((await house.MessagesAsync())[0].DueAt!.Value, house.Clock.Now);
        }

        Assert.True(house.Clock.Now - first < Duration.FromHours(3));
        house.Clock.Now = Instant.Max(house.Clock.Now, first + Duration.FromMinutes(61));
        await house.WorkAsync();
        Assert.True((await house.MessagesAsync())[0].DueAt > house.Clock.Now);
        await AllRunAsync(house);
        await house.Get<WatchMachinery>().RunAsync();
        Alert alert = Assert.Single(await house.AllAsync<Alert>());
        Assert.Equal("retrying:mail", alert.Cause);
        Assert.StartsWith("One message has failed and waits for another try", alert.Words, StringComparison.Ordinal);
        ReadBacklog.KindNow mail = Assert.Single((await house.Get<ReadBacklog>().RunAsync()).Kinds);
        Assert.Equal((Duration.Zero, first), (mail.Lag, mail.FailingSince));

        house.Mail.Answer = _ => new EffectAnswer.Delivered();
        house.Clock.Now += Duration.FromHours(3);
        await house.Get<WorkOutbox>().UntilNoneAsync();
        await AllRunAsync(house);
        await house.Get<WatchMachinery>().RunAsync();
        Assert.NotNull((await house.AllAsync<Alert>()).Single(each => each.Cause == "retrying:mail").ClearedAt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_open_circuit_is_shown_on_every_node_told_once_and_probed_when_a_manager_asks(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        CircuitBreaker mail = house.Get<CircuitBoard>().Of("mail");
        for (int i = 0; i < 5; i++)
        {
            mail.Failed("Connection refused.", house.Clock.Now);
        }

        foreach (string ownWork in new[] { "staff", "undo", "refund" })
        {
            house.Get<CircuitBoard>().Of(ownWork).Succeeded(house.Clock.Now); // nobody outside, so nothing to show
        }

        await house.Get<BeatNode>().RunAsync(delivers: true, inFlight: 7);
        await house.Get<BeatNode>().RunAsync(delivers: true, inFlight: 7);
        ReadMachinery.OutsideSystem shown = Assert.Single(await house.Get<ReadMachinery>().SystemsAsync());
        Assert.Equal(("mail", CircuitState.Open, "Connection refused."), (shown.Name, shown.State, shown.LastProblem));
        Alert alert = Assert.Single(await house.AllAsync<Alert>());
        Assert.Equal(("circuit:mail", 1), (alert.Cause, alert.Times));
        ReadMachinery.Worker worker = Assert.Single(await house.Get<ReadMachinery>().WorkersAsync());
        Assert.Equal((7, true, "mail,refund,undo"), (worker.Beat.InFlight, worker.IsAlive, worker.Beat.Kinds));

        Assert.False((await house.Get<ActOnMachinery>().RunAsync(new ActOnMachinery.ProbeRequest(house.Manager, "mail", "They say it is back"))).IsRefused);
        await house.Get<BeatNode>().RunAsync(delivers: true, inFlight: 0);
        Assert.Equal(1, mail.Ask(house.Clock.Now).Most);

        Assert.True(mail.TryBegin(house.Clock.Now));
        mail.Succeeded(house.Clock.Now);
        await house.Get<BeatNode>().RunAsync(delivers: true, inFlight: 0);
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);

        house.Clock.Now += Duration.FromMinutes(1);
        Assert.False(Assert.Single(await house.Get<ReadMachinery>().WorkersAsync()).IsAlive);
    }

    /// <summary>As after a restart in the middle of an outage: nobody else would ever say that it is over.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task The_alert_of_a_process_that_died_with_an_open_circuit_ends_with_one_that_begins_anew(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await BeatAsync(house, "first", circuits => Enumerable.Range(0, 5).ToList().ForEach(_ => circuits.Of("mail").Failed("Connection refused.", house.Clock.Now)));
        Assert.Null(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
        await BeatAsync(house, "second", circuits => circuits.Of("mail").Succeeded(house.Clock.Now));
        Assert.Null(Assert.Single(await house.AllAsync<Alert>()).ClearedAt); // the first may live

        house.Clock.Now += Duration.FromMinutes(2);
        await BeatAsync(house, "third", circuits => circuits.Of("mail").Succeeded(house.Clock.Now));
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_job_that_never_ran_is_an_alert_once_it_should_have(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.Get<WatchMachinery>().RunAsync();
        await PassAsync(house, minutes: 4, but: "run sagas");
        Alert alert = (await house.AllAsync<Alert>()).Single(each => each.Cause == "job:run sagas");
        Assert.Equal("It has not run once since this process began to watch.", alert.Words);
        Assert.DoesNotContain(await house.AllAsync<Alert>(), each => each.Cause == "job:forget delivered"); // an hour between its runs

        await house.Get<RunJob>().RunAsync(RecurringJobs.All.Single(job => job.Name == "run sagas"), CancellationToken.None);
        await house.Get<WatchMachinery>().RunAsync();
        Assert.NotNull((await house.AllAsync<Alert>()).Single(each => each.Cause == "job:run sagas").ClearedAt);
    }

    /// <summary>An alert may name a customer of any site.</summary>
    [Theory, OnSqlite, OnSqlServer]
    public async Task Alerts_go_to_managers_of_all_sites(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.AddManagerAsync("paula@example.com", Guid.NewGuid());
        house.Mail.Answer = effect => effect.Address == "eva@example.com" ? new EffectAnswer.Refused("No such mailbox.") : new EffectAnswer.Delivered();
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"));
        await house.Get<WorkOutbox>().UntilNoneAsync();
        Assert.Equal("maria@example.com", Assert.Single(house.Mail.Taken).Address);
    }

    private static Task BeatAsync(OutboxHouse house, string node, Action<CircuitBoard> happens)
    {
        var circuits = new CircuitBoard();
        happens(circuits);
        return new BeatNode(
            house.Get<IWriteQueue>(), circuits, house.Get<RaiseAlert>(), house.Get<EffectHandlers>(), new OutboxSettings { Worker = node }, house.Clock)
            .RunAsync(delivers: true, inFlight: 0);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_subscriber_takes_each_event_once_and_a_replay_repeats_no_effect(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.BookAsync();
        await house.BookAsync("rui@example.com");
        while (await house.Get<NumberEvents>().RunAsync() > 0)
        {
            // On a server the stream's numbers come afterwards.
        }

        RunSubscribers run = house.Get<RunSubscribers>();
        Assert.Equal(6, await run.RunAsync()); // two events, three readers
        Assert.Equal(0, await run.RunAsync());
        Assert.Equal([("BookingConfirmed", 2), ("Made", 2)], (await house.AllAsync<EventTally>()).Select(Tally).Order());

        await house.Get<ReplaySubscriber>().RunAsync(new(house.Manager, "tally", 0, "The counts looked wrong"));
        Assert.Equal(2, await run.RunAsync());
        Assert.All(await house.AllAsync<EventTally>(), tally => Assert.Equal(2, tally.Count));
        Assert.All(await house.AllAsync<EventSubscriber>(), row => Assert.Equal((2L, 2L), (row.Position, row.Furthest)));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_subscriber_that_fails_keeps_its_place_and_is_an_alert_until_it_goes_on(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.BookAsync();
        await house.Database.NumberEventsAsync();
        var broken = new Follower { Fails = true };
        RunSubscribers run = Node(house, broken);
        Assert.Equal(0, await run.RunAsync());
        EventSubscriber row = Assert.Single(await house.AllAsync<EventSubscriber>());
        Assert.Equal((0L, "not today"), (row.Position, row.Problem));
        Assert.Equal("subscriber:follower", Assert.Single(await house.AllAsync<Alert>()).Cause);

        broken.Fails = false;
        Assert.Equal(1, await run.RunAsync());
        Assert.Equal(1L, Assert.Single(await house.AllAsync<EventSubscriber>()).Position);
        Assert.NotNull(Assert.Single(await house.AllAsync<Alert>()).ClearedAt);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Of_two_nodes_that_look_at_the_same_events_one_takes_them(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider);
        await house.BookAsync();
        await house.Database.NumberEventsAsync();
        var follower = new Follower();
        follower.BeforeTake = async () =>
        {
            follower.BeforeTake = () => Task.CompletedTask;
            Assert.Equal(1, await Node(house, follower).RunAsync());
        };

        Assert.Equal(0, await Node(house, follower).RunAsync());
        Assert.Equal(1, follower.Taken);
        Assert.Equal(1L, Assert.Single(await house.AllAsync<EventSubscriber>()).Position);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task What_rests_for_long_is_forgotten_and_dead_letters_are_not(string provider)
    {
        await using var house = await OutboxHouse.OpenAsync(provider, new OutboxSettings { KeepDays = 30 });
        house.Mail.Answer = effect => effect.Address.StartsWith("eva", StringComparison.Ordinal) ? new EffectAnswer.Refused("No such mailbox.") : new EffectAnswer.Delivered();
        await house.LeaveAsync(OutboxHouse.To("eva@example.com"), OutboxHouse.To("rui@example.com"));
        await house.Get<WorkOutbox>().UntilNoneAsync();
        house.Clock.Now += Duration.FromDays(29);
        Assert.Equal(0, await house.Get<ForgetDelivered>().RunAsync());
        house.Clock.Now += Duration.FromDays(2);
        Assert.Equal(2, await house.Get<ForgetDelivered>().RunAsync()); // Rui's, and the alert to the manager
        Assert.Equal(OutboxStatus.Dead, (await house.MessageAsync()).Status);
        Assert.Single(await house.AllAsync<DeliveryAttempt>());
    }

    [Fact]
    public async Task A_timetable_that_has_fallen_silent_makes_the_node_unready()
    {
        var time = new HandTime();
        var health = new TimetableHealth(time);
        Assert.Null(await health.RunAsync()); // a node without one
        health.Sign();
        time.Pass(TimeSpan.FromSeconds(119));
        Assert.Null(await health.RunAsync());
        time.Pass(TimeSpan.FromSeconds(2));
        Assert.Contains("timetable", await health.RunAsync());
        health.Sign();
        Assert.Null(await health.RunAsync());
    }

    private static (string Type, int Count) Tally(EventTally tally) => (tally.Type, tally.Count);

    private static RecurringJob Job(Func<IServiceProvider, CancellationToken, Task<int>> run) => new("try", TimeSpan.FromSeconds(1), run);

    private static RunSubscribers Node(OutboxHouse house, Follower follower) => new(
        [follower], house.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PortalContext>>(), house.Get<ReadEvents>(), house.Get<KeepPosition>(),
        house.Get<Microsoft.Extensions.Logging.ILogger<RunSubscribers>>());

    private sealed class Follower : IEventSubscriber
    {
        public bool Fails { get; set; }

        /// <summary>What goes on elsewhere between the look and the write.</summary>
        public Func<Task> BeforeTake { get; set; } = () => Task.CompletedTask;

        public int Taken { get; private set; }

        public string Name => "follower";

        public async Task<TakeEvents> LookAsync(EventBatch batch, CancellationToken cancellationToken)
        {
            await BeforeTake();
            return _ =>
            {
                Taken += batch.Events.Count;
                return Fails ? throw new InvalidOperationException("not today") : Task.FromResult<EventFinding?>(null);
            };
        }
    }

    private sealed class HandTime : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
