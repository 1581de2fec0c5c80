using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>What customers are told when something happens to their booking, in their language and with both clocks.</summary>
public sealed class CustomerNoticeTests
{
    /// <summary>Thursday 10 September 2026, 10:00 in Lisbon.</summary>
    private static readonly Instant Visit = Instant.FromUtc(2026, 9, 10, 9, 0);

    [Fact]
    public async Task A_confirmation_is_this_to_the_letter()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(
            service => (service.PriceAmount, service.Cancellation) = (1500, new CancellationPolicy(24, 50)),
            site => site.Address = "Rua das Flores 1, Porto");
        Booking booking = await house.BookAsync(Visit);
        await house.DeliverAsync();

        Email mail = Assert.Single(house.Caught.Mails);
        string link = house.House.Get<PortalLinks>().Booking(booking);
        Assert.Equal(("eva@example.com", "Eva", "Shop", "en"), (mail.To, mail.ToName, mail.FromName, mail.Language));
        Assert.Equal("Confirmed: Haircut, Thursday 10 September 2026, 10:00 WEST", mail.Subject);
        Assert.Equal(
            $"""
            You are booked

            Hello Eva, we look forward to seeing you.

            When: Thursday 10 September 2026, 10:00–10:30 WEST (Europe/Lisbon)
            Where: Shop
            Rua das Flores 1, Porto
            What: Haircut
            With: Person 1
            Price: €15.00
            Booking number: {booking.Reference}

            See, move or cancel:
            {link}

            You can cancel free of charge until Wednesday 9 September 2026, 10:00 WEST.

            The visit is attached for your calendar.

            -- 
            Shop
            Rua das Flores 1, Porto
            You get this mail because you booked at Shop.

            """.ReplaceLineEndings("\n"),
            mail.Text.Replace('\u00a0', ' '));
        Assert.Null(mail.UnsubscribeUrl);
    }

    /// <summary>The mail of the first version was stuck; it still speaks of the first version, and its calendar does not overtake the second.</summary>
    [Fact]
    public async Task A_late_mail_speaks_of_the_booking_as_it_was_then()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        Booking booking = await house.BookAsync(Visit);
        OutboxMessage first = Assert.Single(await house.House.AllAsync<OutboxMessage>(), message => message.Kind == NoticeEffects.Mail);
        await house.MoveAsync(booking, Visit + Duration.FromHours(2));
        await house.DeliverAsync(first);

        Email mail = Assert.Single(house.Caught.Mails);
        Assert.Contains("10:00–10:30", mail.Text, StringComparison.Ordinal);
        Assert.Contains("SEQUENCE:0\r\n", mail.Calendar!.File, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pt-BR", "Confirmado: Haircut, quinta-feira, 10 de setembro de 2026, 10:00 WEST", "pt")]
    [InlineData("de", "Bestätigt: Haircut, Donnerstag, 10. September 2026, 10:00 WEST", "de")]
    [InlineData("fi", "Confirmed: Haircut, Thursday 10 September 2026, 10:00 WEST", "en")]
    public async Task A_mail_is_in_the_customers_language_or_in_English(string locale, string subject, string language)
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await house.BookAsync(Visit, GuardHouse.Eva with { Locale = locale });
        await house.DeliverAsync();

        Email mail = Assert.Single(house.Caught.Mails);
        Assert.Equal((subject, language), (mail.Subject, mail.Language));
    }

    [Fact]
    public async Task A_customer_without_a_language_gets_the_sites_and_one_in_another_zone_reads_both_times()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(changeSite: site => site.Locale = "pt");
        await house.BookAsync(Visit, GuardHouse.Eva with { TimeZone = "America/New_York" });
        await house.DeliverAsync();

        Assert.Contains("No seu fuso: quinta-feira, 10 de setembro de 2026, 05:00–05:30 EDT (America/New_York)", Assert.Single(house.Caught.Mails).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_address_there_is_no_mail()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        var change = new BookSlot.Request(null, new BookingPortal.Core.Holds.SlotRequest("shop", "cut", Visit, "person-1", 1), new Customer("Walk-in", ""), By: "desk@example.com");
        Outcome<Booking> booked = await house.House.Get<BookSlot>().RunAsync(change);
        await house.DeliverAsync();

        Assert.True(booked.IsRefused || house.Caught.Mails.IsEmpty);
        Assert.DoesNotContain(await house.House.AllAsync<OutboxMessage>(), message => message.Kind == NoticeEffects.Mail);
    }

    [Fact]
    public async Task A_request_is_told_to_the_customer_and_to_those_who_decide_and_approved_it_is_one_mail()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(service => service.NeedsApproval = true);
        await house.AddColleagueAsync("desk@barber.example", StaffRoles.Desk);
        await house.AddColleagueAsync("rui@barber.example", StaffRoles.Staff);
        Booking booking = await house.BookAsync(Visit);
        await house.DeliverAsync();
        Assert.Equal(
            ["eva@example.com: We have your request: Haircut, Thursday 10 September 2026, 10:00 WEST", "desk@barber.example: Please decide: Eva, Haircut, Thursday 10 September 2026, 10:00 WEST"],
            house.Caught.Mails.Select(mail => $"{mail.To}: {mail.Subject}"));
        Assert.All(house.Caught.Mails, mail => Assert.Null(mail.Calendar));

        house.Caught.Mails.Clear();
        var yes = new ChangeRequest(booking.Id, "desk@barber.example", IsStaff: true);
        await house.House.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(yes, BookingVerb.Approve));
        await house.DeliverAsync();

        Email mail = Assert.Single(house.Caught.Mails);
        Assert.StartsWith("Approved: ", mail.Subject, StringComparison.Ordinal);
        Assert.Equal("REQUEST", mail.Calendar!.Method);
    }

    [Fact]
    public async Task A_declined_request_says_why()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(service => service.NeedsApproval = true);
        Booking booking = await house.BookAsync(Visit);
        await house.DeliverAsync();
        house.Caught.Mails.Clear();
        var no = new ChangeRequest(booking.Id, "desk@barber.example", IsStaff: true, "We are closed for a wedding.");
        await house.House.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(no, BookingVerb.Decline));
        await house.DeliverAsync();

        Assert.Contains("Why: We are closed for a wedding.", Assert.Single(house.Caught.Mails).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_be_left_alone_opens_only_its_own_address_and_topic()
    {
        var keep = new KeepOptOut(null!, null!, new BookingPortal.Core.Durability.PortalTokens(new byte[32]), new PortalAddress(), null!);
        string link = keep.LinkFor("Eva@Example.com", OptionalNotices.Reminders);
        string token = link[(link.LastIndexOf('=') + 1)..];

        Assert.True(keep.Opens("eva@example.com", OptionalNotices.Reminders, token));
        Assert.False(keep.Opens("eva@example.com", OptionalNotices.Digest, token));
        Assert.False(keep.Opens("eve@example.com", OptionalNotices.Reminders, token));
        Assert.False(keep.Opens("eva@example.com", OptionalNotices.Reminders, null));
    }
}
