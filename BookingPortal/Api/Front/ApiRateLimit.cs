using BookingPortal.Controls;

namespace BookingPortal.Api.Front;

/// <summary>Counts the calls of each address by the minute.</summary>
internal sealed class ApiRateLimit(ApiSettings settings) : IDisposable
{
    private readonly AddressLimit? _calls = settings.PerMinute == 0 ? null : new(settings.PerMinute, TimeSpan.FromMinutes(1));

    /// <summary>Seconds to wait when this call is one too many; null when it is welcome.</summary>
    public int? SecondsToWait(HttpContext http) =>
        _calls?.Wait(http) is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : null;

    public void Dispose() => _calls?.Dispose();
}
