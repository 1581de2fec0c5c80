using BookingPortal.Core.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>How long the portal remembers people.</summary>
/// <param name="CustomerDays">So long after their last visit; 0 = for good.</param>
public sealed record RetentionSettings(int CustomerDays = 0);

/// <summary>Forgets the customers whose last visit is long ago, where the business has said how long that is.</summary>
public sealed class ForgetPastCustomers(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, RetentionSettings settings, IClock clock)
{
    /// <summary>One write at a time stays short, so that nobody waits behind the forgetting.</summary>
    private const int AtOnce = 25;

    /// <summary>Each look goes through all bookings; who is left comes with the next run.</summary>
    private const int MostLooks = 200;

    /// <returns>How many bookings have lost their person.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        if (settings.CustomerDays == 0)
        {
            return 0;
        }

        long before = (clock.GetCurrentInstant() - Duration.FromDays(settings.CustomerDays)).ToUnixTimeMilliseconds();
        int forgotten = 0;
        string last = "";
        for (int look = 0; look < MostLooks && !cancellationToken.IsCancellationRequested; look++)
        {
            // Onwards by name, so that those who must not be forgotten yet hold up nobody behind them.
            List<string> people = await PeopleAsync(before, last, cancellationToken);
            if (people.Count == 0)
            {
                break;
            }

            forgotten += await writes.RunAsync(scope => ForgetAsync(scope, people, before), cancellationToken);
            last = people[^1];
        }

        return forgotten;
    }

    private async Task<List<string>> PeopleAsync(long before, string after, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await PersonOf.All(db, after)
            .GroupBy(each => each.Who)
            .Where(person => person.Max(each => each.EndsAt) < before)
            .OrderBy(person => person.Key)
            .Select(person => person.Key)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Looked at again where nobody else writes: somebody may have booked meanwhile.</summary>
    private async Task<int> ForgetAsync(WriteScope scope, List<string> people, long before)
    {
        Instant now = clock.GetCurrentInstant();
        List<PersonOf.One> all = await PersonOf.All(scope.Db).Where(each => people.Contains(each.Who)).ToListAsync();
        HashSet<Guid> needed = [.. await PersonOf.NeededAsync(scope.Db, [.. all.Select(each => each.BookingId)], now)];
        Guid[] over = [.. all
            .GroupBy(each => each.Who, StringComparer.OrdinalIgnoreCase)
            .Where(person => person.All(each => each.EndsAt < before && !needed.Contains(each.BookingId)))
            .SelectMany(person => person.Select(each => each.BookingId))];
        if (over.Length == 0)
        {
            return 0;
        }

        await ErasePerson.RunAsync(scope, over, "job", now);
        scope.Db.OperatorActs.Add(new OperatorAct
        {
            At = now, By = "job", Act = ForgetCustomer.Act, Reason = $"The last visit was more than {settings.CustomerDays} days ago.", Subject = over.Length == 1 ? "one booking" : $"{over.Length} bookings",
        });
        await scope.Db.SaveChangesAsync();
        return over.Length;
    }
}
