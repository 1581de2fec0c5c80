using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>The words that hold now for one kind of message at one site in one language.</summary>
public sealed class ReadTemplate(IDbContextFactory<PortalContext> contexts)
{
    /// <param name="Version">0 where the site never changed it.</param>
    /// <param name="IsOwn">The site's words, not the portal's.</param>
    public sealed record Found(string Subject, string Body, TemplateText Text, int Version, bool IsOwn);

    public async Task<Found> RunAsync(Guid siteId, NoticeKind kind, string language, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        NoticeTemplate? stored = await db.NoticeTemplates.AsNoTracking()
            .Where(each => each.SiteId == siteId && each.Kind == kind && each.Language == language)
            .OrderByDescending(each => each.Version)
            .FirstOrDefaultAsync(cancellationToken);

        // What was saved could be read then; should a later portal no longer know one of its placeholders, its own words go out.
        if (stored is { Subject: { } subject, Body: { } body } && TemplateText.Read(kind, subject, body).TryGet(out TemplateText? own, out _))
        {
            return new Found(subject, body, own, stored.Version, IsOwn: true);
        }

        DefaultTemplate words = WordBook.Of(language).TemplateOf(kind);
        return TemplateText.Read(kind, words.Subject, words.Body).TryGet(out TemplateText? text, out Refusal? refusal)
            ? new Found(words.Subject, words.Body, text, stored?.Version ?? 0, IsOwn: false)
            : throw new InvalidOperationException($"The portal's own words for {kind} cannot be read: {refusal}");
    }
}
