using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Shows a manager what a template would look like with an example, and sends it to them, at once and past the outbox, so that the mail server's own words are seen.</summary>
public sealed class TryTemplate(ReadCatalog readCatalog, NoticeLinks links, IEmailSender sender, IClock clock)
{
    /// <param name="SendTo">Null = only to be looked at.</param>
    public sealed record Request(StaffAccess By, Guid SiteId, NoticeKind Kind, string Language, string Subject, string Body, string? SendTo = null);

    /// <param name="Sent">What the mail server said; null where nothing was sent.</param>
    public sealed record Tried(RenderedNotice Notice, SendAnswer? Sent);

    public async Task<Outcome<Tried>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        Site? site = catalog.Sites.FirstOrDefault(each => each.Id == request.SiteId);
        if (site is null || !request.By.IsManager || !request.By.SeesSite(request.SiteId))
        {
            return new Refusal.NotFound("this site");
        }

        if (!TemplateText.Read(request.Kind, request.Subject, request.Body).TryGet(out TemplateText? template, out Refusal? refusal))
        {
            return refusal;
        }

        NoticeLanguage language = NoticeLanguage.Of(request.Language);
        RenderedNotice notice = Render(request, template, site, catalog, language);
        if (request.SendTo is null || NoticeKinds.IsSms(request.Kind))
        {
            return new Tried(notice, null);
        }

        SendAnswer answer = await sender.SendAsync(
            new Email
            {
                Id = Guid.CreateVersion7(),
                To = request.SendTo,
                FromName = site.Name,
                Subject = notice.Subject,
                Text = notice.Text,
                Html = notice.Html,
                Language = language.Words.Language,
                At = clock.GetCurrentInstant(),
            },
            cancellationToken);
        return new Tried(notice, answer);
    }

    private RenderedNotice Render(Request request, TemplateText template, Site site, CatalogSnapshot catalog, NoticeLanguage language)
    {
        NoticeFacts facts = request.Kind switch
        {
            NoticeKind.Alert => links.Alert(NoticePayload.Of(request.Kind) with { Title = "A mail could not be delivered", Text = "The server said: 550 no such user." }, site, language),
            NoticeKind.DailyDigest => Day(site, language),
            _ => Visit(request.Kind, site, catalog, language).Describe(request.Kind),
        };
        if (!NoticeKinds.IsSms(request.Kind))
        {
            return RenderedNotice.Of(template, facts, language);
        }

        string sms = RenderedNotice.AsSms(template, facts);
        return new RenderedNotice("", sms, "");
    }

    private VisitFacts Visit(NoticeKind kind, Site site, CatalogSnapshot catalog, NoticeLanguage language)
    {
        DateTimeZone zone = CatalogFacts.ZoneOf(site);
        Instant now = clock.GetCurrentInstant();
        Service service = catalog.ServicesAt(site).FirstOrDefault() ?? new Service { Slug = "example", Name = "Example" };
        LocalDateTime local = SiteTime.DateOf(now, zone).PlusDays(3) + new LocalTime(10, 0);
        Instant start = SiteTime.ToInstant(local, zone);
        Instant end = start + Duration.FromMinutes(Math.Max(service.DurationMinutes, 30));
        var booking = new Booking
        {
            Id = Guid.Empty,
            Reference = "K7Q-2MX",
            SiteId = site.Id,
            ServiceId = service.Id,
            Status = BookingStatus.Confirmed,
            StartsAt = start,
            EndsAt = end,
            LocalStart = local,
            TzdbVersion = SiteTime.TzdbVersion,
            Seats = 1,
            Resources = [],
            Customer = new Customer("Eva Example", "eva@example.com", "+351 912 345 678"),
            Notes = "Please ring twice.",
            PriceAmount = Math.Max(service.PriceAmount, 1500),
            Currency = service.Currency,
            Source = "example",
            CreatedAt = now,
            ChangedAt = now,
        };
        IReadOnlyList<string> with = [.. catalog.PrimaryResources(service, site).Take(1).Select(resource => resource.Name)];
        return new VisitFacts(booking, site, service, with, new EventFacts(start, end, now) { From = start - Duration.FromDays(1), StoodAt = start - Duration.FromDays(1), Reason = "An example of a reason", Fee = 750 })
        {
            Language = language,
            Payload = NoticePayload.Of(kind) with { Amount = kind == NoticeKind.Change ? null : 750, At = NoticePayload.Print(now), What = kind == NoticeKind.ApprovalAsked ? "request" : "booked" },
            Links = links.Of(booking, site, service),
            Deadline = kind == NoticeKind.Change ? null : now + Duration.FromMinutes(30), // most who move have nothing to pay
            UnsubscribeUrl = kind == NoticeKind.Reminder ? links.Unsubscribe(booking.Customer.Email, OptionalNotices.Reminders) : null,
        };
    }

    private NoticeFacts Day(Site site, NoticeLanguage language)
    {
        DateTimeZone zone = CatalogFacts.ZoneOf(site);
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["site"] = site.Name,
            ["day"] = language.Date(SiteTime.DateOf(clock.GetCurrentInstant(), zone)),
            ["count"] = "2",
            ["visits"] = $"{language.Time(new LocalTime(9, 0))}  Eva Example (K7Q-2MX)\n{language.Time(new LocalTime(9, 30))}  Rui Example (P4D-9TW)",
            ["waiting"] = "1",
            ["desk"] = links.Today(site),
        };
        return new NoticeFacts(values, [])
        {
            SiteName = site.Name,
            SiteAddress = site.Address,
            Accent = site.Accent ?? "#0f766e",
            Because = language.Words["because-staff"].Replace("{{site}}", site.Name, StringComparison.Ordinal),
        };
    }
}
