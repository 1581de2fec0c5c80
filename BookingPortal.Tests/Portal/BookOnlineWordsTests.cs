using System.Globalization;
using BookingPortal.BookOnline;
using BookingPortal.BookOnline.Words;
using BookingPortal.Controls;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Payments;
using NodaTime;

namespace BookingPortal.Tests.Portal;

public sealed class BookOnlineWordsTests
{
    private const char Nbsp = '\u00a0';

    private static readonly DateTimeZone Lisbon = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 21, 14, 12);

    [Theory]
    [InlineData(1500, "EUR", "en-IE", "€15.00")]
    [InlineData(1500, "EUR", "de-DE", "15,00 €")]
    [InlineData(1500, "JPY", "en-GB", "¥1,500")]
    [InlineData(1500, "KWD", "en-GB", "KWD 1.500")]
    [InlineData(3200, "USD", "en-US", "$32.00")]
    [InlineData(3200, "USD", "en-GB", "US$32.00")]
    [InlineData(450000, "NPR", "en-GB", "NPR 4,500.00")]
    public void Money_is_written_the_way_its_reader_writes_it(long amount, string currency, string culture, string expected) =>
        Assert.Equal(expected, Money.Print(amount, currency, CultureInfo.GetCultureInfo(culture)).Replace(Nbsp, ' '));

    [Theory]
    [InlineData("#0f766e", "#ffffff")]
    [InlineData("#facc15", "#14181b")]
    [InlineData("#ffffff", "#14181b")]
    public void What_is_written_on_the_accent_can_be_read(string colour, string expected) =>
        Assert.Equal(expected, Accent.Parse(colour)!.OnAccent);

    [Theory]
    [InlineData("red")]
    [InlineData("#fff")]
    [InlineData("#0f766e}body{display:none")]
    [InlineData(null)]
    public void Only_a_colour_becomes_an_accent(string? text) => Assert.Null(Accent.Parse(text));

    /// <summary>In 2026 Lisbon's clocks go back on 25 October: 01:00–02:00 happens twice.</summary>
    [Fact]
    public void The_two_passes_of_a_repeated_hour_are_told_apart()
    {
        SlotWords words = SlotWords.For(Lisbon, Now);
        Instant first = Instant.FromUtc(2026, 10, 25, 0, 30);
        Instant second = Instant.FromUtc(2026, 10, 25, 1, 30);

        Assert.Equal(("01:30", "WEST"), (words.Time(first), words.Pass(first)));
        Assert.Equal(("01:30", "WET"), (words.Time(second), words.Pass(second)));
        Assert.NotEqual(words.PassAloud(first), words.PassAloud(second));
        Assert.Equal("", words.Pass(Instant.FromUtc(2026, 10, 25, 3, 30)));
    }

    [Theory]
    [InlineData("Europe/Lisbon", "Lisbon time (UTC)")]
    [InlineData("America/St_Johns", "St Johns time (UTC−3:30)")]
    [InlineData("Asia/Kathmandu", "Kathmandu time (UTC+5:45)")]
    public void A_time_is_printed_with_its_zone(string zone, string expected) =>
        Assert.Equal(expected, SlotWords.For(DateTimeZoneProviders.Tzdb[zone], Now).ZoneAt(Now));

    [Fact]
    public void A_visit_that_ends_on_another_day_says_both_days() => Assert.Equal(
        "Tuesday 24 November, 23:30 to Wednesday 25 November, 00:30",
        SlotWords.For(Lisbon, Now).Whole(Instant.FromUtc(2026, 11, 24, 23, 30), Instant.FromUtc(2026, 11, 25, 0, 30)));

    [Theory]
    [InlineData(BookingStatus.PendingApproval)]
    [InlineData(BookingStatus.Declined)]
    [InlineData(BookingStatus.Expired)]
    public void Of_money_is_spoken_where_some_came(BookingStatus status)
    {
        Booking booking = Standing(status, stoodAt: Now);
        Assert.DoesNotContain("paid", StatusWords.Of(booking, CultureInfo.InvariantCulture).Text, StringComparison.Ordinal);
        Assert.Contains("What you have paid", StatusWords.Of(booking, CultureInfo.InvariantCulture, isPaid: true).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_not_paid_yet_reads_that_the_time_is_not_kept_for_ever_and_who_has_that_there_is_nothing_to_do()
    {
        string text = StatusWords.Of(Standing(BookingStatus.PendingPayment), CultureInfo.InvariantCulture).Text;
        Assert.Contains("for a while", text, StringComparison.Ordinal);
        Assert.Contains("If you have paid already, there is nothing to do", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_moves_what_is_being_ended_is_told_so() => Assert.Equal(
        "This booking is being ended.",
        new RefusalWords(SlotWords.For(Lisbon, Now)).WrongStatus(new Refusal.WrongStatus(BookingSagas.BeingEnded, "Reschedule")).Title);

    [Fact]
    public void The_policy_names_its_exact_deadline_and_its_fee()
    {
        var policy = new CancellationPolicy(24, 50);
        Instant start = Instant.FromUtc(2026, 11, 24, 10, 30);

        string before = PolicyWords.Line(policy, start, 1500, "EUR", SlotWords.For(Lisbon, Now), Now, CultureInfo.GetCultureInfo("en-IE"));
        string exactly = PolicyWords.Line(policy, start, 1500, "EUR", SlotWords.For(Lisbon, Now), start - Duration.FromHours(24), CultureInfo.GetCultureInfo("en-IE"));
        string after = PolicyWords.Line(policy, start, 1500, "EUR", SlotWords.For(Lisbon, Now), start - Duration.FromHours(23), CultureInfo.GetCultureInfo("en-IE"));

        Assert.Equal("Free to move or cancel until Mon 23 Nov, 10:30. After that, cancelling costs €7.50.", before);
        Assert.Equal(before, exactly);
        Assert.Equal("Cancelling costs €7.50. It was free until Mon 23 Nov, 10:30.", after);
    }

    [Theory]
    [InlineData(DepositKind.None, 0, "To pay at the visit", "")]
    [InlineData(DepositKind.Full, 0, "To pay when booking", "")]
    [InlineData(DepositKind.Percent, 20, "Price", "€6.00 of it is paid when booking, the rest at the visit. ")]
    public void What_is_paid_when_is_said_beside_the_price(DepositKind kind, long value, string label, string part)
    {
        var service = new Service { Slug = "cut", Name = "Haircut", PriceAmount = 1500, Deposit = new DepositRule(kind, value) };

        Assert.Equal(label, AdvanceWords.Label(service, seats: 2));
        Assert.Equal(part, AdvanceWords.Part(service, seats: 2, CultureInfo.GetCultureInfo("en-IE")));
    }

    [Theory]
    [InlineData(20, "20 min")]
    [InlineData(60, "1 h")]
    [InlineData(90, "1 h 30 min")]
    public void A_length_is_said_in_hours_and_minutes(int minutes, string expected) => Assert.Equal(expected, LengthWords.Minutes(minutes));

    [Theory]
    [InlineData("de-CH,de;q=0.9", "de-CH")]
    [InlineData("pt", "pt-BR")]
    [InlineData("xx-YY, fr-FR", "fr-FR")]
    [InlineData("", "en-IE")]
    public void The_visitor_is_read_from_what_the_browser_says(string header, string expected)
    {
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        http.Request.Headers.AcceptLanguage = header;

        Assert.Equal(expected, VisitorCulture.Of(http).Name);
    }

    [Fact]
    public void Words_for_staff_about_a_time_that_is_not_offered_stay_with_staff()
    {
        var refusal = new Refusal.NotOffered("resource-exception", "Ana is on holiday with Rui.");

        Notice told = refusal.Match(new RefusalWords(SlotWords.For(Lisbon, Now), Now));

        Assert.DoesNotContain("Ana", told.Title + told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_of_a_form_are_told_at_once()
    {
        var input = new DetailsInput { Name = " ", Email = "eva", Phone = "call me" };

        Assert.Equal(["name", "email", "phone"], input.Problems().Select(problem => problem.Field));
        Assert.Empty(new DetailsInput { Name = "Eva", Email = "eva@example.com" }.Problems());
    }

    [Theory]
    [InlineData("eva@example.com", null)]
    [InlineData(" eva+portal@mail.example.co.uk ", null)]
    [InlineData("o'brien@münchen.example", null)]
    [InlineData("", null)]
    [InlineData("eva@bar", "looks unfinished")]
    [InlineData("eva@bar.", "looks unfinished")]
    [InlineData("eva@bar.c", "does not look like")]
    [InlineData("eva@10.0.0.1", "does not look like")]
    [InlineData("eva@-bar.com", "does not look like")]
    [InlineData("eva@bar..com", "does not look like")]
    [InlineData("eva.@bar.com", "does not look like")]
    [InlineData("eva bar@example.com", "a space")]
    [InlineData("eva@example,com", "a comma")]
    [InlineData("eva.example.com", "@ is missing")]
    [InlineData("eva@@example.com", "more than one @")]
    [InlineData("@example.com", "before the @")]
    public void An_email_address_that_was_mistyped_is_sent_back_with_what_is_wrong(string typed, string? problem)
    {
        string? said = new DetailsInput { Name = "Eva", Email = typed }.Problems().Where(each => each.Field == "email").Select(each => each.Problem).SingleOrDefault();
        if (typed.Length == 0)
        {
            Assert.Equal("Tell us your email address, so that we can confirm.", said);
        }
        else if (problem is null)
        {
            Assert.Null(said);
        }
        else
        {
            Assert.Contains(problem, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_address_carries_what_was_chosen_and_nothing_else()
    {
        var choice = new Choice("ana", 2, "Asia/Tokyo");

        Assert.Equal("/book/porto/cut/time?resource=ana&seats=2&zone=Asia%2FTokyo&date=2026-11-24", Addresses.Times("porto", "cut", choice, new LocalDate(2026, 11, 24)));
        Assert.Equal("/book/porto?zone=Asia%2FTokyo", Addresses.Services("porto", choice));
        Assert.Equal("/book/porto/cut/time", Addresses.Times("porto", "cut", new Choice()));
    }

    [Theory]
    [InlineData("2026-11-24T10:30:00Z")]
    [InlineData("2026-10-25T00:30:00Z")]
    public void A_time_on_a_button_is_read_back_as_it_was(string text) =>
        Assert.Equal(text, Addresses.Print(Addresses.ReadInstant(text)!.Value));

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2026-13-40")]
    [InlineData(null)]
    public void An_address_that_was_tampered_with_is_no_error(string? text)
    {
        Assert.Null(Addresses.ReadInstant(text));
        Assert.Null(Addresses.ReadDate(text));
        Assert.Null(Addresses.ReadMonth(text));
    }

    private static Booking Standing(BookingStatus status, Instant? stoodAt = null) => new()
    {
        Reference = "K7Q-2MX", SiteId = Guid.NewGuid(), ServiceId = Guid.NewGuid(), Status = status, StartsAt = Now, EndsAt = Now, LocalStart = default,
        TzdbVersion = "2026a", Seats = 1, Resources = [], Customer = new Customer("Eva", "eva@example.com"), PriceAmount = 1500, Currency = "EUR",
        Source = "customer", CreatedAt = Now, ChangedAt = Now, StoodAt = stoodAt,
    };
}
