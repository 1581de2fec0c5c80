namespace BookingPortal.Core.Availability.Search;

/// <summary>One opening of a resource, cut to the site's hours and joined with its neighbours of the same date, which it belongs to and anchors the grid of.</summary>
internal readonly record struct Opening(int Day, long From, long To)
{
    /// <summary>All openings of a resource around the dates asked for, by date and then by time.</summary>
    public static List<Opening> AllOf(ResourceCalendar calendar, SearchFrame frame)
    {
        var (firstDay, lastDay) = (frame.FirstOpeningDay, frame.LastOpeningDay);
        var hours = new HoursOfDates(calendar.Rules, calendar.Exceptions, frame.ClockOf(calendar.Zone), firstDay, lastDay);
        var openings = new List<Opening>(lastDay - firstDay + 1);
        var ofDate = new TimeList();
        var cut = new TimeList();
        for (var day = firstDay; day <= lastDay; day++)
        {
            ofDate.Clear();
            hours.AddTo(ofDate, day);
            ofDate.SortAndJoin();
            var kept = ofDate;
            if (frame.SiteOpen is { } siteOpen)
            {
                cut.Clear();
                for (var i = 0; i < ofDate.Count; i++)
                {
                    siteOpen.CutInto(cut, ofDate[i].From, ofDate[i].To);
                }

                kept = cut;
            }

            for (var i = 0; i < kept.Count; i++)
            {
                openings.Add(new Opening(day, kept[i].From, kept[i].To));
            }
        }

        return openings;
    }
}
