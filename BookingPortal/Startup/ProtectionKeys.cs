using BookingPortal.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace BookingPortal.Startup;

/// <summary>The keys that cookies and stored secrets are protected with lie in the database, for all nodes alike.</summary>
internal static class ProtectionKeys
{
    public static void AddProtectionKeys(this WebApplicationBuilder builder)
    {
        // The database is as private as what the keys protect, so they lie there as they are; the framework warns of that at every new key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);

        // The name is part of what is protected: it must not follow the folder that the portal happens to run from.
        builder.Services.AddDataProtection().SetApplicationName("BookingPortal");
        builder.Services.AddSingleton<StoredProtectionKeys>();
        builder.Services.AddOptions<KeyManagementOptions>()
            .Configure<StoredProtectionKeys>((options, keys) => options.XmlRepository = keys);
    }
}
