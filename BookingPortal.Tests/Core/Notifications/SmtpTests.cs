using System.Net;
using System.Net.Sockets;
using System.Text;
using BookingPortal.Core.Integrations.Smtp;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Tests.Fixtures;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>Our SMTP client against a real server; what arrives is read by a parser that is not ours.</summary>
public sealed class SmtpTests
{
    private const string File = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nSUMMARY:Corte à navalha\r\nEND:VCALENDAR\r\n";

    [SmtpFact]
    public async Task A_mail_arrives_with_its_text_its_html_and_its_calendar()
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using SmtpEmailSender sender = Sender(server);
        Email mail = Mail() with
        {
            To = "inês@exämple.com".Replace("ê", "e", StringComparison.Ordinal),
            ToName = "Inês \"Nini\" Carvalho",
            FromName = "Barbearia, do Chiado",
            Subject = "Está confirmado: Corte à navalha 💈 na terça-feira, 1 de dezembro de 2026, às nove da manhã em ponto",
            Text = "Olá Inês,\r\n.\r\n.. dots at the start of lines\nand a very long line: " + new string('x', 2000) + " \nend",
            Html = "<p style=\"color:#111\">Olá = Inês</p>",
            Calendar = new EmailCalendar("REQUEST", File),
        };

        SendAnswer answer = await sender.SendAsync(mail, default);

        Assert.IsType<SendAnswer.Sent>(answer);
        ReceivedMail received = Assert.Single(server.Taken);
        Assert.Equal("hello@barber.example", received.From);
        Assert.Equal(["ines@xn--exmple-cua.com"], received.To);
        Assert.Equal(mail.Subject, received.Header("Subject"));
        Assert.Equal("\"Barbearia, do Chiado\" <hello@barber.example>", received.Header("From"));
        Assert.Equal($"<{mail.Id:N}@barber.example>", received.Header("Message-ID"));
        Assert.Contains("Inês", received.Header("To"), StringComparison.Ordinal);
        Assert.Equal("auto-generated", received.Header("Auto-Submitted"));
        Assert.Equal(mail.Text.ReplaceLineEndings("\n"), received.Part("text/plain").Text.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal(mail.Html, received.Part("text/html").Text.TrimEnd());
        Assert.Equal(File, received.Part("text/calendar").Text);
        Assert.Equal("REQUEST", received.Part("text/calendar").Method);
        Assert.Equal(("invite.ics", File), (received.Part("application/ics").File, received.Part("application/ics").Text));
        Assert.All(Encoding.Latin1.GetString(received.Raw).Split("\r\n"), line => Assert.True(line.Length <= 78 && line.All(char.IsAscii), line));
    }

    [SmtpFact]
    public async Task A_name_or_a_subject_cannot_add_a_header()
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using SmtpEmailSender sender = Sender(server);

        await sender.SendAsync(Mail() with { ToName = "Eva\r\nBcc: all@example.com", Subject = "Hello\r\nX-Evil: yes\n\nbody", FromName = "Shop\r\nX-Worse: yes" }, default);

        ReceivedMail received = Assert.Single(server.Taken);
        Assert.Equal(["eva@example.com"], received.To);
        Assert.Null(received.Header("Bcc"));
        Assert.Null(received.Header("X-Evil"));
        Assert.Null(received.Header("X-Worse"));
        Assert.Equal("Text", received.Part("text/plain").Text.Trim());
    }

    [Theory]
    [InlineData("eva@example.com\r\nRCPT TO:<all@example.com>")]
    [InlineData("eva@example.com> SIZE=1")]
    [InlineData("\"eva example\"@example.com")]
    [InlineData("eva")]
    [InlineData("a@example.com, b@example.com")]
    [InlineData("eva@exa mple.com")]
    [InlineData("")]
    public async Task What_is_no_address_is_refused_before_any_server_sees_it(string address)
    {
        await using var sender = new SmtpEmailSender(new SmtpSettings("127.0.0.1", 1, From), SystemClock.Instance);

        Assert.IsType<SendAnswer.Never>(await sender.SendAsync(Mail() with { To = address }, default));
    }

    [SmtpFact]
    public async Task A_permanent_answer_is_never_and_a_temporary_one_is_later_each_with_the_servers_words()
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using SmtpEmailSender sender = Sender(server);

        async Task<SendAnswer> WhenItDoes(string mode)
        {
            server.Do(mode);
            return await sender.SendAsync(Mail(), default);
        }

        var unknown = Assert.IsType<SendAnswer.Never>(await WhenItDoes("rcpt 550 5.1.1 No such user here"));
        Assert.Contains("No such user here", unknown.Reason, StringComparison.Ordinal);
        Assert.IsType<SendAnswer.Never>(await WhenItDoes("data 554 5.7.1 Looks like spam"));
        Assert.False(Assert.IsType<SendAnswer.Later>(await WhenItDoes("rcpt 450 4.2.1 Greylisted")).IsOutage);
        Assert.False(Assert.IsType<SendAnswer.Later>(await WhenItDoes("rcpt 552 5.2.2 Mailbox full")).IsOutage);
        Assert.True(Assert.IsType<SendAnswer.Later>(await WhenItDoes("data 451 4.3.0 Disk full")).IsOutage);
        Assert.IsType<SendAnswer.Later>(await WhenItDoes("drop"));
        Assert.Empty(server.Taken);
        Assert.IsType<SendAnswer.Sent>(await WhenItDoes("ok"));
        Assert.Single(server.Taken);
    }

    [SmtpFact]
    public async Task A_server_that_is_off_is_later_and_one_that_is_back_gets_the_mail_over_a_new_connection()
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using SmtpEmailSender sender = Sender(server);
        Assert.IsType<SendAnswer.Sent>(await sender.SendAsync(Mail(), default));

        await server.OffAsync();
        var off = Assert.IsType<SendAnswer.Later>(await sender.SendAsync(Mail(), default));
        Assert.Contains("cannot be reached", off.Reason, StringComparison.Ordinal);

        await server.OnAsync();
        Assert.IsType<SendAnswer.Sent>(await sender.SendAsync(Mail(), default));
        Assert.Equal(2, server.Taken.Count);
    }

    /// <summary>A kept connection that the server has closed meanwhile is noticed before anything of the mail is said.</summary>
    [SmtpFact]
    public async Task A_server_that_restarted_between_two_mails_costs_no_try()
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        await using SmtpEmailSender sender = Sender(server);
        await sender.SendAsync(Mail(), default);
        await server.OffAsync();
        await server.OnAsync();

        Assert.IsType<SendAnswer.Sent>(await sender.SendAsync(Mail(), default));
    }

    [SmtpFact]
    public async Task A_server_that_is_too_slow_is_later()
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        var settings = new SmtpSettings("127.0.0.1", server.Port, From) { Security = SmtpSecurity.None, DataLimit = TimeSpan.FromMilliseconds(300) };
        await using var sender = new SmtpEmailSender(settings, SystemClock.Instance);
        server.Do("slow 60");

        var slow = Assert.IsType<SendAnswer.Later>(await sender.SendAsync(Mail(), default));

        Assert.Contains("did not answer within", slow.Reason, StringComparison.Ordinal);
    }

    [SmtpFact]
    public async Task The_password_travels_only_after_starttls()
    {
        await using SmtpServer server = await SmtpServer.StartAsync("shop", "geheim 💈", startTls: true);
        var settings = new SmtpSettings("127.0.0.1", server.Port, From) { User = "shop", Password = "geheim 💈", TrustedCertificate = server.Certificate };
        await using var sender = new SmtpEmailSender(settings, SystemClock.Instance);

        Assert.IsType<SendAnswer.Sent>(await sender.SendAsync(Mail(), default));
        ReceivedMail received = Assert.Single(server.Taken);
        Assert.True(received.Encrypted);
        Assert.True(received.SignedIn);
    }

    [SmtpFact]
    public async Task A_wrong_password_is_later_because_it_is_the_business_that_has_to_put_it_right()
    {
        await using SmtpServer server = await SmtpServer.StartAsync("shop", "right", startTls: true);
        var settings = new SmtpSettings("127.0.0.1", server.Port, From) { User = "shop", Password = "wrong", TrustedCertificate = server.Certificate };
        await using var sender = new SmtpEmailSender(settings, SystemClock.Instance);

        var answer = Assert.IsType<SendAnswer.Later>(await sender.SendAsync(Mail(), default));

        Assert.Contains("535", answer.Reason, StringComparison.Ordinal);
        Assert.Empty(server.Taken);
    }

    [SmtpFact]
    public async Task A_certificate_that_nobody_trusts_ends_the_conversation()
    {
        await using SmtpServer server = await SmtpServer.StartAsync(startTls: true);
        await using var sender = new SmtpEmailSender(new SmtpSettings("127.0.0.1", server.Port, From), SystemClock.Instance);

        var answer = Assert.IsType<SendAnswer.Later>(await sender.SendAsync(Mail(), default));

        Assert.Contains("encryption", answer.Reason, StringComparison.Ordinal);
        Assert.Empty(server.Taken);
    }

    [SmtpFact]
    public async Task Where_encryption_is_asked_for_nothing_goes_without()
    {
        await using SmtpServer server = await SmtpServer.StartAsync();
        var withPassword = new SmtpSettings("127.0.0.1", server.Port, From) { User = "shop", Password = "secret" };
        var strict = new SmtpSettings("127.0.0.1", server.Port, From) { Security = SmtpSecurity.StartTls };
        await using var first = new SmtpEmailSender(withPassword, SystemClock.Instance);
        await using var second = new SmtpEmailSender(strict, SystemClock.Instance);

        Assert.Contains("in the clear", Assert.IsType<SendAnswer.Later>(await first.SendAsync(Mail(), default)).Reason, StringComparison.Ordinal);
        Assert.Contains("no STARTTLS", Assert.IsType<SendAnswer.Later>(await second.SendAsync(Mail(), default)).Reason, StringComparison.Ordinal);
        Assert.Empty(server.Taken);
    }

    /// <summary>CVE-2011-0411: what an attacker puts after the answer to STARTTLS must not be taken for the server's encrypted words.</summary>
    [Fact]
    public async Task A_server_that_talks_on_in_the_clear_after_starttls_is_left()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task server = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await using NetworkStream stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            await stream.WriteAsync("220 mail.test\r\n"u8.ToArray());
            await reader.ReadLineAsync();
            await stream.WriteAsync("250-mail.test\r\n250 STARTTLS\r\n"u8.ToArray());
            await reader.ReadLineAsync();
            await stream.WriteAsync("220 go ahead\r\n250-mail.test\r\n250 AUTH PLAIN\r\n"u8.ToArray());
            await reader.ReadLineAsync();
        });
        await using var sender = new SmtpEmailSender(new SmtpSettings("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, From), SystemClock.Instance);

        var answer = Assert.IsType<SendAnswer.Later>(await sender.SendAsync(Mail(), default));

        Assert.Contains("after STARTTLS", answer.Reason, StringComparison.Ordinal);
        await server;
    }

    [Fact]
    public void One_click_is_offered_over_https_alone()
    {
        string Head(string url) => Encoding.UTF8.GetString(MimeMessage.Write(Mail() with { UnsubscribeUrl = url }, From, From)).ReplaceLineEndings("\n");

        Assert.Contains("List-Unsubscribe: <https://b.example/u?t=1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", Head("https://b.example/u?t=1"), StringComparison.Ordinal);
        Assert.DoesNotContain("List-Unsubscribe-Post", Head("http://b.example/u?t=1"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_mail_is_the_same_bytes_so_that_a_repeat_can_be_told()
    {
        Email mail = Mail() with { Calendar = new EmailCalendar("CANCEL", File) };

        Assert.Equal(MimeMessage.Write(mail, From, From), MimeMessage.Write(mail, From, From));
    }

    private static MailboxAddress From { get; } = MailboxAddress.TryParse("Barber <hello@barber.example>")!;

    private static SmtpEmailSender Sender(SmtpServer server) =>
        new(new SmtpSettings("127.0.0.1", server.Port, From) { Security = SmtpSecurity.None }, SystemClock.Instance);

    private static Email Mail() => new()
    {
        Id = Guid.CreateVersion7(),
        To = "eva@example.com",
        ToName = "Eva",
        Subject = "Hello",
        Text = "Text",
        Html = "<p>Text</p>",
        Language = "en",
        At = Instant.FromUtc(2026, 11, 2, 8, 0),
    };
}
