using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace BookingPortal.Api.Metering;

/// <summary>What one instrument measured under one set of labels.</summary>
internal abstract class Series
{
    public abstract string Kind { get; }

    /// <summary>What is observed is a total already; what is reported is added up; a distribution is counted in buckets.</summary>
    public static Series For(Instrument instrument)
    {
        Type kind = instrument.GetType().GetGenericTypeDefinition();
        if (kind == typeof(Histogram<>))
        {
            return new Distribution();
        }

        if (kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>))
        {
            return new Sum(kind == typeof(Counter<>) ? "counter" : "gauge");
        }

        return new Latest(kind == typeof(ObservableCounter<>) ? "counter" : "gauge");
    }

    public abstract void Take(double value);

    public abstract void Write(StringBuilder text, string name, string labels);

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(CultureInfo.InvariantCulture, $" {value}\n");
    }

    private sealed class Sum(string kind) : Series
    {
        private readonly Lock _gate = new();
        private double _sum;

        public override string Kind => kind;

        public override void Take(double value)
        {
            lock (_gate)
            {
                _sum += value;
            }
        }

        public override void Write(StringBuilder text, string name, string labels)
        {
            lock (_gate)
            {
                Line(text, name, labels, _sum);
            }
        }
    }

    private sealed class Latest(string kind) : Series
    {
        private double _value;

        public override string Kind => kind;

        public override void Take(double value) => Volatile.Write(ref _value, value);

        public override void Write(StringBuilder text, string name, string labels) => Line(text, name, labels, Volatile.Read(ref _value));
    }

    private sealed class Distribution : Series
    {
        /// <summary>Upper bounds in seconds: from a cached answer to one that nobody waited for.</summary>
        private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

        private readonly Lock _gate = new();
        private readonly long[] _counts = new long[Bounds.Length + 1];
        private double _sum;

        public override string Kind => "histogram";

        public override void Take(double value)
        {
            int at = Array.FindIndex(Bounds, bound => value <= bound);
            lock (_gate)
            {
                _counts[at < 0 ? Bounds.Length : at]++;
                _sum += value;
            }
        }

        public override void Write(StringBuilder text, string name, string labels)
        {
            lock (_gate)
            {
                string before = labels.Length == 0 ? "" : labels + ",";
                long count = 0;
                for (int i = 0; i < _counts.Length; i++)
                {
                    count += _counts[i];
                    string bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    Line(text, name + "_bucket", $"{before}le=\"{bound}\"", count);
                }

                Line(text, name + "_sum", labels, _sum);
                Line(text, name + "_count", labels, count);
            }
        }
    }
}
