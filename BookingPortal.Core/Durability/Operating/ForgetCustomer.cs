using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>A manager forgets the person of a booking, with all the bookings that they made: the bookings stay and count, and nobody can tell any more whose they were.</summary>
public sealed class ForgetCustomer(IWriteQueue writes, OperatorDoor door, IClock clock)
{
    /// <summary>As the audit calls it.</summary>
    public const string Act = "forget-customer";

    /// <param name="BookingId">Any of theirs.</param>
    public sealed record Request(Guid AccountId, Guid BookingId, string Reason);

    /// <returns>How many bookings were theirs.</returns>
    public async Task<Outcome<int>> RunAsync(Request request, CancellationToken cancellationToken = default) =>
        (await door.RunAsync(request.AccountId, request.Reason, cancellationToken)).TryGet(out OperatorDoor.Pass? pass, out Refusal? refusal)
            ? await writes.RunAsync(scope => ForgetAsync(scope, request, pass), cancellationToken)
            : refusal;

    private async Task<Outcome<int>> ForgetAsync(WriteScope scope, Request request, OperatorDoor.Pass pass)
    {
        Instant now = clock.GetCurrentInstant();
        if (await PersonOf.All(scope.Db).Where(each => each.BookingId == request.BookingId).Select(each => each.Who).SingleOrDefaultAsync() is not { } who)
        {
            return new Refusal.NotFound("a customer of this booking; they may be forgotten already");
        }

        List<Guid> theirs = await PersonOf.All(scope.Db).Where(each => each.Who == who).Select(each => each.BookingId).ToListAsync();
        if ((await PersonOf.NeededAsync(scope.Db, theirs, now)).Count > 0)
        {
            return new Refusal.Invalid("customer", "They have a visit to come, or something of a booking of theirs is not settled yet, such as money on its way back, or a page to pay on that stays open for a day. Forget them when that is over.");
        }

        await ErasePerson.RunAsync(scope, theirs, pass.By, now);
        scope.Db.OperatorActs.Add(new OperatorAct
        {
            At = now, By = pass.By, Act = Act, Reason = pass.Reason, BookingId = request.BookingId, Subject = theirs.Count == 1 ? "one booking" : $"{theirs.Count} bookings",
        });
        await scope.Db.SaveChangesAsync();
        return theirs.Count;
    }
}
