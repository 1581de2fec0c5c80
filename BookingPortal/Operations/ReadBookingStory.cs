using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Payments;

namespace BookingPortal.Operations;

/// <summary>All that happened to one booking, in one answer: its steps, its messages, its money, and what people did by hand.</summary>
public sealed class ReadBookingStory(ReadBooking readBooking, ReadSaga readSaga, ReadMessage readMessage, ReadPayments readPayments, ReadActs readActs)
{
    /// <param name="Saga">Null for a booking that was imported as it is.</param>
    public sealed record Story(
        ReadBooking.Found Booking, ReadSaga.Found? Saga, PaymentSummary Payments, IReadOnlyList<OutboxMessage> Messages, IReadOnlyList<OperatorAct> Acts);

    /// <returns>Null when there is no such booking.</returns>
    public async Task<Story?> RunAsync(string reference)
    {
        if (await readBooking.RunAsync(reference) is not { } found)
        {
            return null;
        }

        Guid id = found.Booking.Id;
        return new Story(
            found, await readSaga.RunAsync(id), await readPayments.RunAsync(id), await readMessage.OfBookingAsync(id), (await readActs.RunAsync(id)).Acts);
    }
}
