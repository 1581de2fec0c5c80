using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Takes an address off what it need not get, and puts it back; the link in the mail is the only key, because its reader has no account.</summary>
public sealed class KeepOptOut(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, PortalTokens tokens, PortalAddress portal, IClock clock)
{
    /// <summary>What stands in mails: a mail program posts to it, a person is led on to the page.</summary>
    public const string OneClickPath = "/unsubscribe/one-click";

    public const string PagePath = "/unsubscribe";

    public string LinkFor(string address, string topic)
    {
        string normal = OptionalNotices.Normalize(address);
        return $"{portal.Base}{OneClickPath}?address={Uri.EscapeDataString(normal)}&topic={topic}&t={tokens.ForAddress(normal, topic)}";
    }

    /// <summary>Whether the link is one that this portal has written.</summary>
    public bool Opens(string? address, string? topic, string? token) =>
        address is { Length: > 0 and <= 320 } && topic is not null && OptionalNotices.All.Contains(topic)
        && tokens.OpensAddress(OptionalNotices.Normalize(address), topic, token);

    public async Task<bool> IsOutAsync(string address, string topic, CancellationToken cancellationToken = default)
    {
        string normal = OptionalNotices.Normalize(address);
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OptOuts.AnyAsync(each => each.Address == normal && each.Topic == topic, cancellationToken);
    }

    /// <param name="isOut">False = it wants them again.</param>
    public Task RunAsync(string address, string topic, bool isOut, CancellationToken cancellationToken = default) => writes.RunAsync(
        async scope =>
        {
            string normal = OptionalNotices.Normalize(address);
            OptOut? known = await scope.Db.OptOuts.SingleOrDefaultAsync(each => each.Address == normal && each.Topic == topic);
            if (isOut && known is null)
            {
                scope.Db.OptOuts.Add(new OptOut { Address = normal, Topic = topic, At = clock.GetCurrentInstant() });
            }
            else if (!isOut && known is not null)
            {
                scope.Db.OptOuts.Remove(known);
            }

            await scope.Db.SaveChangesAsync();
            return true;
        },
        cancellationToken);
}
