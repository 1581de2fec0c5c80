using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BookingPortal.Tests.Core.Guard;

/// <summary>Sees every command that EF, or a statement written by hand, sends to the database of one house while it is open.</summary>
internal sealed class QueryWatch : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentQueue<IDisposable> _subscriptions = [];
    private volatile Tuple<string, string>? _place;

    /// <summary>To be made before the database is opened: EF asks only once a second whether anybody watches.</summary>
    public QueryWatch()
    {
        _subscriptions.Enqueue(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>The text of each command with its parameters, in order.</summary>
    public ConcurrentQueue<(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)> Commands { get; } = [];

    /// <summary>From here on the commands to this house's database are kept.</summary>
    public async Task BeginAsync(GuardHouse house)
    {
        await using PortalContext db = await house.DbAsync();
        Begin(db);
    }

    /// <summary>The same for the database of a context, which may be closed after.</summary>
    public void Begin(PortalContext db)
    {
        Commands.Clear();
        _place = PlaceOf(db.Database.GetDbConnection());
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name is DbLoggerCategory or Statement.DiagnosticName)
        {
            _subscriptions.Enqueue(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        DbCommand? command = value.Value switch
        {
            CommandEventData ofEf when value.Key == RelationalEventId.CommandExecuting.Name => ofEf.Command,
            DbCommand written => written,
            _ => null,
        };
        if (command?.Connection is { } connection && PlaceOf(connection).Equals(_place))
        {
            Commands.Enqueue((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(each => (each.ParameterName, each.Value))]));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error) => throw error;

    public void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    /// <summary>A server has many databases and a file has one: both names together say which it is.</summary>
    private static Tuple<string, string> PlaceOf(DbConnection connection) => Tuple.Create(connection.DataSource, connection.Database);

    private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
}
