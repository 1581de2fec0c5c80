namespace BookingPortal.Tests.Fixtures;

/// <summary>How long the tests of chance go on: a sample in every run, the whole measure where the environment asks for it.</summary>
internal static class TestSize
{
    /// <summary>Set to <c>true</c> for the full measure: 50 kills over 2,000 bookings, races of a minute, outages over 1,000 bookings.</summary>
    public const string Variable = "BOOKINGPORTAL_TEST_FULL";

    public static bool IsFull => string.Equals(Environment.GetEnvironmentVariable(Variable), "true", StringComparison.OrdinalIgnoreCase);

    public static int Of(int sample, int full) => IsFull ? full : sample;
}
