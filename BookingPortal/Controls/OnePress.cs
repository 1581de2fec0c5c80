namespace BookingPortal.Controls;

/// <summary>
/// Takes a double click for one press. After an act other buttons may stand where the pressed one stood (check in, then
/// complete; the next request in the list), so a press that comes right behind it was not meant for them.
/// </summary>
internal sealed class OnePress(TimeProvider? time = null)
{
    /// <summary>Longer than the slowest double click that systems count as one, shorter than anybody reads.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(900);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long? _ended;

    public bool IsBusy { get; private set; }

    /// <summary>Does nothing while an act is under way and right after it.</summary>
    /// <param name="isAnswer">It answers a question that was asked since, so it was meant, however soon it comes.</param>
    public async Task RunAsync(Func<Task> act, bool isAnswer = false)
    {
        if (IsBusy || (!isAnswer && _ended is { } ended && _time.GetElapsedTime(ended) < Rest))
        {
            return;
        }

        IsBusy = true;
        try
        {
            await act();
        }
        finally
        {
            (IsBusy, _ended) = (false, _time.GetTimestamp());
        }
    }
}
