using System.Buffers.Text;
using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;
using SQLitePCL;

namespace BookingPortal.Core.Data.Providers;

/// <summary>
/// The row that a <see cref="Statement"/> stands on, read by place. A search reads thousands of rows, and SQLite's reader
/// asks for each value's type, makes a string of each id and takes the database's lock for every step of it: what the
/// search reads is taken from SQLite itself, in one step where that goes.
/// </summary>
public readonly struct StatementRow(DbDataReader reader)
{
    private const int IdLength = 36;

    private readonly sqlite3_stmt? _sqlite = (reader as SqliteDataReader)?.Handle;

    public Guid Id(int place) => TextOnSqlite(place) is { Length: IdLength } text ? Guid.Parse(text) : reader.GetGuid(place);

    public Guid? IdOrNull(int place) => IsNull(place) ? null : Id(place);

    public bool Flag(int place) => reader.GetBoolean(place);

    /// <summary>Of a column that is never null: SQLite itself would call a null 0.</summary>
    public long LongNumber(int place) => _sqlite is null ? reader.GetInt64(place) : raw.sqlite3_column_int64(_sqlite, place);

    public int Number(int place) => _sqlite is null ? reader.GetInt32(place) : checked((int)LongNumber(place));

    public string Text(int place) => reader.GetString(place);

    public byte[] Bytes(int place) => reader.GetFieldValue<byte[]>(place);

    public Instant Instant(int place) => NodaTime.Instant.FromUnixTimeMilliseconds(LongNumber(place));

    public Instant? InstantOrNull(int place) => IsNull(place) ? null : Instant(place);

    public string? TextOrNull(int place) => IsNull(place) ? null : reader.GetString(place);

    public LocalDateTime WallTime(int place) => StoredForms.WallForm.Parse(reader.GetString(place)).Value;

    /// <summary>Of its stored form, <c>uuuu-MM-dd</c>; every taken time has one, so it is read digit by digit.</summary>
    public LocalDate Date(int place)
    {
        ReadOnlySpan<byte> text = _sqlite is null ? Encoding.ASCII.GetBytes(reader.GetString(place)) : TextOnSqlite(place);
        return text.Length == 10 && Digits(text[..4], out int year) && Digits(text[5..7], out int month) && Digits(text[8..], out int day)
            ? new LocalDate(year, month, day)
            : LocalDatePattern.Iso.Parse(reader.GetString(place)).Value;
    }

    private bool IsNull(int place) => _sqlite is null ? reader.IsDBNull(place) : raw.sqlite3_column_type(_sqlite, place) == raw.SQLITE_NULL;

    /// <summary>The bytes as they are stored; none on another database, and none of a null.</summary>
    private ReadOnlySpan<byte> TextOnSqlite(int place) => _sqlite is null ? [] : raw.sqlite3_column_blob(_sqlite, place);

    private static bool Digits(ReadOnlySpan<byte> text, out int number) => Utf8Parser.TryParse(text, out number, out int read) && read == text.Length;
}
