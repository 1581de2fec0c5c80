using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>Who may act on the machinery: managers of all sites, with a reason. Rights are read at the act, not at the sign-in.</summary>
public sealed class OperatorDoor(ReadStaffAccess readStaffAccess)
{
    private const int LongestReason = 500;

    /// <param name="By">For the audit.</param>
    /// <param name="Reason">Trimmed.</param>
    public sealed record Pass(string By, string Reason);

    public async Task<Outcome<Pass>> RunAsync(Guid accountId, string? reason, CancellationToken cancellationToken = default)
    {
        StaffAccess? access = await readStaffAccess.RunAsync(accountId, cancellationToken);
        if (access is not { RunsTheMachinery: true })
        {
            return new Refusal.Invalid("role", "Only managers of all sites may do this.");
        }

        string words = reason?.Trim() ?? "";
        return words.Length switch
        {
            0 => new Refusal.Invalid("reason", "Say why, in a few words. The audit keeps it."),
            > LongestReason => new Refusal.Invalid("reason", $"Keep the reason under {LongestReason} letters."),
            _ => new Pass(access.Email, words),
        };
    }
}
