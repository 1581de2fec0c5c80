using System.Collections.Concurrent;
using System.Diagnostics;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data.Checks;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>Guarantees 1 and 2 under chance: holding, running out, taking over, confirming, moving and cancelling race each other, and nothing is ever broken.</summary>
public sealed class RaceTests
{
    private const int Racers = 12;

    /// <summary>A slow server on a busy machine does not see every case in the first one.</summary>
    private const int MostRounds = 10;

    private static readonly Instant Ten = GuardHouse.Opening + Duration.FromDays(2);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(TestSize.Of(sample: 6, full: 60));

    [Theory, OnSqlite, OnSqlServer]
    public async Task Whoever_races_whom_the_check_finds_nothing(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        var race = new Race(house);
        for (int round = 0; round < MostRounds && !race.IsWhole; round++)
        {
            await race.RunAsync(Length);
        }

        Assert.True(race.IsWhole, $"{race.Booked} booked, {race.TakenOver} lost their hold, {race.Late} confirmed late: not every case came up.");
        Assert.Equal([], (await house.Get<CheckPortal>().RunAsync()).Findings.Select(finding => finding.ToString()));
    }

    [Theory, OnSqlite]
    public async Task Without_the_claim_key_the_same_race_is_found_out(string provider)
    {
        await using GuardHouse house = await OpenAsync(provider);
        await house.TakeTheClaimKeyAwayAsync();
        var race = new Race(house);
        IReadOnlyList<Finding> findings = [];
        for (int round = 0; round < 20 && findings.Count == 0; round++)
        {
            await race.RunAsync(TimeSpan.FromSeconds(1));
            findings = (await house.Get<CheckPortal>().RunAsync()).Findings;
        }

        Assert.Contains(findings, finding => finding.ToString().Contains("overbooked", StringComparison.Ordinal));
    }

    private static async Task<GuardHouse> OpenAsync(string provider)
    {
        GuardHouse house = await GuardHouse.OpenAsync(provider, more: services => services.AddSingleton<CheckPortal>());
        Service cut = await house.AddShopAsync(people: 2, service => (service.StepMinutes, service.MaxPerDay) = (5, 30));
        var yoga = new Service
        {
            Slug = "yoga", Name = "Yoga", DurationMinutes = 30, StepMinutes = 15, Kind = ServiceKind.Class, Seats = 3, Sites = cut.Sites,
            Requires = cut.Requires,
        };
        await house.AddAsync(yoga);
        return house;
    }

    /// <summary>Customers without manners on a clock that jumps.</summary>
    private sealed class Race(GuardHouse house)
    {
        private readonly ConcurrentQueue<Hold> _holds = new();
        private readonly ConcurrentQueue<Guid> _bookings = new();
        private readonly Lock _clock = new();
        private int _booked;
        private int _takenOver;
        private int _late;

        public int Booked => _booked;

        public int TakenOver => _takenOver;

        public int Late => _late;

        /// <summary>Every case came up.</summary>
        public bool IsWhole => Booked > 0 && TakenOver > 0 && Late > 0;

        public async Task RunAsync(TimeSpan length)
        {
            var running = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => Task.Run(async () =>
            {
                while (running.Elapsed < length)
                {
                    await ActAsync();
                    if (Random.Shared.Next(4) == 0)
                    {
                        await Task.Delay(Random.Shared.Next(4));
                    }
                }
            })));
        }

        private async Task ActAsync()
        {
            switch (Random.Shared.Next(20))
            {
                case < 7:
                    string service = Random.Shared.Next(4) == 0 ? "yoga" : "cut";
                    if ((await house.HoldAsync(AnyStart(), service: service)).TryGet(out Hold? hold, out _))
                    {
                        _holds.Enqueue(hold);
                    }

                    break;
                case < 13 when _holds.TryDequeue(out Hold? held):
                    await ConfirmAsync(held);
                    break;
                case 13 when _holds.TryPeek(out Hold? slow):
                    await house.Get<RenewHold>().RunAsync(slow.Id);
                    break;
                case 14 when _holds.TryDequeue(out Hold? unwanted):
                    await house.Get<ReleaseHold>().RunAsync(unwanted.Id);
                    break;
                case 15:
                    await house.Get<TidyHolds>().RunAsync();
                    break;
                case 16 when _bookings.TryDequeue(out Guid moved):
                    await house.Get<RescheduleBooking>().RunAsync(new RescheduleBooking.Request(new ChangeRequest(moved, "desk", IsStaff: true), AnyStart()));
                    _bookings.Enqueue(moved);
                    break;
                case 17 or 18 when _bookings.TryDequeue(out Guid cancelled):
                    await house.Get<CancelBooking>().RunAsync(new CancelBooking.Request(new ChangeRequest(cancelled, "desk", IsStaff: true)));
                    break;
                default:
                    lock (_clock)
                    {
                        house.Clock.Now += Duration.FromSeconds(Random.Shared.Next(20, 200));
                    }

                    break;
            }
        }

        private async Task ConfirmAsync(Hold hold)
        {
            bool ranOut = hold.ExpiresAt <= house.Clock.Now;
            Outcome<Booking> outcome = await house.BookAsync(hold);
            if (outcome.TryGet(out Booking? booking, out Refusal? refusal))
            {
                Interlocked.Increment(ref _booked);
                Interlocked.Add(ref _late, ranOut ? 1 : 0);
                _bookings.Enqueue(booking.Id);
            }
            else
            {
                Assert.IsType<Refusal.HoldExpired>(refusal);
                Interlocked.Increment(ref _takenOver);
            }
        }

        /// <summary>Two hours in which everything overlaps everything, always ahead of the clock's day.</summary>
        private Instant AnyStart() => Ten + Duration.FromMinutes(15 * Random.Shared.Next(8)) + Duration.FromMinutes(5 * Random.Shared.Next(3) * Random.Shared.Next(2));
    }
}
