using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Core.Payments;

/// <summary>
/// Leaves what must follow from what happened to a payment in the commit that says so. A planner that fails does not keep the money from
/// being written down; the booking then waits for a person who tells its customer.
/// </summary>
public sealed partial class LeaveMoneyEffects(IEnumerable<IPlanMoneyEffects> planners, LeaveEffects leaveEffects, ILogger<LeaveMoneyEffects> log)
{
    private const string Step = "payment";

    public async Task RunAsync(WriteScope scope, Booking booking, MoneyNews news)
    {
        List<PlannedEffect> effects = [];
        foreach (IPlanMoneyEffects planner in planners)
        {
            try
            {
                effects.AddRange(planner.Plan(booking, news));
            }
            catch (Exception failure)
            {
                LogFailed(log, booking.Reference, failure);
                await FlagAsync(scope, booking, news, failure.Message);
            }
        }

        await leaveEffects.RunAsync(scope, effects.Select(effect => effect with { BookingId = booking.Id, BookingVersion = booking.Version }), news.At);
    }

    private static async Task FlagAsync(WriteScope scope, Booking booking, MoneyNews news, string why)
    {
        if (await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == booking.Id) is { } saga)
        {
            SagaFlags.Review(saga, Step, $"The customer could not be told about the money: {why}", news.At);
            await scope.Db.SaveChangesAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What must follow from the money of {Booking} could not be planned; a person is asked to look.")]
    private static partial void LogFailed(ILogger logger, string booking, Exception failure);
}
