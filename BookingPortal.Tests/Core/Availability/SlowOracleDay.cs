using BookingPortal.Core.Availability;
using NodaTime;

namespace BookingPortal.Tests.Core.Availability;

internal sealed partial class SlowOracle
{
    /// <summary>One resource, minute by minute.</summary>
    private sealed class Day
    {
        private readonly SlowOracle _oracle;
        private readonly bool[] _open;
        private readonly LocalDate?[] _gridDate;
        private readonly int[] _gridAnchor;
        private readonly int[] _used;
        private readonly bool[] _busy;
        private readonly Dictionary<LocalDate, int> _nightsUsed = [];
        private readonly HashSet<int> _gapStarts = [];

        public Day(SlowOracle oracle, ResourceCalendar resource, bool[] siteOpen)
        {
            _oracle = oracle;
            Resource = resource;
            _open = new bool[siteOpen.Length];
            _gridDate = new LocalDate?[siteOpen.Length];
            _gridAnchor = new int[siteOpen.Length];
            _used = new int[siteOpen.Length];
            _busy = new bool[siteOpen.Length];
            foreach (var (date, open) in oracle.OpenMinutes(resource.Rules, resource.Exceptions, resource.Zone))
            {
                ReadDate(date, open, siteOpen);
            }

            foreach (var taken in resource.Taken)
            {
                ReadTaken(taken);
            }

            foreach (var busy in resource.Busy)
            {
                foreach (var i in MinutesAround(busy.From, busy.To))
                {
                    _busy[i] |= TouchesCell(i, busy.From, busy.To);
                }
            }
        }

        public ResourceCalendar Resource { get; }

        public bool MayStart(int minute)
        {
            var service = _oracle._facts.Service;
            if (service.Kind == ServiceKind.Stay)
            {
                return _oracle.IndexOf(_oracle._siteDates[minute], service.CheckInMinute, _oracle._facts.Site.Zone) == minute;
            }

            if (!_open[minute])
            {
                return false;
            }

            var step = service.StepMinutes ?? service.DurationMinutes;
            var time = _oracle._siteTimes[minute];
            return service.Grid == StartGrid.Clock
                ? (((time.Hour * 60) + time.Minute) % step == 0) || _gapStarts.Contains(minute)
                : ((minute - _gridAnchor[minute]) % step == 0) || _gapStarts.Contains(minute);
        }

        /// <summary>Units free for a visit, or none where the resource is not open for all of it.</summary>
        public int Free(int start, int end)
        {
            var service = _oracle._facts.Service;
            for (var i = start; i < end; i++)
            {
                if (!_open[i])
                {
                    return 0;
                }
            }

            if (Resource.ClaimsByNight)
            {
                var peak = 0;
                for (var date = _oracle._siteDates[start]; date < _oracle._siteDates[end]; date = date.PlusDays(1))
                {
                    peak = Math.Max(peak, _nightsUsed.GetValueOrDefault(date));
                }

                var busy = Resource.Busy.Any(busy => busy.From < _oracle.At(end) && _oracle.At(start) < busy.To);
                return busy ? 0 : Math.Max(0, Resource.Capacity - peak);
            }

            var free = Resource.Capacity;
            for (var i = start - service.BufferBeforeMinutes; i < end + service.BufferAfterMinutes; i++)
            {
                free = Math.Min(free, _busy[i] ? 0 : Resource.Capacity - _used[i]);
            }

            return Math.Max(0, free);
        }

        private void ReadDate(LocalDate date, List<(int From, int To)> open, bool[] siteOpen)
        {
            if (open.Count == 0)
            {
                return;
            }

            var anchor = 0;
            var wasOpen = false;
            for (var i = Math.Max(0, open.Min(hours => hours.From)); i < Math.Min(_open.Length, open.Max(hours => hours.To)); i++)
            {
                var isOpen = siteOpen[i] && open.Exists(hours => hours.From <= i && i < hours.To);
                anchor = wasOpen ? anchor : i;
                wasOpen = isOpen;
                if (!isOpen)
                {
                    continue;
                }

                _open[i] = true;
                if (_gridDate[i] is null || _gridDate[i] < date)
                {
                    _gridDate[i] = date;
                    _gridAnchor[i] = anchor;
                }
            }
        }

        private void ReadTaken(TakenInterval taken)
        {
            if (taken.ExpiresAt <= _oracle._question.Now || taken.Owner == _oracle._question.IgnoreOwner)
            {
                return;
            }

            if (Resource.ClaimsByNight)
            {
                var zone = _oracle._facts.Site.Zone;
                var (first, end) = (taken.From.InZone(zone).Date, taken.To.InZone(zone).Date);
                end = end > first ? end : first.PlusDays(1);
                for (var date = first; date < end; date = date.PlusDays(1))
                {
                    _nightsUsed[date] = _nightsUsed.GetValueOrDefault(date) + taken.Units;
                }

                return;
            }

            var last = -1;
            foreach (var i in MinutesAround(taken.From, taken.To))
            {
                if (TouchesCell(i, taken.From, taken.To))
                {
                    _used[i] += taken.Units;
                    last = i;
                }
            }

            if (_oracle._facts.Service.FillGaps && last >= 0)
            {
                _gapStarts.Add(last + 1 + _oracle._facts.Service.BufferBeforeMinutes);
            }
        }

        /// <summary>The minutes that could lie in a cell of this time, a cell being an hour at most: only to be done sooner.</summary>
        private IEnumerable<int> MinutesAround(Instant from, Instant to)
        {
            var first = (from.ToUnixTimeSeconds() / 60) - _oracle._firstMinute - 60;
            var last = (to.ToUnixTimeSeconds() / 60) - _oracle._firstMinute + 60;
            for (var i = Math.Max(0, first); i < Math.Min(_used.Length, last); i++)
            {
                yield return (int)i;
            }
        }

        private bool TouchesCell(int minute, Instant from, Instant to)
        {
            var sinceEpoch = _oracle._firstMinute + minute;
            var cell = (long)Math.Floor((double)sinceEpoch / Resource.GranularityMinutes) * Resource.GranularityMinutes;
            var cellFrom = Instant.FromUnixTimeSeconds(cell * 60);
            return from < cellFrom + Duration.FromMinutes(Resource.GranularityMinutes) && cellFrom < to && from < to;
        }
    }
}
