using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>What people get told when something happens to a booking.</summary>
public sealed class NoticeTests
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

    [Fact]
    public async Task The_calendar_is_asked_moved_and_cancelled_under_one_name_with_a_rising_sequence()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        Booking booking = await house.BookAsync(Visit);
        await house.DeliverAsync();
        await house.MoveAsync(booking, Visit + Duration.FromHours(2));
        await house.DeliverAsync();
        await house.CancelAsync(booking, "Ill");
        await house.DeliverAsync();

        Email[] mails = [.. house.Caught.Mails];
        Assert.Equal(["REQUEST", "REQUEST", "CANCEL"], mails.Select(mail => mail.Calendar!.Method));
        string[] files = [.. mails.Select(mail => mail.Calendar!.File.Replace("\r\n ", "", StringComparison.Ordinal))];
        Assert.All(files, file => Assert.Contains($"UID:{booking.Id:D}@bookingportal\r\n", file, StringComparison.Ordinal));
        Assert.All(files, file => Assert.Contains("ORGANIZER;CN=\"Shop\":mailto:hello@barber.example\r\n", file, StringComparison.Ordinal));
        Assert.All(files, file => Assert.Contains("PARTSTAT=ACCEPTED;RSVP=FALSE;CN=\"Eva\":mailto:eva@example.com\r\n", file, StringComparison.Ordinal));
        Assert.Equal([0, 1, 2], files.Select((file, i) => file.Contains($"\r\nSEQUENCE:{i}\r\n", StringComparison.Ordinal) ? i : -1));
        Assert.Contains("DTSTART;TZID=Europe/Lisbon:20260910T100000\r\n", files[0], StringComparison.Ordinal);
        Assert.Contains("DTSTART;TZID=Europe/Lisbon:20260910T120000\r\n", files[1], StringComparison.Ordinal);
        Assert.Contains("METHOD:CANCEL\r\n", files[2], StringComparison.Ordinal);
        Assert.Contains("STATUS:CANCELLED\r\n", files[2], StringComparison.Ordinal);
        Assert.Contains("Before it was Thursday 10 September 2026, 10:00 WEST.", mails[1].Text, StringComparison.Ordinal);
        Assert.Contains("Why: Ill", mails[2].Text, StringComparison.Ordinal);
    }

    /// <summary>RFC 5546: tentative while a moved visit waits for a yes again; asked as confirmed after the yes, cancelled after the no; the sequence rises each time.</summary>
    [Theory]
    [InlineData("en", BookingVerb.Approve, "REQUEST", "STATUS:CONFIRMED", "We have to agree: Haircut", "You have given up Thursday 10 September 2026, 10:00 WEST.")]
    [InlineData("pt", BookingVerb.Decline, "CANCEL", "STATUS:CANCELLED", "Falta a nossa resposta: Haircut", "Prescindiu de quinta-feira, 10 de setembro de 2026, 10:00 WEST.")]
    [InlineData("de", BookingVerb.TimeOut, "CANCEL", "STATUS:CANCELLED", "Wir müssen noch zusagen: Haircut", "Donnerstag, 10. September 2026, 10:00 WEST haben Sie aufgegeben.")]
    public async Task A_visit_that_is_moved_and_waits_again_is_tentative_in_the_calendar_until_the_answer(
        string locale, BookingVerb answer, string method, string status, string subject, string givenUp)
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(service => (service.NeedsApproval, service.AsksAgainWhenMoved) = (true, true));
        Booking booking = await house.BookAsync(Visit, GuardHouse.Eva with { Locale = locale });
        await DecideAsync(house, booking, BookingVerb.Approve);
        await house.DeliverAsync();
        var move = new RescheduleBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false), Visit + Duration.FromHours(2));
        Booking moved = (await house.House.Get<RescheduleBooking>().RunAsync(move)).Value();
        await house.DeliverAsync();

        Email asked = house.Caught.Mails.Last();
        Assert.StartsWith(subject, asked.Subject, StringComparison.Ordinal);
        Assert.Contains(givenUp, asked.Text, StringComparison.Ordinal);
        Assert.Equal("REQUEST", asked.Calendar!.Method);
        Assert.Contains("\r\nSTATUS:TENTATIVE\r\n", asked.Calendar.File, StringComparison.Ordinal);
        Assert.Contains($"\r\nSEQUENCE:{moved.Version - 1}\r\n", asked.Calendar.File, StringComparison.Ordinal);
        Assert.Contains("DTSTART;TZID=Europe/Lisbon:20260910T120000\r\n", asked.Calendar.File, StringComparison.Ordinal);

        if (answer == BookingVerb.TimeOut)
        {
            house.Clock.Now = moved.StartsAt;
            await house.House.Get<RunSagas>().RunAsync();
        }
        else
        {
            await DecideAsync(house, moved, answer);
        }

        await house.DeliverAsync();
        Email told = house.Caught.Mails.Last();
        Assert.Equal(method, told.Calendar!.Method);
        Assert.Contains($"\r\n{status}\r\n", told.Calendar.File, StringComparison.Ordinal);
        Assert.Contains($"\r\nSEQUENCE:{moved.Version - 1 + (answer == BookingVerb.Approve ? 2 : 1)}\r\n", told.Calendar.File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_moves_promises_no_attachment_and_a_no_to_it_takes_nothing_out_of_a_calendar()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(service => service.NeedsApproval = true);
        Booking booking = await house.BookAsync(Visit);
        await house.DeliverAsync();
        booking = await house.MoveAsync(booking, Visit + Duration.FromHours(2));
        await house.DeliverAsync();
        Assert.Null(house.Caught.Mails.Last().Calendar);
        Assert.Contains("It is not confirmed yet.", house.Caught.Mails.Last().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("attached", house.Caught.Mails.Last().Text, StringComparison.Ordinal);
        await DecideAsync(house, booking, BookingVerb.Decline);
        await house.DeliverAsync();
        Assert.Null(house.Caught.Mails.Last().Calendar);
        Assert.DoesNotContain("calendar", house.Caught.Mails.Last().Text, StringComparison.Ordinal);
    }

    private static async Task DecideAsync(NoticeHouse house, Booking booking, BookingVerb verb) =>
        Assert.False((await house.House.Get<ChangeBooking>().RunAsync(new ChangeBooking.Request(new ChangeRequest(booking.Id, "desk@example.com", IsStaff: true, "So be it"), verb))).IsRefused);

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
        await AddColleagueAsync(house, "desk@barber.example", StaffRoles.Desk);
        await AddColleagueAsync(house, "rui@barber.example", StaffRoles.Staff);
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
    public async Task Whoever_does_the_work_is_told_in_a_mail_of_their_own_and_whoever_no_longer_does_too()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        Resource[] people = [.. (await house.House.AllAsync<Resource>()).OrderBy(person => person.Slug)];
        await AddColleagueAsync(house, "one@barber.example", StaffRoles.Staff, people[0].Id);
        await AddColleagueAsync(house, "two@barber.example", StaffRoles.Staff, people[1].Id);
        Booking booking = await house.BookAsync(Visit);
        await house.DeliverAsync();
        Assert.Equal(["one@barber.example: New booking"], ToStaff(house));

        await house.MoveAsync(booking, Visit + Duration.FromHours(1), "person-2");
        await house.DeliverAsync();
        Assert.Equal(["one@barber.example: No longer yours", "two@barber.example: Moved"], ToStaff(house).Skip(1).Order(StringComparer.Ordinal));

        await house.CancelAsync(booking);
        await house.DeliverAsync();
        Assert.Equal("two@barber.example: Cancelled", ToStaff(house).Last());
    }

    [Theory]
    [InlineData(BookingVerb.Approve, "New booking")]
    [InlineData(BookingVerb.Decline, "Declined")]
    [InlineData(BookingVerb.TimeOut, "Nobody answered")]
    public async Task Colleagues_hear_that_their_visit_waits_again_and_how_it_ended_and_who_decides_is_asked_anew(BookingVerb answer, string told)
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync(service => (service.NeedsApproval, service.AsksAgainWhenMoved) = (true, true));
        List<Resource> people = [.. (await house.House.AllAsync<Resource>()).OrderBy(each => each.Position)];
        await AddColleagueAsync(house, "one@barber.example", StaffRoles.Staff, people[0].Id);
        await AddColleagueAsync(house, "two@barber.example", StaffRoles.Staff, people[1].Id);
        await AddColleagueAsync(house, "front@barber.example", StaffRoles.Desk);
        Booking booking = await house.BookAsync(Visit);
        await DecideAsync(house, booking, BookingVerb.Approve);
        await house.DeliverAsync();
        house.Caught.Mails.Clear();
        var move = new RescheduleBooking.Request(new ChangeRequest(booking.Id, "customer", IsStaff: false), Visit + Duration.FromHours(2), "person-2");
        Booking moved = (await house.House.Get<RescheduleBooking>().RunAsync(move)).Value();
        await house.DeliverAsync();
        Assert.Equal(
            ["front@barber.example: Please decide", "one@barber.example: No longer yours", "two@barber.example: Moved, waits for approval"],
            house.Caught.Mails.Where(mail => mail.To.EndsWith("barber.example", StringComparison.Ordinal)).Select(mail => $"{mail.To}: {mail.Subject.Split(':')[0]}").Order(StringComparer.Ordinal));

        house.Caught.Mails.Clear();
        if (answer == BookingVerb.TimeOut)
        {
            house.Clock.Now = moved.StartsAt;
            await house.House.Get<RunSagas>().RunAsync();
        }
        else
        {
            await DecideAsync(house, moved, answer);
        }

        await house.DeliverAsync();
        Assert.Equal([$"two@barber.example: {told}"], house.Caught.Mails.Where(mail => mail.To.EndsWith("barber.example", StringComparison.Ordinal)).Select(mail => $"{mail.To}: {mail.Subject.Split(':')[0]}"));
    }

    [Fact]
    public async Task Nobody_is_told_of_what_they_did_themselves_and_where_nobody_has_an_account_nothing_is_left()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await house.House.Get<StaffDirectory>().RefreshAsync();
        await house.BookAsync(Visit);
        Assert.DoesNotContain(await house.House.AllAsync<OutboxMessage>(), message => message.Kind == NoticeEffects.Staff);

        Resource person = (await house.House.AllAsync<Resource>()).Single(each => each.Slug == "person-1");
        await AddColleagueAsync(house, "desk@example.com", StaffRoles.Desk, person.Id);
        house.Clock.Now += Duration.FromMinutes(2); // what was known of colleagues is stale by now
        await house.MoveAsync(await house.BookAsync(Visit + Duration.FromDays(1)), Visit + Duration.FromDays(2));
        await house.DeliverAsync();

        Assert.Equal(["desk@example.com: New booking"], ToStaff(house));
    }

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

        Assert.Equal((NoticeKinds.All.Count - 1) * WordBook.Languages.Count, house.Caught.Mails.Count);
    }

    [Fact]
    public async Task The_digest_comes_once_in_the_morning_of_the_sites_own_day()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await AddColleagueAsync(house, "desk@barber.example", StaffRoles.Desk);
        Booking booking = await house.BookAsync(Visit);
        await house.DeliverAsync();
        house.Caught.Mails.Clear();
        SendDigests digests = house.House.Get<SendDigests>();

        house.Clock.Now = Instant.FromUtc(2026, 9, 10, 4, 59);
        Assert.Equal(0, await digests.RunAsync());
        house.Clock.Now = Instant.FromUtc(2026, 9, 10, 5, 0); // six in Lisbon
        Assert.Equal(1, await digests.RunAsync());
        Assert.Equal(0, await digests.RunAsync());
        Assert.Equal(0, await new SendDigests(
            house.House.Get<IWriteQueue>(), house.House.Get<ReadCatalog>(), house.House.Get<LeaveEffects>(), house.House.Get<StaffDirectory>(), house.Clock).RunAsync());
        await house.DeliverAsync();

        Email mail = Assert.Single(house.Caught.Mails);
        Assert.Equal("Shop, Thursday 10 September 2026: visits 1", mail.Subject);
        Assert.Contains($"10:00 WEST  Eva, Haircut, Person 1 ({booking.Reference})", mail.Text, StringComparison.Ordinal);
        Assert.NotNull(mail.UnsubscribeUrl);
    }

    [Fact]
    public async Task Managers_are_alerted_once_for_one_occasion()
    {
        await using NoticeHouse house = await NoticeHouse.OpenAsync();
        await AddColleagueAsync(house, "boss@barber.example", StaffRoles.Manager);
        await AddColleagueAsync(house, "desk@barber.example", StaffRoles.Desk);
        var request = new RaiseAlert.Request(AlertCauses.DeadLetter("mail"), "550 no such user");
        IWriteQueue writes = house.House.Get<IWriteQueue>();

        Assert.True(await writes.RunAsync(scope => house.House.Get<RaiseAlert>().RunAsync(scope, request, house.Clock.Now)));
        Assert.False(await writes.RunAsync(scope => house.House.Get<RaiseAlert>().RunAsync(scope, request, house.Clock.Now)));
        await house.DeliverAsync();

        Email mail = Assert.Single(house.Caught.Mails);
        Assert.Equal(("boss@barber.example", "Please look: Something could not be delivered (mail)"), (mail.To, mail.Subject));
        Assert.Contains("550 no such user", mail.Text, StringComparison.Ordinal);
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

    private static IEnumerable<string> ToStaff(NoticeHouse house) =>
        house.Caught.Mails.Where(mail => mail.To != "eva@example.com").Select(mail => $"{mail.To}: {mail.Subject.Split(':')[0]}");

    private static Task<bool> AddColleagueAsync(NoticeHouse house, string email, string role, Guid? resource = null) =>
        house.House.Get<IWriteQueue>().RunAsync(async scope =>
        {
            IdentityRole<Guid>? stored = scope.Db.Roles.FirstOrDefault(each => each.Name == role);
            if (stored is null)
            {
                stored = new IdentityRole<Guid>(role) { Id = Guid.CreateVersion7(), NormalizedName = role.ToUpperInvariant() };
                scope.Db.Roles.Add(stored);
            }

            var account = new StaffAccount { Id = Guid.CreateVersion7(), Name = email.Split('@')[0], Email = email, UserName = email, ResourceId = resource };
            scope.Db.Users.Add(account);
            scope.Db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = account.Id, RoleId = stored.Id });
            await scope.Db.SaveChangesAsync();
            return true;
        });
}
