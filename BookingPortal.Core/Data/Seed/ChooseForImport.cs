using BookingPortal.Core.Availability;
using BookingPortal.Core.Availability.Search;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>
/// Chooses resources for a booking that names none, by the service's own rule, among those that are free. Opening hours
/// and busy times do not apply to an import; who is at work is preferred all the same.
/// </summary>
internal sealed class ChooseForImport(CatalogSnapshot catalog, ExistingTime existing, OpenHours open)
{
    private readonly Dictionary<Guid, TimeList> _busy = BusyOf(existing);

    /// <summary>A resource for each group, or null where they cannot all have one.</summary>
    public IReadOnlyList<Guid>? TryChoose(Service service, Site site, SlotTimes times, IReadOnlyList<Guid?> given, int units)
    {
        List<Guid>[] groups = [.. service.Requires.Select((group, i) =>
            given[i] is { } named ? [named] : Preferred(service, i, site, times))];
        Guid[] all = [.. groups.SelectMany(group => group).Distinct()];
        int[] free = [.. all.Select(id => FreeUnits(id, service, times))];
        int[][] preferences = [.. groups.Select(group => group.Select(id => Array.IndexOf(all, id)).ToArray())];
        foreach (int primary in preferences[0])
        {
            if (free[primary] < units)
            {
                continue;
            }

            int[] left = [.. free];
            left[primary] -= units;
            if (GroupMatching.TryAssign(preferences[1..], left) is { } others)
            {
                return [all[primary], .. others.Select(index => all[index])];
            }
        }

        return null;
    }

    /// <summary>One of the resources that would have been taken, and the wish that could not be had: for saying who is in the way.</summary>
    public IEnumerable<ClaimWish> Wishes(Service service, Site site, SlotTimes times, IReadOnlyList<Guid?> given, int units)
    {
        for (int group = 0; group < service.Requires.Count; group++)
        {
            foreach (Guid id in given[group] is { } named ? [named] : Preferred(service, group, site, times))
            {
                Resource resource = catalog.Resource(id);
                yield return new ClaimWish(id, Taking.CellsOf(resource, service, times), group == 0 ? units : 1, resource.Capacity);
            }
        }
    }

    public void Remember(Service service, IReadOnlyList<Guid> chosen, LocalDate date)
    {
        for (int group = 0; group < chosen.Count; group++)
        {
            if (group < service.Requires.Count && service.Requires[group].Choose == ChoosingStrategy.Rotate)
            {
                existing.Turns[(service.Id, group)] = chosen[group];
            }
        }

        foreach (Guid id in chosen.Distinct())
        {
            existing.BookingsPerDay[(id, date)] = existing.BookingsPerDay.GetValueOrDefault((id, date)) + 1;
        }
    }

    private List<Guid> Preferred(Service service, int group, Site site, SlotTimes times)
    {
        RequiredGroup required = service.Requires[group];
        List<Guid> members = [.. required.AnyOf.Where(id => catalog.Resource(id).Sites.Contains(site.Id))];
        IEnumerable<Guid> ordered = required.Choose switch
        {
            ChoosingStrategy.Fewest => members.OrderBy(id => existing.BookingsPerDay.GetValueOrDefault((id, times.LocalDate))),
            ChoosingStrategy.Rotate => AfterTheLast(members, existing.Turns.GetValueOrDefault((service.Id, group))),
            _ => members,
        };
        return [.. ordered.OrderBy(id => IsAtWork(id, times) ? 0 : 1)];
    }

    private static IEnumerable<Guid> AfterTheLast(List<Guid> members, Guid last)
    {
        int next = members.IndexOf(last) + 1;
        return members.Skip(next).Concat(members.Take(next));
    }

    private bool IsAtWork(Guid id, SlotTimes times) =>
        (catalog.Resource(id).ClaimsByNight || open.Covers(id, times.Start, times.End))
        && !(_busy.TryGetValue(id, out TimeList? busy) && busy.Overlaps(times.BlockedFrom.ToUnixTimeTicks(), times.BlockedTo.ToUnixTimeTicks()));

    private int FreeUnits(Guid id, Service service, SlotTimes times)
    {
        Resource resource = catalog.Resource(id);
        return existing.Board.FreeUnits(id, Taking.CellsOf(resource, service, times), resource.Capacity);
    }

    private static Dictionary<Guid, TimeList> BusyOf(ExistingTime existing)
    {
        var busy = new Dictionary<Guid, TimeList>();
        foreach (IGrouping<Guid, OutsideBusyTime> ofResource in existing.Busy.GroupBy(time => time.ResourceId))
        {
            var list = new TimeList();
            foreach (OutsideBusyTime time in ofResource)
            {
                list.Add(time.StartsAt.ToUnixTimeTicks(), time.EndsAt.ToUnixTimeTicks());
            }

            list.SortAndJoin();
            busy.Add(ofResource.Key, list);
        }

        return busy;
    }
}
