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
        scratch.RemoveAll(start => !resource.IsOpen(start, frame.EndOf(start)));
        _starts = [.. scratch];
        _unitsFree = new int[_starts.Length];
        for (var i = 0; i < _starts.Length; i++)
        {
            _unitsFree[i] = resource.FreeUnits(_starts[i], frame.EndOf(_starts[i]));
        }
    }

    /// <summary>The next start, or <see cref="long.MaxValue"/> after the last.</summary>
    public long Next => _position < _starts.Length ? _starts[_position] : long.MaxValue;

    /// <summary>Passes over the next start and says how many units are free at it.</summary>
    public int Take() => _unitsFree[_position++];
}
