using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace BookingPortal.Core.Data.Providers;

/// <summary>
/// Inserts rows without a change tracker in between: an import of 100,000 bookings is a million rows, and a booking on the
/// busiest path is a dozen that EF would take longer to think about than the database to write.
/// Columns and stored forms come from the model, so it cannot disagree with what EF writes.
/// </summary>
public static class BulkInsert
{
    /// <summary>SQL Server takes 2,100 parameters and 1,000 rows in one statement.</summary>
    private const int MostParameters = 2_000;

    private const int MostRows = 900;

    /// <summary>From here on SQLite's own two megabytes of cache would write and read the same index pages over and over.</summary>
    private const int ManyRows = 10_000;

    /// <summary>In KiB, and negative because PRAGMA cache_size counts pages otherwise.</summary>
    private const int LargeCache = -262_144;

    /// <summary>By entity of a model, of which a process has one: asking the model for every insert would cost a booking more than its messages.</summary>
    private static readonly ConcurrentDictionary<IEntityType, Column[]> Known = new();

    /// <summary>One row, at once.</summary>
    public static Task RowAsync<T>(PortalContext db, T row, CancellationToken cancellationToken = default)
        where T : class => RunAsync(db, [row], cancellationToken);

    /// <summary>Uses the transaction that is under way; a unique violation comes out as it does from EF.</summary>
    public static async Task RunAsync<T>(PortalContext db, IReadOnlyList<T> rows, CancellationToken cancellationToken = default)
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        if (db.IsSqlite() && rows.Count >= ManyRows)
        {
            await db.Database.ExecuteSqlRawAsync(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size={LargeCache}"), cancellationToken);
        }

        Column[] columns = ColumnsOf(db, typeof(T));

        // SQLite has no network between us and the rows: one prepared statement, run once for each of them, is fastest.
        int rowsAtOnce = db.IsSqlite() ? 1 : Math.Min(MostRows, MostParameters / columns.Length);
        int whole = rows.Count / rowsAtOnce * rowsAtOnce;
        await RunAsync(db, rows, 0, whole, rowsAtOnce, columns, cancellationToken);
        await RunAsync(db, rows, whole, rows.Count, rows.Count - whole, columns, cancellationToken);
    }

    private static async Task RunAsync<T>(
        PortalContext db, IReadOnlyList<T> rows, int from, int to, int rowsAtOnce, Column[] columns, CancellationToken cancellationToken)
        where T : class
    {
        if (from == to)
        {
            return;
        }

        using KeptCommands.Use use = await KeptCommands.TakeAsync(
            db, (typeof(T), rowsAtOnce), columns, (context, made, known) => Describe(context, made, typeof(T), known, rowsAtOnce), cancellationToken);
        DbCommand command = use.Command;
        for (int first = from; first < to; first += rowsAtOnce)
        {
            for (int i = 0; i < rowsAtOnce; i++)
            {
                for (int j = 0; j < columns.Length; j++)
                {
                    command.Parameters[(i * columns.Length) + j].Value = columns[j].StoredValueOf(rows[first + i]);
                }
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static void Describe(PortalContext db, DbCommand command, Type row, Column[] columns, int rowsAtOnce)
    {
        IEntityType entity = db.Model.FindEntityType(row)!;
        var sql = new StringBuilder($"INSERT INTO \"{entity.GetTableName()}\" (")
            .AppendJoin(", ", columns.Select(column => $"\"{column.Name}\""))
            .Append(") VALUES ");
        for (int i = 0; i < rowsAtOnce; i++)
        {
            sql.Append(i == 0 ? "(" : ", (");
            for (int j = 0; j < columns.Length; j++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"@p{i}_{j}");
                sql.Append(j == 0 ? "" : ", ").Append(name);
                command.Parameters.Add(columns[j].Mapping.CreateParameter(command, name, null, columns[j].IsNullable));
            }

            sql.Append(')');
        }

        command.CommandText = sql.ToString();
    }

    private static Column[] ColumnsOf(PortalContext db, Type row)
    {
        IEntityType entity = db.Model.FindEntityType(row) ?? throw new ArgumentException($"{row.Name} is no table of the portal.", nameof(row));
        return Known.GetOrAdd(entity, static each =>
        {
            StoreObjectIdentifier table = StoreObjectIdentifier.Create(each, StoreObjectType.Table)!.Value;
            return [.. each.GetFlattenedProperties().Select(property => new Column(property, table))];
        });
    }

    private sealed class Column(IProperty property, StoreObjectIdentifier table)
    {
        private readonly Func<object, object?> _read = Reader(property);

        public string Name { get; } = property.GetColumnName(table)!;

        public RelationalTypeMapping Mapping { get; } = property.GetRelationalTypeMapping();

        public bool IsNullable { get; } = property.IsNullable;

        public object StoredValueOf(object row) =>
            _read(row) is not { } value ? DBNull.Value
            : Mapping.Converter is { } converter ? converter.ConvertToProvider(value) ?? DBNull.Value
            : value;

        private static Func<object, object?> Reader(IProperty property)
        {
            // The members of a complex property, such as a booking's customer, are columns of the same row.
            if (property.DeclaringType is IComplexType complex)
            {
                System.Reflection.PropertyInfo outer = complex.ComplexProperty.PropertyInfo!;
                System.Reflection.PropertyInfo inner = property.PropertyInfo!;
                return row => inner.GetValue(outer.GetValue(row));
            }

            var getter = property.GetGetter();
            return getter.GetClrValue;
        }
    }
}
