using BookingPortal.Core.Availability;
using BookingPortal.Core.Availability.Search;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Looks up the names in a file's bookings and sessions, and leaves out what an earlier import has brought already.</summary>
internal sealed class ResolveEntries(CatalogSnapshot catalog, ScenarioProblems problems)
{
    private readonly Dictionary<string, int> _copies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);

    public IReadOnlyList<SessionWork> Sessions(IReadOnlyList<ScenarioSession> entries)
    {
        var works = new List<SessionWork>(entries.Count);
        for (int i = 0; i < entries.Count; i++)
        {
            ScenarioSession entry = entries[i];
            string place = $"sessions[{i}]";
            if (Find(place, entry.Service, entry.Site, mustBeOffered: true) is not { } found)
            {
                continue;
            }

            if (found.Service.Kind != ServiceKind.Class)
            {
                problems.Add($"{place}.service", $"only a class has sessions; {entry.Service} is none");
            }
            else if (TimesOf(place, entry.Start, found) is { } times && Given(place, entry.Resources, found.Service, asBooked: false) is { } given)
            {
                works.Add(new SessionWork(place, entry, found.Site, found.Service, times, given));
            }
        }

        return works;
    }

    public IReadOnlyList<BookingWork> Bookings(IReadOnlyList<ScenarioBooking> entries, KnownBookings known)
    {
        var works = new List<BookingWork>(entries.Count);
        for (int i = 0; i < entries.Count; i++)
        {
            if (TryResolve(entries[i], $"bookings[{i}]", known) is { } work)
            {
                works.Add(work);
            }
        }

        return works;
    }

    private BookingWork? TryResolve(ScenarioBooking entry, string place, KnownBookings known)
    {
        bool asBooked = entry.Blocked is not null;
        if (Find(place, entry.Service, entry.Site, mustBeOffered: !asBooked) is not { } found
            || TimesOf(place, entry.Start, found) is not { } times
            || Given(place, entry.Resources, found.Service, asBooked) is not { } given)
        {
            return null;
        }

        string? key = null;
        if (entry.Reference is { } reference)
        {
            if (!_references.TryAdd(reference, place))
            {
                problems.Add($"{place}.reference", $"{reference} is the reference of {_references[reference]} already");
                return null;
            }

            if (known.References.Contains(reference))
            {
                return null;
            }
        }
        else
        {
            string content = ImportKey.ContentOf(entry, times.Start);
            int copy = _copies[content] = _copies.GetValueOrDefault(content) + 1;
            key = ImportKey.Of(content, copy);
            if (known.ImportKeys.Contains(key))
            {
                return null;
            }
        }

        if (entry.End <= times.Start)
        {
            problems.Add($"{place}.end", "it is not after the start");
        }
        else if (entry.End - times.Start > BookingEntries.LongestVisit)
        {
            problems.Add($"{place}.end", BookingEntries.TooLong);
        }

        return new BookingWork(place, entry, found.Site, found.Service, WithOwnTimes(times, entry), given, key);
    }

    private static SlotTimes WithOwnTimes(SlotTimes times, ScenarioBooking entry)
    {
        SlotTimes own = entry.End is { } end ? times with { End = end, BlockedTo = end + (times.BlockedTo - times.End) } : times;
        return entry.Blocked is { } blocked ? own with { BlockedFrom = blocked.From, BlockedTo = blocked.To } : own;
    }

    private (Site Site, Service Service)? Find(string place, string serviceSlug, string siteSlug, bool mustBeOffered)
    {
        Service? service = catalog.FindService(serviceSlug);
        if (service is null)
        {
            problems.Add($"{place}.service", $"there is no service \"{serviceSlug}\"{Nearest.Hint(serviceSlug, catalog.Services.Select(each => each.Slug))}");
        }

        Site? site = catalog.FindSite(siteSlug);
        if (site is null)
        {
            problems.Add($"{place}.site", $"there is no site \"{siteSlug}\"{Nearest.Hint(siteSlug, catalog.Sites.Select(each => each.Slug))}");
        }

        if (service is null || site is null)
        {
            return null;
        }

        if (mustBeOffered && !service.Sites.Contains(site.Id))
        {
            problems.Add($"{place}.site", $"{serviceSlug} is not offered at {siteSlug}");
            return null;
        }

        return (site, service);
    }

    private SlotTimes? TimesOf(string place, ScenarioStart start, (Site Site, Service Service) at)
    {
        if (start.Date is not null && at.Service.Kind != ServiceKind.Stay)
        {
            problems.Add($"{place}.start", "only a stay can begin at a date alone; give a time as well");
            return null;
        }

        LocalDateTime? local = start.Date is { } date ? date + at.Service.CheckIn : start.Local;
        Instant instant = start.Instant ?? SiteTime.ToInstant(local!.Value, CatalogFacts.ZoneOf(at.Site));
        return SlotTimes.Of(at.Service, at.Site, instant);
    }

    /// <summary>For each group the resource that was named. Each name fills one group that has it; which, is a matching where groups overlap.</summary>
    private Guid?[]? Given(string place, IReadOnlyList<string> slugs, Service service, bool asBooked)
    {
        var given = new Guid?[Math.Max(service.Requires.Count, asBooked ? slugs.Count : 0)];
        if (slugs.Count == 0)
        {
            return given;
        }

        var ids = new Guid[slugs.Count];
        var groups = new List<int[]>(slugs.Count);
        for (int i = 0; i < slugs.Count; i++)
        {
            if (catalog.FindResource(slugs[i]) is not { } resource)
            {
                problems.Add($"{place}.resources[{i}]", $"there is no resource \"{slugs[i]}\"{Nearest.Hint(slugs[i], catalog.Resources.Select(each => each.Slug))}");
                return null;
            }

            ids[i] = resource.Id;
            groups.Add([.. Enumerable.Range(0, service.Requires.Count).Where(group => service.Requires[group].AnyOf.Contains(resource.Id))]);
            if (groups[i].Length == 0 && !asBooked)
            {
                problems.Add($"{place}.resources[{i}]", $"{service.Slug} does not take \"{slugs[i]}\"");
                return null;
            }
        }

        if (asBooked)
        {
            return [.. ids.Select(id => (Guid?)id)];
        }

        if (GroupMatching.TryAssign(groups, [.. Enumerable.Repeat(1, service.Requires.Count)]) is not { } chosen)
        {
            problems.Add($"{place}.resources", $"{service.Slug} does not take all of {string.Join(", ", slugs)} at once");
            return null;
        }

        for (int i = 0; i < ids.Length; i++)
        {
            given[chosen[i]] = ids[i];
        }

        return given;
    }
}
