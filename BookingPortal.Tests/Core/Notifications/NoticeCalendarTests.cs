using BookingPortal.Core.Bookings;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Tests.Core.Guard;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>The visit in the calendar of its customer: asked, moved, tentative and cancelled under one name (RFC 5546).</summary>
public sealed class NoticeCalendarTests
{
    /// <summary>Thursday 10 September 2026, 10:00 in Lisbon.</summary>
    private static readonly Instant Visit = Instant.FromUtc(2026, 9, 10, 9, 0);

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
        await house.DecideAsync(booking, BookingVerb.Approve);
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
            await house.DecideAsync(moved, answer);
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
        await house.DecideAsync(booking, BookingVerb.Decline);
        await house.DeliverAsync();
        Assert.Null(house.Caught.Mails.Last().Calendar);
        Assert.DoesNotContain("calendar", house.Caught.Mails.Last().Text, StringComparison.Ordinal);
    }
}
