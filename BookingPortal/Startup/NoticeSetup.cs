using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BookingPortal.Core.Integrations.AlertWebhook;
using BookingPortal.Core.Integrations.Mailbox;
using BookingPortal.Core.Integrations.Sms;
using BookingPortal.Core.Integrations.Smtp;
using BookingPortal.Core.Notifications;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Dev;
using NodaTime;

namespace BookingPortal.Startup;

/// <summary>How mail and SMS leave: by the business's own server and gateway where they are set, else into a folder that can be looked at.</summary>
internal static class NoticeSetup
{
    /// <summary>In the data folder.</summary>
    private const string MailboxName = "mailbox";

    public static void AddNotices(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        SmtpSettings? smtp = ReadSmtp(builder.Configuration);
        SmsSettings? sms = ReadSms(builder.Configuration);
        string folder = Path.Combine(DataFolder.Find(builder.Configuration), MailboxName);
        services.AddSingleton(provider => new MailboxFolder(folder, provider.GetRequiredService<IClock>()));
        services.AddSingleton<IMailbox>(provider => provider.GetRequiredService<MailboxFolder>());
        services.AddSingleton(new NoticeSettings(smtp?.From.Text ?? new NoticeSettings().Sender));
        services.AddSingleton(new MailboxAccess(builder.Environment.IsDevelopment()));
        if (smtp is null)
        {
            services.AddSingleton<IEmailSender>(provider => provider.GetRequiredService<MailboxFolder>());
        }
        else
        {
            services.AddSingleton(smtp);
            services.AddSingleton<IEmailSender, SmtpEmailSender>();
        }

        if (sms is null)
        {
            services.AddSingleton<ISmsSender>(provider => provider.GetRequiredService<MailboxFolder>());
        }
        else
        {
            services.AddSingleton(sms);
            services.AddSingleton<ISmsSender, TwilioSmsSender>();
        }

        if (ReadWebhook(builder.Configuration["Alerts:WebhookUrl"]) is { } address)
        {
            services.AddSingleton<IAlertReceiver>(_ => new HttpAlertReceiver(address));
        }

        services.AddNotifications();
    }

    private static SmtpSettings? ReadSmtp(ConfigurationManager configuration)
    {
        if (configuration["Smtp:Host"]?.Trim() is not { Length: > 0 } host)
        {
            return null;
        }

        string? from = configuration["Smtp:From"];
        return new SmtpSettings(
            host,
            ReadPort(configuration["Smtp:Port"]),
            MailboxAddress.TryParse(from) ?? throw new StartupProblem($"Smtp__From is \"{from}\"; it is the address that mails come from, like Shop <hello@shop.example>."))
        {
            User = configuration["Smtp:User"],
            Password = configuration["Smtp:Password"],
            Security = ReadSecurity(configuration["Smtp:Security"]),
            TrustedCertificate = ReadCertificate(configuration["Smtp:TrustedCertificate"]),
        };
    }

    private static int ReadPort(string? text) =>
        string.IsNullOrWhiteSpace(text) ? 587
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65536 ? port
        : throw new StartupProblem($"Smtp__Port is \"{text}\"; it is a number from 1 to 65535.");

    private static SmtpSecurity ReadSecurity(string? text) =>
        string.IsNullOrWhiteSpace(text) ? SmtpSecurity.Auto
        : !text.Any(char.IsAsciiDigit) && Enum.TryParse(text, ignoreCase: true, out SmtpSecurity security) ? security
        : throw new StartupProblem($"Smtp__Security is \"{text}\"; it can be auto, starttls, tls or none.");

    private static X509Certificate2? ReadCertificate(string? file)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(AppFolder.Resolve(file)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartupProblem($"Smtp__TrustedCertificate {file} cannot be read: {problem.Message}", problem);
        }
    }

    private static SmsSettings? ReadSms(ConfigurationManager configuration)
    {
        if (configuration["Sms:AccountSid"]?.Trim() is not { Length: > 0 } account)
        {
            return null;
        }

        return new SmsSettings(
            account,
            configuration["Sms:AuthToken"] is { Length: > 0 } token ? token : throw new StartupProblem("Sms__AccountSid is set, which needs Sms__AuthToken."),
            configuration["Sms:From"]?.Trim() is { Length: > 0 } from ? from : throw new StartupProblem("Sms__AccountSid is set, which needs Sms__From: a number, or the SID of a messaging service."),
            ReadAddress(configuration["Sms:BaseAddress"]))
        {
            CountryCode = ReadCountry(configuration["Sms:CountryCode"]),
        };
    }

    private static Uri? ReadWebhook(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? address
            : throw new StartupProblem("Alerts__WebhookUrl is no address that begins with https:// or http://.");
    }

    private static string? ReadCountry(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : text.Trim() is ['+', .. { Length: > 0 and < 5 } digits] && digits.All(char.IsAsciiDigit) ? text.Trim()
        : throw new StartupProblem($"Sms__CountryCode is \"{text}\"; it is the beginning of numbers at home, like +351.");

    private static Uri ReadAddress(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return SmsSettings.DefaultAddress;
        }

        return Uri.TryCreate(text.Trim().TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new StartupProblem($"Sms__BaseAddress is \"{text}\"; it is an address like {SmsSettings.DefaultAddress}, and the secret travels over https alone.");
    }
}
