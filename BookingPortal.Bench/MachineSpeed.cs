using System.Diagnostics;

namespace BookingPortal.Bench;

/// <summary>How fast the machine is just now. A shared one changes by half within minutes, and then only figures beside the same loop compare.</summary>
internal static class MachineSpeed
{
    private const int Steps = 2_000_000;
    private const int Tries = 7;

    private static uint _result;

    /// <summary>What a fixed loop of whole numbers takes, which needs neither memory nor the system: the middle one of a few tries.</summary>
    public static double LoopMs() => Enumerable.Range(0, Tries).Select(_ => OnceMs()).Order().ElementAt(Tries / 2);

    private static double OnceMs()
    {
        var began = Stopwatch.GetTimestamp();
        var number = _result;
        for (var step = 0; step < Steps; step++)
        {
            number = (number * 1_664_525) + 1_013_904_223;
        }

        _result = number;
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
