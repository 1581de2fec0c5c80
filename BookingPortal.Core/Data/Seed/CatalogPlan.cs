using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;

namespace BookingPortal.Core.Data.Seed;

/// <summary>The catalog as it will be after an import: rows that were there, changed in place, and rows that are new.</summary>
internal sealed class CatalogPlan
{
    private readonly ExistingCatalog _existing;
    private readonly ScenarioProblems _problems;
    private readonly Dictionary<string, Site> _sites;
    private readonly Dictionary<string, Resource> _resources;
    private readonly Dictionary<string, Service> _services;

    private CatalogPlan(ExistingCatalog existing, ScenarioProblems problems)
    {
        _existing = existing;
        _problems = problems;
        _sites = existing.Sites.ToDictionary(site => site.Slug, StringComparer.Ordinal);
        _resources = existing.Resources.ToDictionary(resource => resource.Slug, StringComparer.Ordinal);
        _services = existing.Services.ToDictionary(service => service.Slug, StringComparer.Ordinal);
        Before = existing.Resources.ToDictionary(
            resource => resource.Id, resource => new ResourceForm(resource.GranularityMinutes, resource.ClaimsByNight, resource.Capacity));
        LimitsBefore = existing.Services.ToDictionary(service => service.Id, service => service.MaxPerDay);
    }

    public List<object> NewRows { get; } = [];

    public List<OutsideBusyTime> BusyGone { get; } = [];

    /// <summary>Resources whose outside busy times are others than before.</summary>
    public HashSet<Guid> BusyChanged { get; } = [];

    /// <summary>How each resource's time was divided before, because claims may lie in that form.</summary>
    public Dictionary<Guid, ResourceForm> Before { get; }

    /// <summary>How many bookings a day each service took before.</summary>
    public Dictionary<Guid, int?> LimitsBefore { get; }

    public CatalogSnapshot Snapshot { get; private set; } = new(0, [], [], []);

    /// <summary>Where in the file a row is described, by its id.</summary>
    public Dictionary<Guid, string> Places { get; } = [];

    public static CatalogPlan? TryMake(Scenario scenario, ExistingCatalog existing, ScenarioProblems problems)
    {
        var plan = new CatalogPlan(existing, problems);
        plan.Take(scenario);
        if (problems.Any)
        {
            return null;
        }

        plan.Snapshot = new CatalogSnapshot(0, plan._sites.Values, plan._resources.Values, plan._services.Values);
        CatalogChecks.Run(plan.Snapshot, plan.Places, problems);
        return problems.Any ? null : plan;
    }

    private void Take(Scenario scenario)
    {
        RefuseTwins("sites", scenario.Sites.Select(site => site.Slug));
        RefuseTwins("resources", scenario.Resources.Select(resource => resource.Slug));
        RefuseTwins("services", scenario.Services.Select(service => service.Slug));
        for (int i = 0; i < scenario.Sites.Count; i++)
        {
            TakeSite(scenario.Sites[i], $"sites[{i}]");
        }

        for (int i = 0; i < scenario.Resources.Count; i++)
        {
            TakeResource(scenario.Resources[i], $"resources[{i}]");
        }

        for (int i = 0; i < scenario.Services.Count; i++)
        {
            TakeService(scenario.Services[i], $"services[{i}]");
        }

        DecideNights();
    }

    private void RefuseTwins(string list, IEnumerable<string> slugs)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        int index = 0;
        foreach (string slug in slugs)
        {
            if (!first.TryAdd(slug, index))
            {
                _problems.Add($"{list}[{index}].slug", $"\"{slug}\" is the slug of {list}[{first[slug]}] already");
            }

            index++;
        }
    }

    private void TakeSite(ScenarioSite entry, string place)
    {
        if (!_sites.TryGetValue(entry.Slug, out Site? site))
        {
            site = new Site { Slug = entry.Slug, Name = entry.Name, TimeZone = entry.TimeZone, Position = _sites.Count };
            _sites.Add(entry.Slug, site);
            NewRows.Add(site);
        }

        Places[site.Id] = place;
        site.Name = entry.Name;
        site.TimeZone = entry.TimeZone;
        site.Address = entry.Address;
        site.Accent = entry.Accent;
        site.Status = entry.Status;
        site.QuietHours = entry.QuietHours;
        site.Texts = entry.Texts;
        site.Locale = entry.Locale;
        site.Kind = entry.Kind;
        site.SilenceMinutes = entry.SilenceMinutes;
        site.WhenSilent = entry.WhenSilent;
        site.Conflicts = entry.Conflicts;
        site.Hours = entry.Hours;
        site.Exceptions = entry.Exceptions;
    }

    private void TakeResource(ScenarioResource entry, string place)
    {
        Guid[] sites = [.. IdsOf(entry.Sites, $"{place}.sites", _sites, "site", site => site.Id)];
        string zone = entry.TimeZone ?? (entry.Sites.Count > 0 && _sites.TryGetValue(entry.Sites[0], out Site? first) ? first.TimeZone : "UTC");
        if (!_resources.TryGetValue(entry.Slug, out Resource? resource))
        {
            resource = new Resource { Slug = entry.Slug, Name = entry.Name, Kind = entry.Kind, TimeZone = zone, Position = _resources.Count };
            _resources.Add(entry.Slug, resource);
            NewRows.Add(resource);
        }

        Places[resource.Id] = place;
        resource.Name = entry.Name;
        resource.Kind = entry.Kind;
        resource.TimeZone = zone;
        resource.Capacity = entry.Capacity;
        resource.GranularityMinutes = entry.GranularityMinutes;
        resource.Hours = entry.Hours;
        resource.Exceptions = entry.Exceptions;
        resource.Sites = sites;
        TakeBusy(resource, entry.Busy);
    }

    /// <summary>The busy times of a file are the whole truth about what a file said before.</summary>
    private void TakeBusy(Resource resource, IReadOnlyList<BusyTime> busy)
    {
        var missing = busy.ToHashSet();
        foreach (OutsideBusyTime known in _existing.Busy.Where(known => known.ResourceId == resource.Id))
        {
            if (!missing.Remove(new BusyTime(known.StartsAt, known.EndsAt)))
            {
                BusyGone.Add(known);
                BusyChanged.Add(resource.Id);
            }
        }

        foreach (BusyTime time in missing)
        {
            NewRows.Add(new OutsideBusyTime { ResourceId = resource.Id, StartsAt = time.From, EndsAt = time.To, Source = ExistingCatalog.BusySource });
            BusyChanged.Add(resource.Id);
        }
    }

    private void TakeService(ScenarioServiceEntry entry, string place)
    {
        Guid[] sites = [.. IdsOf(entry.Sites, $"{place}.sites", _sites, "site", site => site.Id)];
        RequiredGroup[] groups = [.. entry.Requires.Select((group, i) => new RequiredGroup(
            [.. IdsOf(group.AnyOf, $"{place}.requires[{i}].anyOf", _resources, "resource", resource => resource.Id)], group.Choose))];
        if (!_services.TryGetValue(entry.Slug, out Service? service))
        {
            service = new Service { Slug = entry.Slug, Name = entry.Name, Position = _services.Count };
            _services.Add(entry.Slug, service);
            NewRows.Add(service);
        }

        Places[service.Id] = place;
        service.Requires = groups;
        service.Sites = sites;
        Describe(service, entry);
    }

    private static void Describe(Service service, ScenarioServiceEntry entry)
    {
        service.Name = entry.Name;
        service.Description = entry.Description;
        service.Kind = entry.Kind;
        service.DurationMinutes = entry.DurationMinutes;
        service.Nights = entry.Nights;
        service.CheckIn = entry.CheckIn;
        service.CheckOut = entry.CheckOut;
        service.StepMinutes = entry.StepMinutes ?? entry.DurationMinutes;
        service.Grid = entry.Grid;
        service.FillGaps = entry.FillGaps;
        service.BufferBeforeMinutes = entry.BufferBeforeMinutes;
        service.BufferAfterMinutes = entry.BufferAfterMinutes;
        service.MinNoticeMinutes = entry.MinNoticeMinutes;
        service.WindowDays = entry.WindowDays;
        service.MaxPerDay = entry.MaxPerDay;
        service.Seats = entry.Seats;
        service.NeedsApproval = entry.Approval;
        service.Approvers = [.. entry.Approvers];
        service.ApprovalHours = entry.ApprovalHours;
        service.OnApprovalTimeout = entry.OnApprovalTimeout;
        service.AsksAgainWhenMoved = entry.ApprovalOnReschedule;
        service.PriceAmount = entry.Price.Amount;
        service.Currency = entry.Price.Currency;
        service.Deposit = entry.Deposit;
        service.Cancellation = entry.Cancellation;
        service.HoldMinutes = entry.HoldMinutes;
        service.Reminders = entry.Reminders;
    }

    private IEnumerable<Guid> IdsOf<T>(
        IReadOnlyList<string> slugs, string place, Dictionary<string, T> known, string what, Func<T, Guid> idOf)
    {
        for (int i = 0; i < slugs.Count; i++)
        {
            if (known.TryGetValue(slugs[i], out T? row))
            {
                yield return idOf(row);
            }
            else
            {
                _problems.Add($"{place}[{i}]", $"there is no {what} \"{slugs[i]}\"{Nearest.Hint(slugs[i], known.Keys)}");
            }
        }
    }

    /// <summary>Who is taken by stays alone is claimed by nights.</summary>
    private void DecideNights()
    {
        ILookup<Guid, ServiceKind> uses = _services.Values
            .SelectMany(service => service.Requires.SelectMany(group => group.AnyOf).Select(id => (id, service.Kind)))
            .ToLookup(use => use.id, use => use.Kind);
        foreach (Resource resource in _resources.Values)
        {
            resource.ClaimsByNight = uses[resource.Id].Any() && uses[resource.Id].All(kind => kind == ServiceKind.Stay);
        }
    }
}

/// <summary>How a resource's time is divided into cells and units.</summary>
internal readonly record struct ResourceForm(int GranularityMinutes, bool ClaimsByNight, int Capacity);
