namespace BookingPortal.Core.Jobs;

/// <summary>Work that is looked for again and again. It only looks for what is due in the portal's own tables, so running it twice, late, or on two nodes does no harm.</summary>
/// <param name="Name">As it stands in the run history.</param>
/// <param name="Every">The pause after one run before the next begins.</param>
/// <param name="RunAsync">Does all that is due; answers how much that was.</param>
/// <param name="OnEveryNode">It keeps something in the memory of each process; other jobs run on one node at a time, whichever comes first.</param>
public sealed record RecurringJob(string Name, TimeSpan Every, Func<IServiceProvider, CancellationToken, Task<int>> RunAsync, bool OnEveryNode = false);
