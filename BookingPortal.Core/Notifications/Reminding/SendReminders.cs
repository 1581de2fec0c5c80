using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Wording;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Notifications.Reminding;

/// <summary>
/// Looks for reminders that are due and leaves each in the outbox together with the mark that it was. After an outage it
/// catches up: of several that one booking missed only the nearest to the visit goes, and none after the start.
/// </summary>
public sealed class SendReminders(IDbContextFactory<PortalContext> contexts, IWriteQueue writes, ReadCatalog readCatalog, LeaveEffects leaveEffects, IClock clock)
{
    /// <summary>So few in one write that bookings hardly wait behind it.</summary>
    private const int AtOnce = 100;

    /// <summary>The clocks may change, and a reminder before quiet hours goes early.</summary>
    private static readonly Duration Slack = Duration.FromHours(2);

    /// <summary>These give a booking its time anew; what came after its reminder's time needs none.</summary>
    private static readonly string[] SettingEvents =
        [BookingEventTypes.Confirmed, BookingEventTypes.Rescheduled, BookingEventTypes.Restored];

    /// <returns>How many were decided.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Instant now = clock.GetCurrentInstant();
        Duration early = Slack + catalog.Sites.Where(site => site.QuietHours is not null).Select(site => site.QuietHours!.Length).DefaultIfEmpty(Duration.Zero).Max();
        int decided = 0;
        foreach (IGrouping<ReminderRule, Guid> rule in catalog.Services
            .SelectMany(service => service.Reminders.Select(reminder => (reminder, service.Id)))
            .GroupBy(pair => pair.reminder, pair => pair.Id)
            .OrderBy(group => group.Key.HoursBefore))
        {
            Instant from = now;
            Instant until = now + Duration.FromHours(rule.Key.HoursBefore) + early;
            while (await ReadAsync(rule.Key, [.. rule], from, until, cancellationToken) is { Count: > 0 } open)
            {
                decided += await DecideAsync(open, catalog, now, cancellationToken);
                if (open.Count < AtOnce)
                {
                    break;
                }

                // Those that wait stay open and are passed over; more at one instant than fit are found by the next run.
                from = open[^1].StartsAt > from ? open[^1].StartsAt : from + Duration.FromMilliseconds(1);
            }
        }

        return decided;
    }

    private async Task<List<Booking>> ReadAsync(ReminderRule rule, Guid[] services, Instant from, Instant until, CancellationToken cancellationToken)
    {
        string kind = rule.Kind;
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Bookings.AsNoTracking()
            .Where(booking => booking.Status == BookingStatus.Confirmed && booking.StartsAt >= from && booking.StartsAt <= until && services.Contains(booking.ServiceId)
                && !db.ReminderMarks.Any(mark => mark.BookingId == booking.Id && mark.StartsAt == booking.StartsAt && mark.Kind == kind))
            .OrderBy(booking => booking.StartsAt).ThenBy(booking => booking.Id)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
    }

    private async Task<int> DecideAsync(List<Booking> open, CatalogSnapshot catalog, Instant now, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. open.Select(booking => booking.Id)];
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Dictionary<Guid, Instant> since = await db.BookingEvents
            .Where(happened => ids.Contains(happened.BookingId) && SettingEvents.Contains(happened.Type))
            .GroupBy(happened => happened.BookingId)
            .Select(group => new { group.Key, At = group.Max(happened => happened.At) })
            .ToDictionaryAsync(pair => pair.Key, pair => pair.At, cancellationToken);
        ILookup<Guid, ReminderMark> marks = (await db.ReminderMarks.AsNoTracking().Where(mark => ids.Contains(mark.BookingId)).ToListAsync(cancellationToken))
            .ToLookup(mark => mark.BookingId);
        List<Decided> decided =
            [.. open.SelectMany(booking => Decide(booking, catalog, since.GetValueOrDefault(booking.Id, booking.CreatedAt), [.. marks[booking.Id]], now))];
        return decided.Count == 0 ? 0 : await WriteAsync(decided, now, cancellationToken);
    }

    /// <summary>All reminders of one booking together, because of several that are late only the last is of use.</summary>
    private static IEnumerable<Decided> Decide(Booking booking, CatalogSnapshot catalog, Instant since, ReminderMark[] marks, Instant now)
    {
        Site site = catalog.Site(booking.SiteId);
        DateTimeZone zone = CatalogFacts.ZoneOf(site);
        List<(ReminderRule Rule, ReminderDecision Decision)> decisions =
        [
            .. catalog.Service(booking.ServiceId).Reminders
                .Where(rule => !marks.Any(mark => mark.StartsAt == booking.StartsAt && mark.Kind == rule.Kind))
                .Select(rule => (rule, ReminderTimes.Decide(rule, booking.StartsAt, since, now, site.QuietHours, zone))),
        ];
        Instant last = decisions.Select(each => each.Decision).OfType<ReminderDecision.Send>().Select(send => send.Due).DefaultIfEmpty(Instant.MinValue).Max();
        foreach ((ReminderRule rule, ReminderDecision decision) in decisions)
        {
            switch (decision)
            {
                case ReminderDecision.Skip skip:
                    yield return new Decided(booking, rule, skip.Why);
                    break;
                case ReminderDecision.Send send:
                    yield return new Decided(booking, rule, send.Due < last ? "A later reminder goes at the same time." : WhyNot(booking, rule));
                    break;
            }
        }
    }

    private static string? WhyNot(Booking booking, ReminderRule rule) => rule.By switch
    {
        ReminderChannel.Mail => booking.Customer.Email.Length == 0 ? "The customer gave no address." : null,
        _ => string.IsNullOrEmpty(booking.Customer.Phone) ? "The customer gave no number." : null,
    };

    private async Task<int> WriteAsync(List<Decided> decided, Instant now, CancellationToken cancellationToken)
    {
        try
        {
            return await writes.RunAsync(
                async scope =>
                {
                    scope.Db.ReminderMarks.AddRange(decided.Select(each => new ReminderMark
                    {
                        BookingId = each.Booking.Id,
                        StartsAt = each.Booking.StartsAt,
                        Kind = each.Rule.Kind,
                        BookingVersion = each.Booking.Version,
                        At = now,
                        Skipped = each.Skipped,
                    }));
                    await scope.Db.SaveChangesAsync();
                    await leaveEffects.RunAsync(scope, decided.Where(each => each.Skipped is null).Select(Effect), now);
                    return decided.Count;
                },
                cancellationToken);
        }
        catch (DbUpdateException problem) when (DatabaseErrors.IsUniqueViolation(problem))
        {
            return 0; // another node decided the same at the same moment, and its marks stand
        }
    }

    private static PlannedEffect Effect(Decided each)
    {
        Booking booking = each.Booking;
        bool byMail = each.Rule.By == ReminderChannel.Mail;
        NoticePayload payload = NoticePayload.Of(byMail ? NoticeKind.Reminder : NoticeKind.ReminderSms) with
        {
            Name = booking.Customer.Name,
            Locale = booking.Customer.Locale,
            Start = NoticePayload.Print(booking.StartsAt),
        };
        string destination = byMail ? NoticeEffects.ToAddress(booking.Customer.Email) : NoticeEffects.ToNumber(booking.Customer.Phone!);
        return new PlannedEffect(byMail ? NoticeEffects.Mail : NoticeEffects.Sms, destination, payload.Write())
        {
            BookingId = booking.Id,
            BookingVersion = booking.Version,
            PointlessAfter = booking.StartsAt,
        };
    }

    private sealed record Decided(Booking Booking, ReminderRule Rule, string? Skipped);
}
