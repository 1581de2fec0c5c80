using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Tests.Providers;

/// <summary>What a scenario file says about messages comes in, and comes out again as it came in.</summary>
public sealed class ScenarioReminderTests
{
    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task Reminders_quiet_hours_and_language_survive_the_way_in_and_out(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        string file = ScenarioText.Shop
            .Replace("\"maxPerDay\": 6", "\"reminders\": [ { \"hoursBefore\": 48, \"by\": \"mail\" }, { \"hoursBefore\": 2, \"by\": \"sms\" } ]", StringComparison.Ordinal)
            .Replace("\"seats\": 3", "\"seats\": 3, \"reminders\": []", StringComparison.Ordinal)
            .Replace("\"slug\": \"hut\"", "\"quietHours\": { \"from\": \"21:00\", \"to\": \"08:00\" }, \"sms\": [ \"cancellation\", \"confirmation\" ], \"locale\": \"de-AT\", \"slug\": \"hut\"", StringComparison.Ordinal);
        await database.ImportAsync(file);

        await using PortalContext db = await database.DbAsync();
        Dictionary<string, Service> services = await db.Services.ToDictionaryAsync(service => service.Slug);
        Assert.Equal([new ReminderRule(48, ReminderChannel.Mail), new ReminderRule(2, ReminderChannel.Sms)], services["cut"].Reminders);
        Assert.Empty(services["yoga"].Reminders);
        Assert.Equal(ReminderRule.Usual, services["bed"].Reminders);
        Site hut = await db.Sites.SingleAsync(site => site.Slug == "hut");
        Assert.Equal((new QuietHours(21 * 60, 8 * 60), "de-AT"), (hut.QuietHours, hut.Locale));
        Assert.Equal([SmsOccasion.Confirmation, SmsOccasion.Cancellation], hut.Texts);
        Assert.All(await db.Sites.Where(site => site.Slug != "hut").ToListAsync(), site => Assert.Empty(site.Texts));

        string exported = await database.ExportAsync();
        Assert.DoesNotContain("\"hoursBefore\": 24", exported, StringComparison.Ordinal);
        await using TestDatabase second = await TestDatabase.OpenAsync(provider);
        await second.ImportAsync(exported);
        Assert.Equal(exported, await second.ExportAsync());
    }
}
