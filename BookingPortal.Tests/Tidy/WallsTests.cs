namespace BookingPortal.Tests.Tidy;

public sealed class WallsTests
{
    [Theory]
    [InlineData("BookingPortal/Calendar/Week.razor", "@using BookingPortal.Core.Data")]
    [InlineData("BookingPortal/Calendar/Week.razor", "@inject PortalContext Db")]
    [InlineData("BookingPortal/Api/Holds.cs", "using Microsoft.EntityFrameworkCore;")]
    [InlineData("BookingPortal/Api/Holds.cs", "class A(IDbContextFactory<X> contexts);")]
    [InlineData("BookingPortal/_Imports.razor", "@using Microsoft.EntityFrameworkCore")]
    [InlineData("BookingPortal.Core/Availability/FindSlots.cs", "using BookingPortal.Core.Holds;")]
    [InlineData("BookingPortal.Core/Availability/FindSlots.cs", "var all = db.Bookings.Where(x => true);")]
    [InlineData("BookingPortal.Core/Availability/FindSlots.cs", "var all = Holds.Hold.None;")]
    [InlineData("BookingPortal.Core/Bookings/BookSlot.cs", "using BookingPortal.Core.Notifications;")]
    [InlineData("BookingPortal.Core/Bookings/BookSlot.cs", "using BookingPortal.Core.CalendarSync;")]
    [InlineData("BookingPortal.Core/Notifications/SendMail.cs", "using BookingPortal.Core.Integrations.Smtp;")]
    [InlineData("BookingPortal/Operations/Sync.cs", "using BookingPortal.Core.Integrations;")]
    [InlineData("BookingPortal.Core/Reporting/Turnover.cs", "await db.SaveChangesAsync();")]
    [InlineData("BookingPortal.Core/Reporting/Turnover.cs", "await rows.ExecuteDeleteAsync();")]
    [InlineData("BookingPortal.Core/Durability/Outbox.cs", "using Quartz;")]
    [InlineData("BookingPortal/Operations/Jobs.razor", "@using Quartz.Impl")]
    [InlineData("BookingPortal.Core/Holds/TakeSlot.cs", "catch (Microsoft.Data.Sqlite.SqliteException) when (x) { throw; }")]
    [InlineData("BookingPortal/Startup/Database.cs", "options.UseSqlServer(text);")]
    public void A_reach_through_a_wall_is_found(string path, string text) => Assert.NotEmpty(Sample.Walls(path, text));

    [Theory]
    [InlineData("BookingPortal/Startup/Database.cs", "using BookingPortal.Core.Data; using BookingPortal.Core.Integrations.Smtp; using Quartz;")]
    [InlineData("BookingPortal/Commands/Migrate.cs", "using BookingPortal.Core.Data.Providers;")]
    [InlineData("BookingPortal/Calendar/Week.razor", "@using BookingPortal.Core.Bookings")]
    [InlineData("BookingPortal/Calendar/Week.razor", "@* the PortalContext is not for us *@")]
    [InlineData("BookingPortal.Core/Availability/FindSlots.cs", "using BookingPortal.Core.Data; // never looks at BookingPortal.Core.Holds")]
    [InlineData("BookingPortal.Core/Bookings/BookSlot.cs", "using BookingPortal.Core.Holds;")]
    [InlineData("BookingPortal.Core/Integrations/Smtp/Mailer.cs", "namespace BookingPortal.Core.Integrations.Smtp; using BookingPortal.Core.Notifications;")]
    [InlineData("BookingPortal.Core/Jobs/Timetable.cs", "using Quartz;")]
    [InlineData("BookingPortal.Core/Reporting/Turnover.cs", "var rows = await db.Bookings.ToListAsync();")]
    [InlineData("BookingPortal.Core/Data/Providers/Sqlite.cs", "using Microsoft.Data.Sqlite;")]
    [InlineData("BookingPortal.Core/Data/Migrations/Sqlite/1_Initial.cs", "using Microsoft.Data.Sqlite;")]
    [InlineData("BookingPortal.Tests/Providers/A.cs", "using Microsoft.Data.Sqlite;")]
    public void A_door_that_is_there_may_be_used(string path, string text) => Assert.Empty(Sample.Walls(path, text));
}
