using BookingPortal.Bench;

var benchmarks = new Dictionary<string, Func<BenchArguments, Task<int>>>
{
    ["availability"] = AvailabilityBenchmark.RunAsync,
    ["engine"] = EngineBenchmark.RunAsync,
    ["slots"] = SlotsBenchmark.RunAsync,
    ["book"] = BookBenchmark.RunAsync,
    ["contend"] = ContendBenchmark.RunAsync,
    ["outage"] = OutageBenchmark.RunAsync,
    ["outbox"] = OutboxBenchmark.RunAsync,
    ["outbox-crash"] = OutboxCrash.RunAsync,
    ["outbox-worker"] = OutboxWorkerProcess.RunAsync,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var benchmark))
{
    Console.Error.WriteLine($"Name a benchmark: {string.Join(", ", benchmarks.Keys)}.");
    return 1;
}

if (BenchArguments.Read(args[1..], out var arguments) is { } problem)
{
    Console.Error.WriteLine(problem);
    return 1;
}

return await benchmark(arguments);
