using BookingPortal.Core.Catalog;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>The words of messages: a site's own, the portal's, and how a manager tries them.</summary>
public sealed class NoticeTemplateTests
{
    /// <summary>Thursday 10 September 2026, 10:00 in Lisbon.</summary>
    private static readonly Instant Visit = Instant.FromUtc(2026, 9, 10, 9, 0);

    [Fact]
    public async Task A_site_can_have_its_own_words_for_one_language_and_take_the_portals_again()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        Site site = Assert.Single(await house.House.AllAsync<Site>());
        SaveTemplate save = house.House.Get<SaveTemplate>();
        var manager = new StaffAccess(Guid.NewGuid(), "Maria", "maria@barber.example", StaffRoles.Manager, [], null);
        var words = new SaveTemplate.Request(manager, site.Id, NoticeKind.Confirmation, "en", "Olé {{customer}}", "See you {{start}}", 0);

        Assert.Equal(1, (await save.RunAsync(words)).Match(version => version, _ => 0));
        Assert.IsType<Refusal.StaleVersion>((await save.RunAsync(words)).Match<Refusal?>(_ => null, refusal => refusal));
        Assert.IsType<Refusal.Invalid>((await save.RunAsync(words with { Body = "{{nobody}}", SeenVersion = 1 })).Match<Refusal?>(_ => null, refusal => refusal));
        Assert.IsType<Refusal.NotFound>((await save.RunAsync(words with { By = manager with { Role = StaffRoles.Desk }, SeenVersion = 1 })).Match<Refusal?>(_ => null, refusal => refusal));
        Assert.IsType<Refusal.Invalid>((await save.RunAsync(words with { Kind = NoticeKind.Alert, Body = "{{text}}" })).Match<Refusal?>(_ => null, refusal => refusal)); // no site's words would ever be read for it
        await house.BookAsync(Visit);
        await house.BookAsync(Visit + Duration.FromHours(1), GuardHouse.Eva with { Locale = "de" });
        await house.DeliverAsync();
        Assert.Equal(["Olé Eva", "Bestätigt: Haircut, Donnerstag, 10. September 2026, 11:00 WEST"], house.Caught.Mails.Select(mail => mail.Subject));

        Assert.Equal(2, (await save.RunAsync(words with { Subject = null, Body = null, SeenVersion = 1 })).Match(version => version, _ => 0));
        await house.BookAsync(Visit + Duration.FromHours(2));
        await house.DeliverAsync();
        Assert.StartsWith("Confirmed: ", house.Caught.Mails.Last().Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_kind_of_message_can_be_tried_by_a_manager_in_each_language_without_a_placeholder_left()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        Site site = Assert.Single(await house.House.AllAsync<Site>());
        var manager = new StaffAccess(Guid.NewGuid(), "Maria", "maria@barber.example", StaffRoles.Manager, [], null);
        foreach ((NoticeKind kind, string language) in NoticeKinds.All.SelectMany(kind => WordBook.Languages.Select(language => (kind, language))))
        {
            DefaultTemplate words = WordBook.Of(language).TemplateOf(kind);
            Outcome<TryTemplate.Tried> tried = await house.House.Get<TryTemplate>().RunAsync(
                new TryTemplate.Request(manager, site.Id, kind, language, words.Subject, words.Body, "maria@barber.example"));
            RenderedNotice notice = tried.Match(done => done.Notice, refusal => throw new InvalidOperationException($"{refusal}"));
            Assert.DoesNotContain("{{", notice.Text + notice.Subject + notice.Html, StringComparison.Ordinal);
        }

        Assert.Equal(NoticeKinds.All.Count(kind => !NoticeKinds.IsSms(kind)) * WordBook.Languages.Count, house.Caught.Mails.Count);
    }
}
