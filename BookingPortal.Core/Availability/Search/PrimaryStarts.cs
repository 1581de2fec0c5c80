namespace BookingPortal.Core.Availability.Search;

/// <summary>The starts at which a service fits into one primary resource's openings, and the units free at each; read once, from first to last.</summary>
internal sealed class PrimaryStarts
{
    private readonly long[] _starts;
    private readonly int[] _unitsFree;
    private int _position;

    public PrimaryStarts(SearchFrame frame, ResourceSweep resource, List<long> scratch)
    {
        CandidateStarts.Collect(frame, resource, scratch);
        var fitting = 0;
        foreach (var start in scratch)
        {
            if (resource.IsOpen(start, frame.EndOf(start)))
            {
                scratch[fitting++] = start;
            }
        }

        _starts = new long[fitting];
        _unitsFree = new int[fitting];
        for (var i = 0; i < fitting; i++)
        {
            _starts[i] = scratch[i];
            _unitsFree[i] = resource.FreeUnits(_starts[i], frame.EndOf(_starts[i]));
        }
    }

    /// <summary>The next start, or <see cref="long.MaxValue"/> after the last.</summary>
    public long Next => _position < _starts.Length ? _starts[_position] : long.MaxValue;

    /// <summary>Passes over the next start and says how many units are free at it.</summary>
    public int Take() => _unitsFree[_position++];
}
