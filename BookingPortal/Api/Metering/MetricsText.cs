using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace BookingPortal.Api.Metering;

/// <summary>Listens to .NET's meters and tells what they measured in Prometheus' text form (version 0.0.4).</summary>
internal sealed class MetricsText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The portal's own, and those of the server that say how it is doing.</summary>
    private static readonly string[] Meters = ["BookingPortal", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Every other tag is the same for all calls here, or grows without end.</summary>
    private static readonly HashSet<string> Tags = new(StringComparer.Ordinal)
    {
        "http.route", "http.request.method", "http.response.status_code", "type", "kind", "status", "site", "job", "destination", "system", "gc.heap.generation",
    };

    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> _series = new();
    private readonly MeterListener _listener = new();

    public MetricsText()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (Array.IndexOf(Meters, instrument.Meter.Name) >= 0)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (IGrouping<Instrument, KeyValuePair<(Instrument Instrument, string Labels), Series>> group in _series
            .GroupBy(pair => pair.Key.Instrument)
            .OrderBy(group => group.Key.Name, StringComparer.Ordinal))
        {
            string name = NameOf(group.Key);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {group.Key.Description?.ReplaceLineEndings(" ")}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {KindOf(group.Key)}\n");
            foreach (((_, string labels), Series series) in group.OrderBy(pair => pair.Key.Labels, StringComparer.Ordinal))
            {
                series.Write(text, name, labels);
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Series series = _series.GetOrAdd((instrument, LabelsOf(tags)), static key => Series.For(key.Instrument));
        series.Take(value);
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = "";
        foreach ((string name, object? value) in tags)
        {
            if (Tags.Contains(name))
            {
                string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                string label = $"{name.Replace('.', '_')}=\"{Escape(text)}\"";
                labels = labels.Length == 0 ? label : $"{labels},{label}";
            }
        }

        return labels;
    }

    private static string Escape(string value) => value.AsSpan().IndexOfAny('\\', '"', '\n') < 0
        ? value
        : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string NameOf(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_').Replace('-', '_');
        name = instrument.Unit switch
        {
            "s" => name + "_seconds",
            "By" => name + "_bytes",
            _ => name,
        };
        return KindOf(instrument) == "counter" ? name + "_total" : name;
    }

    private static string KindOf(Instrument instrument) => Series.For(instrument).Kind;
}
