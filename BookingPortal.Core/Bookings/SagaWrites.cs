using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Writes that may take a booking's steps back. Where one cannot be taken back nothing of the write stands, and the booking waits for a person instead.</summary>
public sealed class SagaWrites(IWriteQueue writes, BookingSagas sagas, IClock clock)
{
    public async Task<Outcome<T>> RunAsync<T>(Func<WriteScope, Task<Outcome<T>>> work, CancellationToken cancellationToken = default)
    {
        try
        {
            return await writes.RunAsync(work, cancellationToken);
        }
        catch (UndoFailedException failure) when (failure.Subject is BookingUnderway)
        {
            return await writes.RunAsync(scope => sagas.FailedUndos.PauseAsync(scope, failure, clock.GetCurrentInstant()), CancellationToken.None)
                ? new Refusal.LeftToPerson()
                : new Refusal.StaleVersion(((BookingUnderway)failure.Subject).Booking.Version);
        }
    }
}
