using System.Diagnostics;

namespace BookingPortal.Bench;

/// <summary>How fast the machine is just now. A shared one changes by half within minutes, and then only figures beside the same loop compare.</summary>
internal static class MachineSpeed
{
    private const int Steps = 500_000;
    private const int Tries = 7;

    private static readonly uint[] Numbers = new uint[1024];

    /// <summary>What a fixed loop takes, the middle one of a few tries.</summary>
    public static double LoopMs() => Enumerable.Range(0, Tries).Select(_ => OnceMs()).Order().ElementAt(Tries / 2);

    /// <summary>
    /// Several sums side by side and a small table: a loop in which each step waits for the one before does not notice that a
    /// neighbour has half of the core, and a search takes twice as long then.
    /// </summary>
    private static double OnceMs()
    {
        var began = Stopwatch.GetTimestamp();
        uint first = 1, second = 2, third = 3, fourth = 4;
        for (var step = 0; step < Steps; step++)
        {
            first = (first << 5) + first + Numbers[step & 1023];
            second = (second << 5) ^ (second >> 3);
            third += first ^ (uint)step;
            fourth = (fourth << 7) - fourth + second;
            Numbers[(step * 7) & 1023] = third + fourth;
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
