using System.Reflection;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using NodaTime;

namespace BookingPortal.Tests.Providers;

/// <summary>The statements written by hand are read by both databases, and speak of tables and columns that there are.</summary>
public sealed class HotStatementTests
{
    private static readonly Guid Id = Guid.CreateVersion7();
    private static readonly Instant Now = TestDatabase.Now;
    private static readonly Guid[] Three = [Id, Guid.CreateVersion7(), Guid.CreateVersion7()];

    /// <summary>Each statement with values of the kinds it takes.</summary>
    private static readonly Dictionary<Statement, object?[]> All = new()
    {
        [HotStatements.StampOf] = [Id],
        [HotStatements.StampsOf] = [Three],
        [HotStatements.RaiseStamp] = [Id],
        [HotStatements.TakenBetween] = [Now, Now, Now, Three],
        [HotStatements.BusyBetween] = [Now, Now, Three],
        [HotStatements.AnswerUnder] = [Id],
        [HotStatements.TakeOverExpired] = [Id, 1, 5L, 9L, Now],
        [HotStatements.KeepClaims] = [Id, null],
        [HotStatements.ReleaseCell] = [Id, -1L],
        [HotStatements.KeepTimes] = [Id, Now],
        [HotStatements.HoldOf] = [Id],
        [HotStatements.EndHold] = [Id],
        [HotStatements.BookingCalled] = ["K7Q-2MX"],
        [HotStatements.BookingOf] = [Id],
        [HotStatements.ResourcesOf] = [Id],
        [HotStatements.EventOf] = [Id, 1],
        [HotStatements.RolloutOf] = ["booking"],
        [HotStatements.TemplateOf] = [Id, "Confirmation", "en"],
        [HotStatements.KeepResult] = ["key", Now, null],
        [HotStatements.NumberEvent] = [Id],
    };

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task Every_statement_runs_on_the_tables_that_there_are(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        FieldInfo[] fields = typeof(HotStatements).GetFields(BindingFlags.Public | BindingFlags.Static);
        Assert.Equal(All.Count, fields.Length);
        await database.Get<IWriteQueue>().RunAsync(async scope =>
        {
            // Twice, because the second run is the compiled one.
            foreach (FieldInfo field in fields.Concat(fields))
            {
                var statement = (Statement)field.GetValue(null)!;
                await statement.ReadAsync(scope.Db, All[statement], static _ => true);
                await scope.Db.EventStream.ExecuteDeleteAsync(); // an event is numbered once
            }

            scope.Undo();
            return true;
        });
    }

    [Fact]
    public void Every_statement_is_sound_T_SQL()
    {
        foreach ((Statement statement, _) in All)
        {
            using var reader = new StringReader(statement.TextFor(3));
            new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out IList<ParseError> errors);
            Assert.Empty(errors.Select(error => $"{error.Message} in {statement.Sql}"));
        }
    }

    /// <summary>What is read by hand is what EF reads, member by member, also where it is absent.</summary>
    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task A_booking_read_by_hand_is_the_one_that_was_written(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await database.ImportAsync(ScenarioText.Healthy);
        await using PortalContext db = await database.DbAsync();
        List<Booking> written = await db.Bookings.AsNoTracking().ToListAsync();
        Assert.NotEmpty(written);
        foreach (Booking booking in written)
        {
            Booking? read = await FindBooking.RunAsync(db, booking.Id);
            Assert.Equivalent(booking, read, strict: true);
            BookingEvent happened = await db.BookingEvents.AsNoTracking().SingleAsync(each => each.BookingId == booking.Id && each.Version == booking.Version);
            Assert.Equivalent(happened, await FindBooking.EventAsync(db, booking.Id, booking.Version), strict: true);
        }

        Assert.Null(await FindBooking.RunAsync(db, Id));
    }

    /// <summary>The list of ids is filled up to a round length: nothing may be found twice or be missing for that.</summary>
    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task A_list_of_any_length_finds_what_it_names(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        Guid[] known = [.. Enumerable.Range(0, 9).Select(_ => Guid.CreateVersion7())];
        await database.Get<IWriteQueue>().RunAsync(async scope =>
        {
            await Stamps.RaiseAsync(scope.Db, known);
            return true;
        });
        await using PortalContext db = await database.DbAsync();
        for (int count = 0; count <= known.Length; count++)
        {
            Guid[] asked = known[..count];
            List<Guid> found = await HotStatements.StampsOf.ReadAsync(db, [asked], static row => row.Id(0));
            Assert.Equal(asked.Order(), found.Order());
        }
    }

    /// <summary>A kept statement that stays unfinished would keep its reader on the day it began.</summary>
    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task A_reader_that_has_read_before_sees_what_was_committed_since(string provider)
    {
        await using TestDatabase database = await TestDatabase.OpenAsync(provider);
        await using PortalContext db = await database.DbAsync();
        for (long version = 1; version <= 3; version++)
        {
            await database.Get<IWriteQueue>().RunAsync(async scope =>
            {
                await Stamps.RaiseAsync(scope.Db, [Id]);
                return true;
            });
            Assert.Equal([version], await HotStatements.StampOf.ReadAsync(db, [Id], static row => row.LongNumber(0)));
        }
    }
}
