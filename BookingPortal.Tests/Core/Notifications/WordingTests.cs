using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>Templates, and what they become.</summary>
public sealed class WordingTests
{
    private static readonly DateTimeZone Lisbon = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];

    public static TheoryData<string> Languages { get; } = [.. WordBook.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_has_every_kind_of_message_and_each_of_them_can_be_read(string language)
    {
        var book = WordBook.Of(language);

        Assert.Equal(language, book.Language);
        foreach (NoticeKind kind in NoticeKinds.All)
        {
            DefaultTemplate template = book.TemplateOf(kind);
            Outcome<TemplateText> read = TemplateText.Read(kind, template.Subject, template.Body);
            Assert.True(read.TryGet(out TemplateText? text, out Refusal? refusal), $"{language} {kind}: {refusal}");
            Assert.NotEmpty(text.Blocks);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_has_every_label(string language)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Fixtures.SourceTree.Root, "BookingPortal.Core/Notifications/Wording/words.en.txt"));
        var book = WordBook.Of(language);

        Assert.All(lines.SkipWhile(line => line != "== words").Skip(1).TakeWhile(line => line.Length > 0), line => Assert.NotEmpty(book[line.Split(" = ")[0]]));
    }

    /// <summary>A booking whose card is refused ends within seconds; the words said that it was too late.</summary>
    [Theory]
    [InlineData("en", "in time.")]
    [InlineData("de", "rechtzeitig zustande")]
    [InlineData("pt", "a tempo.")]
    public void A_booking_that_was_not_completed_is_not_said_to_have_been_late(string language, string late)
    {
        string body = WordBook.Of(language).TemplateOf(NoticeKind.Expired).Body;
        Assert.DoesNotContain(late, body[..body.IndexOf("{{details}}", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    /// <summary>It went out empty: a gateway refuses such an SMS, one by one, and each became a dead letter.</summary>
    [Theory]
    [InlineData(NoticeKind.ChangeSms, "")]
    [InlineData(NoticeKind.Confirmation, " \n ")]
    public void A_message_without_words_is_refused(NoticeKind kind, string body) => Assert.False(TemplateText.Read(kind, "Subject", body).TryGet(out _, out _));

    [Fact]
    public void A_message_as_text_is_this()
    {
        RenderedNotice notice = Render("Hello {{customer}}: {{service}}", """
            # See you {{start}}
            Hello {{customer}}.
            Second line.

            {{details}}
            {{#reason}}
            Why: {{reason}}
            {{/reason}}
            - one
            - two
            [Move or cancel]({{manage}})
            """);

        Assert.Equal("Hello Eva <b>: Cut & dry", notice.Subject);
        Assert.Equal(
            """
            See you Tuesday 1 December 2026, 09:00 WET

            Hello Eva <b>.
            Second line.

            When: soon
            Where: Porto, by the river

            - one
            - two

            Move or cancel:
            https://b.example/m?t=1&u=2

            -- 
            Shop
            Street 1
            You booked.
            No more of these: https://b.example/u

            """.ReplaceLineEndings("\n"),
            notice.Text);
    }

    [Fact]
    public void A_value_can_write_no_html_and_a_line_break_in_it_stays_one()
    {
        string html = Render("s", "Hello {{customer}}\n{{address}}\n[Move {{customer}}]({{manage}})").Html;

        Assert.Contains("Hello Eva &lt;b&gt;<br>Porto<br>by the river", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://b.example/m?t=1&amp;u=2\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_button_without_an_address_and_a_section_without_its_value_are_left_out()
    {
        RenderedNotice notice = Render("s", "[Pay]({{book}})\n{{#reason}}\nWhy {{reason}}\n{{/reason}}\nEnd");

        Assert.DoesNotContain("Pay", notice.Html, StringComparison.Ordinal);
        Assert.StartsWith("End\n", notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Fine\n\n{{custmer}} hello", "Line 3: there is no {{custmer}} here.")]
    [InlineData("{{#reason}}\nWhy", "Line 1: {{#reason}} is never closed by {{/reason}}.")]
    [InlineData("Why\n{{/reason}}", "Line 2: {{/reason}} closes nothing that is open.")]
    [InlineData("Why {{reason", "Line 1: {{ is never closed by }}.")]
    [InlineData("Why reason}}", "Line 1: }} closes nothing.")]
    [InlineData("ok\n[Go]({{customer}})", "Line 2: {{customer}} is no address to open; a button can lead to {{manage}}, {{book}}.")]
    [InlineData("{{visits}}", "Line 1: there is no {{visits}} here.")]
    public void A_template_with_a_mistake_is_refused_with_the_line_named(string body, string problem)
    {
        Assert.False(TemplateText.Read(NoticeKind.Confirmation, "Subject", body).TryGet(out _, out Refusal? refusal));

        var invalid = Assert.IsType<Refusal.Invalid>(refusal);
        Assert.Equal("body", invalid.Field);
        Assert.StartsWith(problem, invalid.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_with_a_mistake_is_refused_too()
    {
        Assert.False(TemplateText.Read(NoticeKind.Confirmation, "Hello {{nobody}}", "x").TryGet(out _, out Refusal? refusal));
        Assert.StartsWith("The subject: there is no {{nobody}} here.", Assert.IsType<Refusal.Invalid>(refusal).Problem, StringComparison.Ordinal);
        Assert.False(TemplateText.Read(NoticeKind.Confirmation, "Hello\r\nBcc: x", "x").TryGet(out _, out _));
    }

    [Theory]
    [InlineData(null, "Tuesday 1 December 2026, 09:00–09:30 WET (Europe/Lisbon)")]
    [InlineData("sv", "Tuesday 1 December 2026, 09:00–09:30 WET (Europe/Lisbon)")]
    [InlineData("en-US", "Tuesday, December 1, 2026, 9:00 AM–9:30 AM WET (Europe/Lisbon)")]
    [InlineData("pt-BR", "terça-feira, 1 de dezembro de 2026, 09:00–09:30 WET (Europe/Lisbon)")]
    [InlineData("de", "Dienstag, 1. Dezember 2026, 09:00–09:30 WET (Europe/Lisbon)")]
    public void A_time_is_printed_in_the_readers_language_with_its_zone(string? locale, string expected)
    {
        Instant start = Instant.FromUtc(2026, 12, 1, 9, 0);

        Assert.Equal(expected, VisitTimes.Stretch(start, start + Duration.FromMinutes(30), Lisbon, NoticeLanguage.Of(locale)).Replace('\u202f', ' '));
    }

    /// <summary>Lisbon, 25 October 2026: 02:00 WEST becomes 01:00 WET.</summary>
    [Fact]
    public void On_the_night_when_an_hour_comes_twice_a_time_says_which_one_it_is()
    {
        NoticeLanguage english = NoticeLanguage.Of("en");
        Instant firstPass = Instant.FromUtc(2026, 10, 25, 0, 30);
        Instant secondPass = Instant.FromUtc(2026, 10, 25, 1, 30);

        Assert.Equal("Sunday 25 October 2026, 01:30 WEST", VisitTimes.Start(firstPass, Lisbon, english));
        Assert.Equal("Sunday 25 October 2026, 01:30 WET (the second time that this hour occurs)", VisitTimes.Start(secondPass, Lisbon, english));
        Assert.Equal("Sunday 25 October 2026, 01:30 WEST – 01:30 WET (Europe/Lisbon)", VisitTimes.Stretch(firstPass, secondPass, Lisbon, english));
    }

    [Fact]
    public void A_stay_has_both_of_its_dates()
    {
        Instant arrival = Instant.FromUtc(2026, 12, 1, 15, 0);

        Assert.Equal(
            "Tuesday 1 December 2026, 15:00 WET – Thursday 3 December 2026, 11:00 WET (Europe/Lisbon)",
            VisitTimes.Stretch(arrival, arrival + Duration.FromHours(44), Lisbon, NoticeLanguage.Of("en")));
    }

    private static RenderedNotice Render(string subject, string body)
    {
        Assert.True(TemplateText.Read(NoticeKind.Confirmation, subject, body.ReplaceLineEndings("\n")).TryGet(out TemplateText? template, out Refusal? refusal), $"{refusal}");
        NoticeLanguage language = NoticeLanguage.Of("en");
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["customer"] = "Eva <b>",
            ["service"] = "Cut & dry",
            ["address"] = "Porto\nby the river",
            ["start"] = VisitTimes.Start(Instant.FromUtc(2026, 12, 1, 9, 0), Lisbon, language),
            ["manage"] = "https://b.example/m?t=1&u=2",
        };
        var facts = new NoticeFacts(values, [("When", "soon"), ("Where", "Porto, by the river")])
        {
            SiteName = "Shop",
            SiteAddress = "Street 1",
            Because = "You booked.",
            UnsubscribeUrl = "https://b.example/u",
        };
        return RenderedNotice.Of(template, facts, language);
    }
}
