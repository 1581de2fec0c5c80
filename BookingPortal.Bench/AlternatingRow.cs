namespace BookingPortal.Bench;

/// <summary>What one short run of a row took, and what it used up in all its calls together.</summary>
internal sealed record ShortRun(IReadOnlyCollection<double> Milliseconds, double Seconds, string Counted, double Used);

/// <summary>One row of a table whose rows are measured in turns, there and back, so that whatever else the machine does falls on all of them alike.</summary>
internal sealed class AlternatingRow(string name, Func<Task<ShortRun>> run)
{
    private readonly List<ShortRun> _runs = [];
    private readonly List<double> _loopMs = [];

    public static async Task<List<Measurement>> MeasureAsync(IReadOnlyList<AlternatingRow> rows, int rounds)
    {
        foreach (var row in rows)
        {
            await row.RunAsync();
            row.Forget();
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var row in round % 2 == 0 ? rows : rows.Reverse())
            {
                await row.RunAsync();
            }
        }

        return [.. rows.Select(row => row.Measured())];
    }

    private async Task RunAsync()
    {
        _loopMs.Add(MachineSpeed.LoopMs());
        _runs.Add(await run());
    }

    /// <summary>The first run is the compiler's.</summary>
    private void Forget()
    {
        _loopMs.Clear();
        _runs.Clear();
    }

    private Measurement Measured()
    {
        var used = _runs.Sum(each => each.Used) / Math.Max(1, _runs.Sum(each => each.Milliseconds.Count));
        return new(
            name,
            _runs.SelectMany(each => each.Milliseconds),
            _runs.Sum(each => each.Seconds),
            new() { [_runs[0].Counted] = Math.Round(used, used < 100 ? 3 : 0), ["machineLoopMs"] = Math.Round(_loopMs.Average(), 2) });
    }
}
