using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Availability.Search;

/// <summary>What all resources of one question share: the site's clock and hours, the earliest and latest start, and the lengths in ticks.</summary>
internal sealed class SearchFrame
{
    private readonly List<(DateTimeZone Zone, SiteTime.Stretch Clock)> _clocks = [];
    private readonly List<ResourceHours> _hours = [];

    public SearchFrame(SlotFacts facts, SlotQuestion question)
    {
        Facts = facts;
        Question = question;
        FirstDay = DayNumber.Of(question.From);
        LastDay = DayNumber.Of(question.To);

        // An opening may have begun on the evening before, on a date that is two days off in a zone across the date line.
        FirstOpeningDay = FirstDay - 3;
        LastOpeningDay = LastDay + 2 + LengthInDays(Service);
        SiteClock = ClockOf(facts.Site.Zone);

        IsStay = Service.Kind == ServiceKind.Stay;
        Now = question.Now.ToUnixTimeTicks();
        Duration = Service.DurationMinutes * Ticks.PerMinute;
        BufferBefore = Service.BufferBeforeMinutes * Ticks.PerMinute;
        BufferAfter = Service.BufferAfterMinutes * Ticks.PerMinute;
        Today = DayNumber.Of(SiteTime.DateOf(question.Now, facts.Site.Zone));
        LastOfferedDay = facts.Site.TakesBookings ? Math.Min(LastDay, Today + Service.WindowDays) : FirstDay - 1;
        EarliestByNotice = Now + (Service.MinNoticeMinutes * Ticks.PerMinute);
        Earliest = Math.Max(SiteClock.FirstTickOf(FirstDay), EarliestByNotice);
        Latest = SiteClock.EndTickOf(LastOfferedDay);
        HorizonStart = Earliest - (2 * Ticks.PerDay) - BufferBefore;
        HorizonEnd = Latest + ((LengthInDays(Service) + 2) * Ticks.PerDay) + BufferAfter;
        SiteOpen = ReadSiteHours();
    }

    public SlotFacts Facts { get; }

    public SlotQuestion Question { get; }

    public ServiceRules Service => Facts.Service;

    public SiteTime.Stretch SiteClock { get; }

    public int FirstDay { get; }

    public int LastDay { get; }

    /// <summary>The last date asked for that the window reaches; before the first one where the site takes no bookings.</summary>
    public int LastOfferedDay { get; }

    public int Today { get; }

    public int FirstOpeningDay { get; }

    public int LastOpeningDay { get; }

    public long Now { get; }

    /// <summary>The first start that the minimum notice allows.</summary>
    public long EarliestByNotice { get; }

    /// <summary>The first start that can be offered.</summary>
    public long Earliest { get; }

    /// <summary>No start at or after this one can be offered.</summary>
    public long Latest { get; }

    public long Duration { get; }

    public long BufferBefore { get; }

    public long BufferAfter { get; }

    /// <summary>The site's own hours over all dates, joined; null = they never close.</summary>
    public TimeList? SiteOpen { get; }

    /// <summary>Time taken that ends before this, or begins after <see cref="HorizonEnd"/>, stands in no start's way: two days more than nights, cells and buffers need.</summary>
    public long HorizonStart { get; }

    public long HorizonEnd { get; }

    /// <summary>When "today" next changes at the site: at midnight, or where the clock is changed, which may bring yesterday back.</summary>
    public long NextDayBegins
    {
        get
        {
            var zone = Facts.Site.Zone;
            var midnight = SiteTime.StartOfDay(DayNumber.ToDate(Today + 1), zone).ToUnixTimeTicks();
            var kept = zone.GetZoneInterval(Question.Now);
            return kept.HasEnd ? Math.Min(midnight, kept.End.ToUnixTimeTicks()) : midnight;
        }
    }

    public bool IsOnOfferedDay(int day) => FirstDay <= day && day <= LastOfferedDay;

    public bool IsStay { get; }

    public long EndOf(long start) =>
        IsStay
            ? SiteClock.ToTicks(SiteClock.DayOf(start) + Service.Nights, Service.CheckOutMinute)
            : start + Duration;

    public SiteTime.Stretch ClockOf(DateTimeZone zone)
    {
        foreach (var known in _clocks)
        {
            if (known.Zone.Equals(zone))
            {
                return known.Clock;
            }
        }

        var clock = new SiteTime.Stretch(zone, FirstOpeningDay, LastOpeningDay);
        _clocks.Add((zone, clock));
        return clock;
    }

    public ResourceHours HoursOf(ResourceCalendar calendar)
    {
        foreach (var known in _hours)
        {
            if (known.AreKeptBy(calendar))
            {
                return known;
            }
        }

        var hours = new ResourceHours(calendar, this);
        _hours.Add(hours);
        return hours;
    }

    private static int LengthInDays(ServiceRules service) =>
        service.Kind == ServiceKind.Stay ? service.Nights + 1 : (service.DurationMinutes / MinuteOfDay.PerDay) + 1;

    private TimeList? ReadSiteHours()
    {
        var site = Facts.Site;
        var hours = new HoursOfDates(site.Hours, site.Exceptions, SiteClock, FirstOpeningDay, LastOpeningDay);
        if (hours.NeverCloses)
        {
            return null;
        }

        var open = new TimeList((LastOpeningDay - FirstOpeningDay + 1) * 2);
        for (var day = FirstOpeningDay; day <= LastOpeningDay; day++)
        {
            hours.AddTo(open, day);
        }

        open.SortAndJoin();
        return open;
    }
}
