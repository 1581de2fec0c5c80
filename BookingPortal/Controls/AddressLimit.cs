using System.Threading.RateLimiting;

namespace BookingPortal.Controls;

/// <summary>How often one address may do something within a stretch of time.</summary>
internal sealed class AddressLimit(int most, TimeSpan window) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(
        http => RateLimitPartition.GetFixedWindowLimiter(
            CallerAddress.Of(http), _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = window }));

    /// <summary>Counts this request. Null when it is welcome, else how long to wait.</summary>
    public TimeSpan? Wait(HttpContext http)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(http);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait : window;
    }

    public void Dispose() => _limiter.Dispose();
}
