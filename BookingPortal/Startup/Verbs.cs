using BookingPortal.Core;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Holds;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using NodaTime;

namespace BookingPortal.Startup;

/// <summary>The verbs of all rooms, their settings, and the keys under which secrets are made.</summary>
internal static class Verbs
{
    public static void AddVerbs(this WebApplicationBuilder builder)
    {
        builder.Services.AddPortalCore();
        builder.Services.AddSingleton(new HoldSettings(
            SettingText.Number(builder.Configuration, "Holds:Minutes", 15, least: 1),
            SettingText.Number(builder.Configuration, "Holds:PerVisitor", 3, least: 0)));
        builder.Services.AddSingleton(new SlotSettings(SettingText.Truth(builder.Configuration, "Slots:KeepAnswers", otherwise: true)));
        builder.Services.AddSingleton(new SagaSettings(
            SettingText.Number(builder.Configuration, "Approval:Hours", 48, least: 1),
            SettingText.Number(builder.Configuration, "Payments:Minutes", 30, least: 1)));
        builder.Services.AddSingleton(new OutboxSettings
        {
            BacklogLimit = SettingText.Number(builder.Configuration, "Outbox:BacklogLimit", 100_000, least: 0),
            LagLimit = Duration.FromMinutes(SettingText.Number(builder.Configuration, "Outbox:LagMinutes", 10, least: 1)),
            KeepDays = SettingText.Number(builder.Configuration, "Outbox:KeepDays", 60, least: 1),
        });
        builder.Services.AddSingleton(new RetentionSettings(SettingText.Number(builder.Configuration, "Retention:CustomerDays", 0, least: 0)));
        builder.Services.AddDataProtection().SetApplicationName("BookingPortal");

        // It warns that keys lie unencrypted where they lie. They lie in the database, beside what they protect, and are guarded as it is.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        builder.Services.AddSingleton<KeysInDatabase>();
        builder.Services.AddOptions<KeyManagementOptions>()
            .Configure<KeysInDatabase>(static (options, keys) => options.XmlRepository = keys);
        builder.Services.AddSingleton<KeepServerKey>();
        builder.Services.AddSingleton<TokenKey>();
        builder.Services.AddSingleton(static services => new PortalTokens(services.GetRequiredService<TokenKey>().Value));
    }

    /// <summary>Reads the server's own key, which needs the database; before the first request.</summary>
    public static async Task PrepareTokensAsync(this WebApplication app) =>
        app.Services.GetRequiredService<TokenKey>().Value =
            await app.Services.GetRequiredService<KeepServerKey>().RunAsync(PortalTokens.KeyId);

    private sealed class TokenKey
    {
        private byte[]? _value;

        public byte[] Value
        {
            get => _value ?? throw new InvalidOperationException("Tokens were asked for before the server's key was read.");
            set => _value = value;
        }
    }
}
