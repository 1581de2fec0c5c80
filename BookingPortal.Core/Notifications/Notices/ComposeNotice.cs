using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Notifications.Wording;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Makes the words of a message when it goes out: the booking as it was at the message's version, in the reader's language, with the site's own words.</summary>
public sealed class ComposeNotice(
    IDbContextFactory<PortalContext> contexts, ReadCatalog readCatalog, ReadTemplate readTemplate, NoticeLinks links, DescribeDay describeDay, IClock clock)
{
    /// <summary>What became of it. Closed.</summary>
    public abstract record Answer
    {
        private Answer()
        {
        }

        public sealed record ByMail(Email Mail) : Answer;

        /// <param name="QuietUntil">The site's customers are left alone until then; null in the day.</param>
        public sealed record BySms(TextMessage Message, Instant? QuietUntil) : Answer;

        public sealed record Pointless(string Why) : Answer;

        /// <summary>It cannot be made, now or later.</summary>
        public sealed record Impossible(string Why) : Answer;
    }

    public async Task<Answer> RunAsync(Effect effect, CancellationToken cancellationToken = default)
    {
        if (NoticePayload.Read(effect.Payload) is not { Kind: { } kind } payload)
        {
            return new Answer.Impossible("The payload is not that of a notice.");
        }

        return effect.BookingId is { } bookingId
            ? await OfBookingAsync(effect, bookingId, kind, payload, cancellationToken)
            : await OfSiteAsync(effect, kind, payload, cancellationToken);
    }

    private async Task<Answer> OfBookingAsync(Effect effect, Guid bookingId, NoticeKind kind, NoticePayload payload, CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Booking? booking = await FindBooking.RunAsync(db, bookingId, cancellationToken);
        if (booking is null)
        {
            return new Answer.Pointless("The booking is gone.");
        }

        bool isReminder = kind is NoticeKind.Reminder or NoticeKind.ReminderSms;
        Instant now = clock.GetCurrentInstant();
        if (isReminder && StillTrue.WhyNotRemind(booking, payload, now) is { } why)
        {
            return new Answer.Pointless(why);
        }

        string optOutAddress = kind == NoticeKind.Reminder ? effect.Address : booking.Customer.Email;
        if (isReminder && optOutAddress.Length > 0 && await links.IsOutAsync(optOutAddress, OptionalNotices.Reminders, cancellationToken))
        {
            return new Answer.Pointless("The customer wants no reminders.");
        }

        BookingEvent? happened = isReminder ? null : await FindBooking.EventAsync(db, bookingId, effect.BookingVersion, cancellationToken);
        var asOf = EventFacts.Of(happened, booking);
        OpenPayment? open = NoticeKinds.MayAskForMoney(kind) && asOf.Status == BookingStatus.PendingPayment ? await FindOpenPayment.RunAsync(db, booking, cancellationToken) : null;
        if (kind is NoticeKind.Waiting or NoticeKind.PaymentDue && StillTrue.WhyNotAskForMoney(kind, booking, asOf, open, open is not null && links.WasToldLate(open)) is { } settled)
        {
            return new Answer.Pointless(settled);
        }

        if (NoticeKinds.OccasionOf(kind) is not null
            && StillTrue.WhyNotText(kind, booking, asOf, await FindBooking.EverStoodAsync(db, bookingId, cancellationToken), now) is { } stale)
        {
            return new Answer.Pointless(stale);
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        VisitFacts facts = Gather(effect, kind, payload, booking, asOf, catalog, open);
        ReadTemplate.Found template = await readTemplate.RunAsync(booking.SiteId, kind, facts.Language.Words.Language, cancellationToken);
        if (NoticeKinds.IsSms(kind))
        {
            Instant? quietUntil = facts.Site.QuietHours?.Around(now, Availability.CatalogFacts.ZoneOf(facts.Site))?.End;
            string text = RenderedNotice.AsSms(template.Text, facts.Describe(kind));
            return new Answer.BySms(new TextMessage(effect.Id, effect.Address, text, effect.CreatedAt, effect.Attempt > 1), quietUntil);
        }

        var words = RenderedNotice.Of(template.Text, facts.Describe(kind), facts.Language);
        return new Answer.ByMail(Mail(effect, payload, words, facts.Site.Name, facts.Language) with
        {
            Calendar = CalendarOf(kind, facts, effect),
            UnsubscribeUrl = facts.UnsubscribeUrl,
        });
    }

    private VisitFacts Gather(
        Effect effect, NoticeKind kind, NoticePayload payload, Booking booking, EventFacts facts, CatalogSnapshot catalog, OpenPayment? open)
    {
        (Site site, Service service) = (catalog.Site(booking.SiteId), catalog.Service(booking.ServiceId));
        NoticePayload said = open is null ? payload : payload with { Amount = open.Amount, Currency = open.Currency };
        return new VisitFacts(
            booking, site, service, [.. booking.Resources.OrderBy(each => each.Group).Select(each => catalog.Resource(each.ResourceId).Name)], facts)
        {
            Language = NoticeLanguage.Of(payload.Locale ?? site.Locale),
            Payload = said,
            Links = links.Of(booking, site, service),
            Open = open,
            Deadline = open is null || (open.IsGatewayAway && kind != NoticeKind.PaymentDue) ? null : links.PaymentDeadline(open, facts.At, booking),
            UnsubscribeUrl = kind == NoticeKind.Reminder ? links.Unsubscribe(effect.Address, OptionalNotices.Reminders) : null,
        };
    }

    /// <summary>The digest and alerts, which belong to no booking.</summary>
    private async Task<Answer> OfSiteAsync(Effect effect, NoticeKind kind, NoticePayload payload, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Site? site = catalog.Sites.FirstOrDefault(each => each.Id == payload.Site);
        NoticeLanguage language = NoticeLanguage.Of(payload.Locale ?? site?.Locale);
        NoticeFacts? facts = kind switch
        {
            NoticeKind.Alert => links.Alert(payload, site, language),
            NoticeKind.DailyDigest when site is not null => await describeDay.RunAsync(site, payload, effect.Address, language, cancellationToken),
            _ => null,
        };
        if (facts is null)
        {
            return kind == NoticeKind.DailyDigest ? new Answer.Pointless("There is nothing to tell of this day.") : new Answer.Impossible($"A {payload.Notice} belongs to a booking, and none is named.");
        }

        ReadTemplate.Found template = await readTemplate.RunAsync(site?.Id ?? Guid.Empty, kind, language.Words.Language, cancellationToken);
        var words = RenderedNotice.Of(template.Text, facts, language);
        return new Answer.ByMail(Mail(effect, payload, words, facts.SiteName, language) with { UnsubscribeUrl = facts.UnsubscribeUrl });
    }

    private EmailCalendar? CalendarOf(NoticeKind kind, VisitFacts facts, Effect effect)
    {
        if (VisitFacts.StatusInCalendar(kind, facts.Event) is not { } status)
        {
            return null;
        }

        string method = status == CalendarEntryStatus.Cancelled ? "CANCEL" : "REQUEST";
        return new EmailCalendar(method, CalendarFile.Write(facts.Entry(effect.BookingVersion, status, links.Sender), method));
    }

    private static Email Mail(Effect effect, NoticePayload payload, RenderedNotice words, string from, NoticeLanguage language) => new()
    {
        Id = effect.Id,
        To = effect.Address,
        ToName = payload.Name,
        FromName = from,
        Subject = words.Subject,
        Text = words.Text,
        Html = words.Html,
        Language = language.Words.Language,
        At = effect.CreatedAt,
    };
}
