using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Takes a scenario into the portal: the whole of it, or nothing and the reason. A second time it changes nothing.</summary>
public sealed class ImportScenario(IWriteQueue writes, IEventNumbering numbering, IClock clock)
{
    /// <summary>Only on a database with many writers can one of them come in between, and hardly ever twice.</summary>
    private const int Tries = 5;

    /// <param name="OnlyIntoEmpty">Do nothing when anything is set up already, as at the first start.</param>
    public sealed record Request(Scenario Scenario, bool OnlyIntoEmpty = false);

    /// <summary>What an import did.</summary>
    public sealed record Summary(int Sites, int Resources, int Services, int Sessions, int Bookings, int Added, int Changed)
    {
        public override string ToString() =>
            $"{Sites} sites, {Resources} resources, {Services} services, {Sessions} sessions and {Bookings} bookings in the file: {Added} added, {Changed} changed, the rest was there already.";
    }

    public async Task<Outcome<Summary>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await writes.RunAsync(scope => WriteAsync(scope, request), cancellationToken);
            }
            catch (Exception collision) when (attempt < Tries && DatabaseErrors.IsUniqueViolation(collision))
            {
                // Somebody took a time or a name between our look and our write; the next look sees it.
                continue;
            }
        }
    }

    /// <summary>What an empty portal would say of the scenario, without one.</summary>
    public Refusal? Rehearse(Scenario scenario)
    {
        var problems = new ScenarioProblems();
        if (CatalogPlan.TryMake(scenario, ExistingCatalog.None, problems) is not { } catalog)
        {
            return ReadScenario.Refused(problems);
        }

        var resolve = new ResolveEntries(catalog.Snapshot, problems);
        KnownBookings known = KnownBookings.None;
        IReadOnlyList<SessionWork> sessions = resolve.Sessions(scenario.Sessions);
        IReadOnlyList<BookingWork> bookings = resolve.Bookings(scenario.Bookings, known);
        if (problems.Any)
        {
            return ReadScenario.Refused(problems);
        }

        PlanImport planned = Planned(catalog, new ExistingTime(), known, sessions, bookings);
        return planned.Conflicts.Count == 0 ? null : InWords(planned, id => planned.Plan.Places.GetValueOrDefault(id));
    }

    private async Task<Outcome<Summary>> WriteAsync(WriteScope scope, Request request)
    {
        PortalContext db = scope.Db;
        ExistingCatalog existing = await ExistingCatalog.ReadAsync(db);
        if (request.OnlyIntoEmpty && !existing.IsEmpty)
        {
            return new Summary(0, 0, 0, 0, 0, 0, 0);
        }

        var problems = new ScenarioProblems();
        if (CatalogPlan.TryMake(request.Scenario, existing, problems) is not { } catalog)
        {
            return Refuse(scope, ReadScenario.Refused(problems));
        }

        var resolve = new ResolveEntries(catalog.Snapshot, problems);
        KnownBookings known = request.Scenario.Bookings.Count == 0 ? KnownBookings.None : await KnownBookings.ReadAsync(db);
        IReadOnlyList<SessionWork> sessions = resolve.Sessions(request.Scenario.Sessions);
        IReadOnlyList<BookingWork> bookings = resolve.Bookings(request.Scenario.Bookings, known);
        await ChangeForms.RunAsync(db, catalog, problems, clock.GetCurrentInstant());
        await ChangeLimits.RunAsync(db, catalog, problems, clock.GetCurrentInstant());
        if (problems.Any)
        {
            return Refuse(scope, ReadScenario.Refused(problems));
        }

        Instant now = clock.GetCurrentInstant();
        ExistingTime time = await ExistingTime.ReadAsync(db, catalog.Snapshot, sessions, bookings, now);
        PlanImport planned = Planned(catalog, time, known, sessions, bookings);
        if (planned.Conflicts.Count > 0)
        {
            Dictionary<Guid, string> owners = await OwnersAsync(db, planned);
            return Refuse(scope, InWords(planned, owners.GetValueOrDefault));
        }

        int changed = await WriteImport.CatalogAsync(db, catalog);
        await WriteImport.TimeAsync(scope, planned.Plan, time, numbering, now);
        return Summarize(request.Scenario, catalog, planned.Plan, changed);
    }

    private PlanImport Planned(
        CatalogPlan catalog, ExistingTime existing, KnownBookings known, IReadOnlyList<SessionWork> sessions, IReadOnlyList<BookingWork> bookings)
    {
        Instant now = clock.GetCurrentInstant();
        Instant[] starts = [now, .. sessions.Select(work => work.Times.Start), .. bookings.Select(work => work.Times.Start)];
        var open = new OpenHours(catalog.Snapshot.Resource, starts.Min(), starts.Max());
        existing.Busy.AddRange(catalog.NewRows.OfType<OutsideBusyTime>());
        var plan = new PlanImport(catalog.Snapshot, existing, known, now, open);
        plan.Run(sessions, bookings);
        return plan;
    }

    private static Outcome<Summary> Refuse(WriteScope scope, Refusal refusal)
    {
        scope.Undo();
        return Outcome<Summary>.Refused(refusal);
    }

    private static Refusal.Invalid InWords(PlanImport planned, Func<Guid, string?> ownerOf)
    {
        var problems = new ScenarioProblems();
        foreach (ImportConflict conflict in planned.Conflicts)
        {
            problems.Add(conflict.Place, conflict.Text.Replace("{0}", ownerOf(conflict.With) ?? "another entry", StringComparison.Ordinal));
        }

        (string place, string text) = problems.Summary();
        return new Refusal.Invalid(place, text);
    }

    /// <summary>The other side of each conflict by name: its place in the file, its reference, or what it is.</summary>
    private static async Task<Dictionary<Guid, string>> OwnersAsync(PortalContext db, PlanImport planned)
    {
        var names = new Dictionary<Guid, string>(planned.Plan.Places);
        foreach (Guid id in planned.Conflicts.Take(10).Select(conflict => conflict.With).Where(id => !names.ContainsKey(id)).ToHashSet())
        {
            string? reference = await db.Bookings.Where(booking => booking.Id == id).Select(booking => booking.Reference).SingleOrDefaultAsync();
            names[id] = reference is not null ? $"booking {reference}, which is in the portal,"
                : await db.Sessions.AnyAsync(session => session.Id == id) ? "a session that is in the portal"
                : "a hold of a customer";
        }

        return names;
    }

    private static Summary Summarize(Scenario scenario, CatalogPlan catalog, ImportPlan plan, int changed) => new(
        scenario.Sites.Count,
        scenario.Resources.Count,
        scenario.Services.Count,
        scenario.Sessions.Count,
        scenario.Bookings.Count,
        catalog.NewRows.Count(row => row is not OutsideBusyTime) + plan.NewSessions.Count(session => session.IsScheduled) + plan.Bookings.Count,
        changed);
}
