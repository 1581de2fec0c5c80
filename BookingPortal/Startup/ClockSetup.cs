using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Startup;

/// <summary>The clock that everything reads: the real one, or one that starts at a given time, for demonstrations and tests.</summary>
internal static class ClockSetup
{
    public static void AddClock(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton(Read(builder.Configuration, builder.Environment));

    /// <exception cref="StartupProblem">The setting cannot be read, or somebody set the clock of a business that is open.</exception>
    public static IClock Read(IConfiguration configuration, IHostEnvironment environment)
    {
        string? now = configuration["Clock:Now"];
        string? frozen = configuration["Clock:Frozen"];
        if (string.IsNullOrWhiteSpace(now) && string.IsNullOrWhiteSpace(frozen))
        {
            return SystemClock.Instance;
        }

        if (environment.IsProduction())
        {
            throw new StartupProblem("Clock__Now and Clock__Frozen are for tests and demonstrations; in Production the clock is the real one. Remove them, or set ASPNETCORE_ENVIRONMENT.");
        }

        bool isFrozen = false;
        if (!string.IsNullOrWhiteSpace(frozen) && !bool.TryParse(frozen, out isFrozen))
        {
            throw new StartupProblem($"Clock__Frozen is \"{frozen}\"; it can be true or false.");
        }

        Instant start = string.IsNullOrWhiteSpace(now) ? SystemClock.Instance.GetCurrentInstant() : Parse(now);
        return isFrozen ? new FrozenClock(start) : new ShiftedClock(start);
    }

    private static Instant Parse(string now)
    {
        ParseResult<OffsetDateTime> parsed = OffsetDateTimePattern.Rfc3339.Parse(now.Trim());
        return parsed.Success
            ? parsed.Value.ToInstant()
            : throw new StartupProblem($"Clock__Now is \"{now}\"; it is written like 2026-03-01T08:00:00Z or 2026-03-01T08:00:00+01:00.");
    }

    private sealed class FrozenClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }

    /// <summary>Runs at the real pace from where it was set.</summary>
    private sealed class ShiftedClock(Instant start) : IClock
    {
        private readonly Duration _shift = start - SystemClock.Instance.GetCurrentInstant();

        public Instant GetCurrentInstant() => SystemClock.Instance.GetCurrentInstant() + _shift;
    }
}
