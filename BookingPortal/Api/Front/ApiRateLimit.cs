using System.Threading.RateLimiting;

namespace BookingPortal.Api.Front;

/// <summary>Counts the calls of each address by the minute.</summary>
internal sealed class ApiRateLimit(ApiSettings settings) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<HttpContext>? _limiter = settings.PerMinute == 0
        ? null
        : PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetFixedWindowLimiter(
            ApiCaller.AddressOf(http),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.PerMinute, Window = Window }));

    /// <summary>Seconds to wait when this call is one too many; null when it is welcome.</summary>
    public int? SecondsToWait(HttpContext http)
    {
        if (_limiter is null)
        {
            return null;
        }

        using RateLimitLease lease = _limiter.AttemptAcquire(http);
        return lease.IsAcquired
            ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : (int)Window.TotalSeconds;
    }

    public void Dispose() => _limiter?.Dispose();
}
