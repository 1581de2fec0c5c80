using System.Text;
using BookingPortal.Core.Notifications;
using NodaTime;

namespace BookingPortal.Tests.Core;

public sealed class CalendarFileTests
{
    private static readonly Instant Changed = Instant.FromUtc(2026, 11, 1, 9, 0);

    [Fact]
    public void A_visit_is_written_at_its_wall_time_with_its_zone()
    {
        string[] lines = Lines(Write(Entry("Europe/Lisbon", Instant.FromUtc(2026, 7, 24, 9, 30))));

        Assert.Contains("DTSTART;TZID=Europe/Lisbon:20260724T103000", lines);
        Assert.Contains("DTEND;TZID=Europe/Lisbon:20260724T110000", lines);
        Assert.Contains("TZID:Europe/Lisbon", lines);
        Assert.Contains("DTSTAMP:20261101T090000Z", lines);
    }

    /// <summary>Lisbon in 2026: forward on 29 March at 01:00, back on 25 October at 02:00.</summary>
    [Fact]
    public void The_zone_block_says_when_the_clocks_change_in_the_offset_before_the_change()
    {
        string file = Write(Entry("Europe/Lisbon", Instant.FromUtc(2026, 7, 24, 9, 30)));

        Assert.Contains("BEGIN:DAYLIGHT\r\nDTSTART:20260329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:WEST\r\nEND:DAYLIGHT\r\n", file, StringComparison.Ordinal);
        Assert.Contains("BEGIN:STANDARD\r\nDTSTART:20261025T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nTZNAME:WET\r\nEND:STANDARD\r\n", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Asia/Kathmandu", "TZOFFSETTO:+0545")]
    [InlineData("America/St_Johns", "TZOFFSETTO:-0330")]
    [InlineData("Australia/Lord_Howe", "TZOFFSETTO:+1030")]
    [InlineData("Pacific/Kiritimati", "TZOFFSETTO:+1400")]
    [InlineData("UTC", "TZOFFSETTO:+0000")]
    public void Every_zone_gets_a_block_with_its_offset(string zone, string expected)
    {
        string[] lines = Lines(Write(Entry(zone, Instant.FromUtc(2026, 7, 24, 9, 30))));

        Assert.Contains(expected, lines);
        Assert.Contains("BEGIN:STANDARD", lines);
    }

    /// <summary>A local time that happens twice means the first, so only UTC can name the second.</summary>
    [Fact]
    public void A_visit_in_the_second_pass_of_a_repeated_hour_is_written_in_utc()
    {
        string[] firstPass = Lines(Write(Entry("Europe/Lisbon", Instant.FromUtc(2026, 10, 25, 0, 15)) with { End = Instant.FromUtc(2026, 10, 25, 0, 45) }));
        string[] secondPass = Lines(Write(Entry("Europe/Lisbon", Instant.FromUtc(2026, 10, 25, 1, 15))));

        Assert.Contains("DTSTART;TZID=Europe/Lisbon:20261025T011500", firstPass);
        Assert.Contains("DTSTART:20261025T011500Z", secondPass);
        Assert.DoesNotContain("BEGIN:VTIMEZONE", secondPass);
    }

    [Fact]
    public void A_moved_booking_keeps_its_uid_and_raises_its_sequence()
    {
        var id = Guid.Parse("0198a8f0-0000-7000-8000-000000000001");

        Assert.Equal("0198a8f0-0000-7000-8000-000000000001@bookingportal", CalendarEntry.UidOf(id));
        Assert.Equal(0, CalendarEntry.SequenceOf(1));
        Assert.Contains("SEQUENCE:2", Lines(Write(Entry("UTC", Changed) with { Sequence = CalendarEntry.SequenceOf(3) })));
    }

    [Fact]
    public void A_cancelled_booking_says_so_and_no_longer_blocks_the_time()
    {
        string[] lines = Lines(CalendarFile.Write(Entry("UTC", Changed) with { Status = CalendarEntryStatus.Cancelled }, "CANCEL"));

        Assert.Contains("METHOD:CANCEL", lines);
        Assert.Contains("STATUS:CANCELLED", lines);
        Assert.Contains("TRANSP:TRANSPARENT", lines);
    }

    [Fact]
    public void Text_is_escaped_so_that_it_cannot_become_a_line_of_its_own()
    {
        string file = Write(Entry("UTC", Changed) with { Summary = "Cut, wash; \\dry\r\nATTENDEE:x" });

        Assert.Contains("SUMMARY:Cut\\, wash\\; \\\\dry\\nATTENDEE:x\r\n", file, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_fold_at_75_octets_without_cutting_a_character_and_unfold_to_the_same_text()
    {
        string summary = string.Concat(Enumerable.Repeat("Corte à navalha 💈 na Ribeira ", 12)).Trim();
        string file = Write(Entry("UTC", Changed) with { Summary = summary });

        Assert.All(file.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\uFFFD', file);
        Assert.Contains($"SUMMARY:{summary}\r\n", file.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("\n", file.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string Write(CalendarEntry entry) => CalendarFile.Write(entry);

    private static string[] Lines(string file) => file.Split("\r\n");

    private static CalendarEntry Entry(string zone, Instant start) => new()
    {
        Uid = "one@bookingportal",
        Sequence = 0,
        ChangedAt = Changed,
        Start = start,
        End = start + Duration.FromMinutes(30),
        Zone = DateTimeZoneProviders.Tzdb[zone],
        Summary = "Haircut",
    };
}
