using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Data.Providers;

/// <summary>
/// A statement of the busiest paths, in SQL that both databases read and with the values <c>@0</c>, <c>@1</c> …. EF takes
/// some hundred microseconds of processor for what the database does in ten, and a booking is thirty statements.
/// </summary>
/// <param name="sql">Where a list of ids is compared, it says <c>IN (@ids)</c>, and the list is the last value.</param>
public sealed class Statement(string sql)
{
    /// <summary>What each run is told to, for tests that count.</summary>
    public const string DiagnosticName = "BookingPortal.Statements";

    /// <summary>Both databases take at least 2,000 parameters.</summary>
    private const int MostIds = 1_000;

    private const string List = "@ids";

    private static readonly DiagnosticListener Listener = new(DiagnosticName);

    private readonly Dictionary<int, object> _keys = [];

    public string Sql { get; } = sql;

    /// <summary>Runs it and says how many rows it touched.</summary>
    public async Task<int> RunAsync(PortalContext db, object?[] values, CancellationToken cancellationToken = default)
    {
        using KeptCommands.Use use = await ReadyAsync(db, values, cancellationToken);
        return await use.Command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>All rows, each read by its columns' places.</summary>
    public async Task<List<T>> ReadAsync<T>(PortalContext db, object?[] values, Func<StatementRow, T> read, CancellationToken cancellationToken = default)
    {
        var rows = new List<T>();
        await EachAsync(db, values, row => rows.Add(read(row)), cancellationToken);
        return rows;
    }

    /// <summary>The same one after the other, for those who only sum them up.</summary>
    public async Task EachAsync(PortalContext db, object?[] values, Action<StatementRow> read, CancellationToken cancellationToken = default)
    {
        using KeptCommands.Use use = await ReadyAsync(db, values, cancellationToken);
        await using DbDataReader reader = await use.Command.ExecuteReaderAsync(cancellationToken);
        var row = new StatementRow(reader);
        while (await reader.ReadAsync(cancellationToken))
        {
            read(row);
        }
    }

    /// <summary>Its text for so many ids, as a database is given it.</summary>
    public string TextFor(int ids)
    {
        if (!Sql.Contains(List, StringComparison.Ordinal))
        {
            return Sql;
        }

        var names = new StringBuilder();
        for (int i = 0; i < Rounded(ids); i++)
        {
            names.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ", ")}{List}{i}");
        }

        return Sql.Replace(List, names.ToString(), StringComparison.Ordinal);
    }

    private async ValueTask<KeptCommands.Use> ReadyAsync(PortalContext db, object?[] values, CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid>? ids = values.Length > 0 ? values[^1] as IReadOnlyList<Guid> : null;
        int single = ids is null ? values.Length : values.Length - 1;
        int listed = ids is null ? 0 : Rounded(ids.Count);
        KeptCommands.Use use = await KeptCommands.TakeAsync(
            db, KeyFor(listed), (Statement: this, single, listed), static (_, command, it) => it.Statement.Describe(command, it.single, it.listed), cancellationToken);
        DbParameterCollection parameters = use.Command.Parameters;
        for (int i = 0; i < single; i++)
        {
            parameters[i].Value = Stored(values[i]);
        }

        for (int i = 0; i < listed; i++)
        {
            // The list is filled up with its own last id, which changes nothing.
            parameters[single + i].Value = ids!.Count == 0 ? Guid.Empty : ids[Math.Min(i, ids.Count - 1)];
        }

        if (Listener.IsEnabled())
        {
            Listener.Write(DiagnosticName, use.Command);
        }

        return use;
    }

    private void Describe(DbCommand command, int single, int listed)
    {
        command.CommandText = TextFor(listed);
        for (int i = 0; i < single + listed; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = i < single
                ? string.Create(CultureInfo.InvariantCulture, $"@{i}")
                : string.Create(CultureInfo.InvariantCulture, $"{List}{i - single}");
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>A statement with a list is one text for each length; the lengths are rounded up so that there are few.</summary>
    private object KeyFor(int listed)
    {
        if (listed == 0)
        {
            return this;
        }

        lock (_keys)
        {
            if (!_keys.TryGetValue(listed, out object? key))
            {
                _keys[listed] = key = new object();
            }

            return key;
        }
    }

    private static int Rounded(int ids) => ids <= MostIds
        ? (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(ids, 1))
        : throw new ArgumentOutOfRangeException(nameof(ids), ids, $"A statement compares at most {MostIds} ids.");

    /// <summary>As <see cref="StoredForms"/> has it.</summary>
    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        Instant instant => instant.ToUnixTimeMilliseconds(),
        LocalDate date => LocalDatePattern.Iso.Format(date),
        _ => value,
    };
}
