using System.Collections.Concurrent;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Notifications.Wording;

/// <summary>The words that hold now for one kind of message at one site in one language.</summary>
public sealed class ReadTemplate(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>They never change while the portal runs.</summary>
    private static readonly ConcurrentDictionary<(NoticeKind Kind, string Language), Found> PortalsOwn = new();

    /// <param name="Version">0 where the site never changed it.</param>
    /// <param name="IsOwn">The site's words, not the portal's.</param>
    public sealed record Found(string Subject, string Body, TemplateText Text, int Version, bool IsOwn);

    public async Task<Found> RunAsync(Guid siteId, NoticeKind kind, string language, CancellationToken cancellationToken = default)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<(int Version, string? Subject, string? Body)> found = await HotStatements.TemplateOf.ReadAsync(
            db, [siteId, kind.ToString(), language], static row => (row.Number(0), row.TextOrNull(1), row.TextOrNull(2)), cancellationToken);
        (int version, string? subject, string? body) = found.SingleOrDefault();

        // What was saved could be read then; should a later portal no longer know one of its placeholders, its own words go out.
        return subject is not null && body is not null && TemplateText.Read(kind, subject, body).TryGet(out TemplateText? own, out _)
            ? new Found(subject, body, own, version, IsOwn: true)
            : PortalsOwn.GetOrAdd((kind, language), static key => ReadOwn(key.Kind, key.Language)) with { Version = version };
    }

    private static Found ReadOwn(NoticeKind kind, string language)
    {
        DefaultTemplate words = WordBook.Of(language).TemplateOf(kind);
        return TemplateText.Read(kind, words.Subject, words.Body).TryGet(out TemplateText? text, out Refusal? refusal)
            ? new Found(words.Subject, words.Body, text, 0, IsOwn: false)
            : throw new InvalidOperationException($"The portal's own words for {kind} cannot be read: {refusal}");
    }
}
