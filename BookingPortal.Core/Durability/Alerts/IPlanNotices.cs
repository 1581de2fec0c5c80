using BookingPortal.Core.Durability.Outbox;

namespace BookingPortal.Core.Durability.Alerts;

/// <summary>The port by which managers are told. It is asked inside a transaction, so it only thinks.</summary>
public interface IPlanNotices
{
    /// <summary>What goes out when an alert is raised.</summary>
    /// <param name="managers">Their email addresses.</param>
    IEnumerable<PlannedEffect> Plan(Alert alert, IReadOnlyList<string> managers);
}
