using BookingPortal.Core.Data.Providers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Data.Checks;

/// <summary>Verifies on a live database that everything is as the portal promises, and names what is not.</summary>
public sealed class CheckPortal(IDbContextFactory<PortalContext> contexts, IClock clock)
{
    /// <summary>What was found, and among how much.</summary>
    public sealed record Report(IReadOnlyList<Finding> Findings, int Bookings, int Claims, int Events)
    {
        public int Violations => Findings.Count(finding => !finding.IsWarning);

        public int Warnings => Findings.Count(finding => finding.IsWarning);

        public override string ToString() =>
            $"checked {Bookings} bookings, {Claims} claims and {Events} events: {Violations} {(Violations == 1 ? "violation" : "violations")}, {Warnings} {(Warnings == 1 ? "warning" : "warnings")}";
    }

    public async Task<Report> RunAsync(CancellationToken cancellationToken = default)
    {
        (Report report, bool isSnapshot) = await LookAsync(cancellationToken);
        if (isSnapshot || report.Violations == 0)
        {
            return report;
        }

        // Where the tables could not be read as of one moment, a booking made in between looks broken. What is really
        // broken is broken still when one looks again.
        (Report again, _) = await LookAsync(cancellationToken);
        return again with { Findings = [.. again.Findings.Intersect(report.Findings)] };
    }

    private async Task<(Report Report, bool IsSnapshot)> LookAsync(CancellationToken cancellationToken)
    {
        await using PortalContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await using ReadSnapshot snapshot = await ReadSnapshot.BeginAsync(db, cancellationToken);
        CheckFacts facts = await CheckFacts.ReadAsync(db, clock.GetCurrentInstant(), cancellationToken);
        Finding[] findings =
        [
            .. ClaimChecks.Run(facts),
            .. TakenChecks.Run(facts),
            .. SessionChecks.Run(facts),
            .. EventChecks.Run(facts),
            .. CatalogReferenceChecks.Run(facts),
            .. await SealChecks.RunAsync(db, cancellationToken),
            .. await OutboxChecks.RunAsync(db, cancellationToken),
            .. await SagaChecks.RunAsync(db, facts, cancellationToken),
            .. await MoneyChecks.RunAsync(db, facts, cancellationToken),
        ];
        return (
            new Report([.. findings.OrderBy(finding => finding.IsWarning)], facts.Bookings.Count, facts.Claims.Count, facts.Events.Count),
            snapshot.IsOneMoment);
    }
}
