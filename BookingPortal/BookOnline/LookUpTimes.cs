using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.BookOnline;

/// <summary>Finds the month and the day to show: what the address names, else the first with something free.</summary>
public sealed class LookUpTimes(FindSlots findSlots, ReadCatalog readCatalog, IClock clock)
{
    private const int MostAlternatives = 5;
    private const int DaysBefore = 3;
    private const int DaysAfter = 14;

    /// <param name="Date">A date named in the address.</param>
    /// <param name="Month">A month named in the address; <paramref name="Date"/> wins.</param>
    /// <param name="Moving">The booking that looks for another time.</param>
    public sealed record Request(
        Site Site, Service Service, string? Resource, int Seats, LocalDate? Date, YearMonth? Month, Guid? Moving = null);

    public async Task<Outcome<TimeView>> RunAsync(Request request, CancellationToken cancellationToken)
    {
        DateTimeZone zone = CatalogFacts.ZoneOf(request.Site);
        LocalDate today = SiteTime.DateOf(clock.GetCurrentInstant(), zone);
        YearMonth first = today.ToYearMonth();
        YearMonth last = today.PlusDays(request.Service.WindowDays).ToYearMonth();
        bool named = request.Date is not null || request.Month is not null;
        YearMonth month = Within(request.Date?.ToYearMonth() ?? request.Month ?? first, first, last);

        Outcome<IReadOnlyList<DayFill>> days = await DaysAsync(request, month, today, cancellationToken);
        if (!days.TryGet(out IReadOnlyList<DayFill>? fills, out Refusal? refusal))
        {
            return refusal;
        }

        Slot? next = null;
        if (!fills.Any(day => day.Offered > 0))
        {
            next = await NextAsync(request, named ? month.OnDayOfMonth(1) : today, cancellationToken)
                ?? (named ? await NextAsync(request, today, cancellationToken) : null);
            if (!named && next is { } found)
            {
                // Nobody asked for this month in particular, so the page opens where the first free time is.
                month = SiteTime.DateOf(found.Start, zone).ToYearMonth();
                fills = (await DaysAsync(request, month, today, cancellationToken)).Match(some => some, _ => []);
                next = null;
            }
        }

        LocalDate? date = request.Date is { } asked && asked.ToYearMonth() == month ? asked : FirstFree(fills);
        IReadOnlyList<Slot> slots = date is { } day ? await SlotsAsync(request, day, cancellationToken) : [];
        return new TimeView
        {
            Site = request.Site,
            Service = request.Service,
            Zone = zone,
            Today = today,
            Month = month,
            LastMonth = last,
            Days = fills.ToDictionary(fill => fill.Date),
            Date = date,
            Slots = slots,
            Next = slots.Count > 0 ? null : next ?? (date is { } empty ? await NextAsync(request, empty, cancellationToken) : null),
        };
    }

    /// <summary>The first free time of each person; who has none as far ahead as the service reaches is absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, Slot>> FirstsAsync(Site site, Service service, CancellationToken cancellationToken)
    {
        LocalDate today = SiteTime.DateOf(clock.GetCurrentInstant(), CatalogFacts.ZoneOf(site));
        Outcome<IReadOnlyDictionary<Guid, Slot>> found = await findSlots.NextOfEachAsync(
            new FindSlots.Request(site.Slug, service.Slug, today, today), cancellationToken);
        return found.Match(firsts => firsts, _ => new Dictionary<Guid, Slot>());
    }

    /// <summary>Whether the time of an expired hold is still free, and the free times nearest to it.</summary>
    public async Task<(bool IsFree, IReadOnlyList<Instant> Nearest)> AroundAsync(
        ReadHold.Found held, string? resource, DateTimeZone zone, CancellationToken cancellationToken)
    {
        LocalDate date = SiteTime.DateOf(held.Hold.StartsAt, zone);
        var question = new FindSlots.Request(
            held.Site.Slug, held.Service.Slug, date.PlusDays(-DaysBefore), date.PlusDays(DaysAfter), resource, held.Hold.Seats, held.Hold.Id);
        SlotAnswer answer = (await findSlots.RunAsync(question, cancellationToken)).Match(found => found.Answer, _ => new SlotAnswer([], null));
        return (
            answer.Slots.Any(slot => slot.Start == held.Hold.StartsAt),
            [.. answer.NearestTo(held.Hold.StartsAt, MostAlternatives + 1).Where(start => start != held.Hold.StartsAt).Take(MostAlternatives)]);
    }

    /// <summary>How many may come together: seats of a class, else units of the largest primary resource.</summary>
    public async Task<int> LargestPartyAsync(Site site, Service service, CancellationToken cancellationToken)
    {
        if (service.Kind == ServiceKind.Class)
        {
            return service.Seats;
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync(cancellationToken);
        return catalog.PrimaryResources(service, site).Select(resource => resource.Capacity).DefaultIfEmpty(1).Max();
    }

    private static YearMonth Within(YearMonth month, YearMonth first, YearMonth last) =>
        month.CompareTo(first) < 0 ? first : month.CompareTo(last) > 0 ? last : month;

    private static LocalDate? FirstFree(IReadOnlyList<DayFill> fills) =>
        fills.Where(fill => fill.Offered > 0).Select(fill => (LocalDate?)fill.Date).FirstOrDefault();

    private async Task<Outcome<IReadOnlyList<DayFill>>> DaysAsync(
        Request request, YearMonth month, LocalDate today, CancellationToken cancellationToken)
    {
        LocalDate from = LocalDate.Max(month.OnDayOfMonth(1), today);
        LocalDate to = month.OnDayOfMonth(1).With(DateAdjusters.EndOfMonth);
        Outcome<FindSlots.FoundDays> found = await findSlots.DaysAsync(Question(request, from, to), cancellationToken);
        return found.Match<Outcome<IReadOnlyList<DayFill>>>(
            some => Outcome<IReadOnlyList<DayFill>>.Done(some.Answer.Days),
            refusal => refusal);
    }

    private async Task<IReadOnlyList<Slot>> SlotsAsync(Request request, LocalDate date, CancellationToken cancellationToken) =>
        (await findSlots.RunAsync(Question(request, date, date), cancellationToken)).Match(found => found.Answer.Slots, _ => []);

    private async Task<Slot?> NextAsync(Request request, LocalDate from, CancellationToken cancellationToken) =>
        (await findSlots.NextAsync(Question(request, from, from), cancellationToken)).Match(slot => slot, _ => null);

    private static FindSlots.Request Question(Request request, LocalDate from, LocalDate to) =>
        new(request.Site.Slug, request.Service.Slug, from, to, request.Resource, request.Seats, request.Moving);
}
