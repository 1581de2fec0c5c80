using BookingPortal.Controls;

namespace BookingPortal.BookOnline;

/// <summary>How often an address may try to find a booking: whoever mistypes needs two or three tries, whoever guesses needs millions.</summary>
public sealed class FindTries : IDisposable
{
    private const int Most = 10;

    private readonly AddressLimit _tries = new(Most, TimeSpan.FromMinutes(10));

    /// <summary>Counts this try. Null when it is welcome, else how long to wait.</summary>
    public TimeSpan? Wait(HttpContext http) => _tries.Wait(http);

    public void Dispose() => _tries.Dispose();
}
