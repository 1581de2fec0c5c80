using BookingPortal.Core.Integrations.Mailbox;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Tests.Core.Guard;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>The embedded default: a folder instead of a mail server.</summary>
public sealed class MailboxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mailbox-").FullName;
    private readonly StandingClock _clock = new() { Now = Instant.FromUtc(2026, 11, 2, 8, 0) };

    [Fact]
    public async Task What_would_have_gone_out_is_there_to_be_read_the_newest_first()
    {
        var mailbox = new MailboxFolder(_folder, _clock);
        Email mail = Mail() with { Calendar = new EmailCalendar("REQUEST", "BEGIN:VCALENDAR\r\n") };
        await mailbox.SendAsync(mail, default);
        _clock.Now += Duration.FromSeconds(1);
        await mailbox.SendAsync(new TextMessage(Guid.CreateVersion7(), "912", "Soon", _clock.Now), default);

        IReadOnlyList<MailboxEntry> entries = await mailbox.ListAsync(default);

        Assert.Equal(["Soon", "Hello"], entries.Select(entry => entry.Title));
        Assert.Equal(mail, (await mailbox.FindAsync(entries[1].Name, default))!.Mail);
        Assert.Contains("Subject: Hello", await File.ReadAllTextAsync(Path.Combine(_folder, entries[1].Name + ".eml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_is_being_written_is_not_shown_until_it_is_whole()
    {
        var mailbox = new MailboxFolder(_folder, _clock);
        using var done = new CancellationTokenSource();
        Task<int> reading = Task.Run(async () =>
        {
            int seen = 0;
            while (!done.IsCancellationRequested)
            {
                foreach (string file in Directory.GetFiles(_folder, "*.json"))
                {
                    string text = await File.ReadAllTextAsync(file);
                    Assert.True(text.EndsWith('}'), $"{text.Length} characters of a mail lay under its name.");
                    seen++;
                }
            }

            return seen;
        });

        for (int i = 0; i < 30; i++)
        {
            _clock.Now += Duration.FromMilliseconds(1);
            Assert.IsType<SendAnswer.Sent>(await mailbox.SendAsync(Mail() with { Text = new string('x', 2_000_000) }, default));
        }

        await done.CancelAsync();
        Assert.True(await reading > 0);
    }

    [Fact]
    public async Task Half_a_mail_that_a_power_cut_left_is_not_shown_and_hides_no_other()
    {
        var mailbox = new MailboxFolder(_folder, _clock);
        await mailbox.SendAsync(Mail(), default);
        string whole = Path.Combine(_folder, (await mailbox.ListAsync(default))[0].Name + ".json");
        string half = (await File.ReadAllTextAsync(whole))[..100];
        await File.WriteAllTextAsync(Path.Combine(_folder, $"99999999999998-{Guid.NewGuid():N}.json"), half);
        await File.WriteAllTextAsync(Path.Combine(_folder, $"99999999999999-{Guid.NewGuid():N}.tmp"), half);

        Assert.Equal("Hello", Assert.Single(await mailbox.ListAsync(default)).Title);
        Assert.Null(await mailbox.FindAsync(Directory.GetFiles(_folder, "9999999999999*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Single(), default));
    }

    [Fact]
    public async Task The_same_mail_twice_is_one()
    {
        var mailbox = new MailboxFolder(_folder, _clock);
        Email mail = Mail();
        await mailbox.SendAsync(mail, default);
        _clock.Now += Duration.FromMinutes(1);
        await mailbox.SendAsync(mail, default);
        await new MailboxFolder(_folder, _clock).SendAsync(mail, default); // after a restart as well

        Assert.Single(await mailbox.ListAsync(default));
    }

    [Fact]
    public async Task Nobody_reads_other_files_through_it()
    {
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(_folder)!, "mailbox-secret.json"), "{}");

        Assert.Null(await new MailboxFolder(_folder, _clock).FindAsync("../mailbox-secret", default));
    }

    [Fact]
    public async Task It_keeps_no_more_than_it_should()
    {
        var mailbox = new MailboxFolder(_folder, _clock);
        for (int i = 0; i < MailboxFolder.MostEntries + 20; i++)
        {
            _clock.Now += Duration.FromMilliseconds(1);
            await mailbox.SendAsync(new TextMessage(Guid.CreateVersion7(), "912", $"{i}", _clock.Now), default);
        }

        IReadOnlyList<MailboxEntry> entries = await mailbox.ListAsync(default);

        Assert.True(entries.Count <= MailboxFolder.MostEntries);
        Assert.Equal($"{MailboxFolder.MostEntries + 19}", entries[0].Title);
        Assert.Equal(entries.Count, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task In_a_full_folder_a_mail_takes_the_place_of_the_oldest_and_holds_nothing_of_it()
    {
        var mailbox = new MailboxFolder(_folder, _clock);
        for (int i = 0; i < MailboxFolder.MostEntries + 1; i++)
        {
            _clock.Now += Duration.FromMilliseconds(1);
            await mailbox.SendAsync(Mail() with { Text = new string('x', 2_000) }, default);
        }

        _clock.Now += Duration.FromMilliseconds(1);
        Email last = Mail() with { Subject = "Short" };
        await mailbox.SendAsync(last, default);
        MailboxEntry newest = (await mailbox.ListAsync(default))[0];

        Assert.Equal(last, newest.Mail);
        Assert.DoesNotContain("xx", await File.ReadAllTextAsync(Path.Combine(_folder, newest.Name + ".eml")), StringComparison.Ordinal);
        Assert.Equal(MailboxFolder.MostEntries * 2, Directory.GetFiles(_folder).Length);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Email Mail() => new()
    {
        Id = Guid.CreateVersion7(), To = "eva@example.com", Subject = "Hello", Text = "t", Html = "<p>h</p>", Language = "en", At = Instant.FromUtc(2026, 11, 2, 8, 0),
    };
}
