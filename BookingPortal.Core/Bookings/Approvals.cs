using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Asks the people who must agree to a booking, one after the other, inside the writes of its saga.</summary>
public static class Approvals
{
    /// <summary>Its name in the plan of the saga.</summary>
    public const string Step = "approval";

    /// <summary>Asks the one whose turn it is; asked already, it only says until when.</summary>
    /// <returns>Until when that person has time.</returns>
    public static async Task<Instant> AskAsync(WriteScope scope, Booking booking, Service service, int turn, Instant now, SagaSettings settings) =>
        await AskAsync(scope, booking, service, (Math.Max(await RoundAsync(scope, booking.Id), 1), turn), now, settings);

    /// <summary>The customer has moved what was agreed to: everybody is asked again, from the first one on.</summary>
    /// <returns>Until when the first one has time.</returns>
    public static async Task<Instant> AskAgainAsync(WriteScope scope, Booking booking, Service service, string by, Instant now, SagaSettings settings)
    {
        await WithdrawAsync(scope, booking.Id, by, now); // who has not answered yet is asked about the new time, in their turn
        return await AskAsync(scope, booking, service, (await RoundAsync(scope, booking.Id) + 1, 1), now, settings);
    }

    /// <summary>What is asked for has moved: whoever is asked has their whole time for it again, and never beyond its start.</summary>
    /// <returns>Until when; the start for a request that an import brought along.</returns>
    public static async Task<Instant> MovedAsync(WriteScope scope, Booking booking, Service service, Instant now, SagaSettings settings)
    {
        if (await OpenAsync(scope, booking.Id) is not { } open)
        {
            return booking.StartsAt;
        }

        open.DueAt = open.EscalatedAt is null ? DueAt(booking, service, now, settings) : booking.StartsAt;
        await scope.Db.SaveChangesAsync();
        return open.DueAt;
    }

    /// <summary>
    /// Whether everybody is asked again when its customer moves it: it stands, or somebody has agreed to the time that it has, and the service asks
    /// about another one too, or the site may have sold that one while nothing was heard from it. A request that nobody has answered simply moves.
    /// </summary>
    public static async Task<bool> IsAskedAgainAsync(PortalContext db, Booking booking, Site site, Service service) =>
        (site.AsksFirst || service is { NeedsApproval: true, AsksAgainWhenMoved: true }) && booking.Status switch
        {
            BookingStatus.Confirmed or BookingStatus.PendingPayment => true,
            BookingStatus.PendingApproval => LastRound(await db.ApprovalRequests.Where(each => each.BookingId == booking.Id).ToListAsync())
                .Exists(each => each.State == ApprovalState.Agreed),
            _ => false,
        };

    /// <summary>It goes on, or ends, without whoever is still asked.</summary>
    public static async Task WithdrawAsync(WriteScope scope, Guid bookingId, string by, Instant now)
    {
        if (await OpenAsync(scope, bookingId) is { } open)
        {
            (open.State, open.DecidedAt, open.DecidedBy) = (ApprovalState.Withdrawn, now, by);
            await scope.Db.SaveChangesAsync();
        }
    }

    /// <summary>Those who were asked the last time.</summary>
    public static List<ApprovalRequest> LastRound(IReadOnlyCollection<ApprovalRequest> turns) =>
        [.. turns.Where(turn => turn.Round == turns.Max(each => each.Round))];

    private static async Task<Instant> AskAsync(
        WriteScope scope, Booking booking, Service service, (int Round, int Turn) place, Instant now, SagaSettings settings)
    {
        if (await scope.Db.ApprovalRequests.FindAsync(booking.Id, place.Round, place.Turn) is { } asked)
        {
            return asked.DueAt;
        }

        Instant due = DueAt(booking, service, now, settings);
        scope.Db.ApprovalRequests.Add(new ApprovalRequest
        {
            BookingId = booking.Id,
            Round = place.Round,
            Turn = place.Turn,
            Approver = ApproversOf(service)[place.Turn - 1],
            State = ApprovalState.Open,
            AskedAt = now,
            DueAt = due,
        });
        await scope.Db.SaveChangesAsync();
        return due;
    }

    /// <summary>Whether this person may say yes or no now; null when they may. Keys of other systems act for the business.</summary>
    public static async Task<Refusal?> ProblemAsync(WriteScope scope, ChangeRequest change)
    {
        List<ApprovalRequest> turns = LastRound(await scope.Db.ApprovalRequests.Where(each => each.BookingId == change.BookingId).ToListAsync());
        if (change.Access is not { } access || turns.Find(each => each.State == ApprovalState.Open) is not { } open)
        {
            return null;
        }

        if (!open.IsFor(access))
        {
            return new Refusal.Invalid("role", $"This waits for {Name(open)}.");
        }

        return turns.Exists(each => each.State == ApprovalState.Agreed && each.DecidedBy == change.By)
            ? new Refusal.Invalid("role", "You have agreed already; the next turn is somebody else's.")
            : null;
    }

    /// <summary>One has agreed, and the next one is asked.</summary>
    /// <returns>Until when the next one has time; null when nobody is left to be asked.</returns>
    public static async Task<Instant?> AgreeAsync(WriteScope scope, Booking booking, Service service, string by, Instant now, SagaSettings settings)
    {
        if (await OpenAsync(scope, booking.Id) is not { } open)
        {
            return null; // from before there were turns, or brought along by an import
        }

        (open.State, open.DecidedAt, open.DecidedBy) = (ApprovalState.Agreed, now, by);
        await scope.Db.SaveChangesAsync();
        return open.Turn < ApproversOf(service).Count ? await AskAsync(scope, booking, service, open.Turn + 1, now, settings) : null;
    }

    /// <summary>Nobody answered in time: the service decides whether it ends there or a manager is asked instead.</summary>
    public static async Task<StepResult> TimeOutAsync(WriteScope scope, BookingUnderway underway, Instant now)
    {
        ApprovalRequest? open = await OpenAsync(scope, underway.Booking.Id);
        if (open is { EscalatedAt: null } && underway.Service.OnApprovalTimeout == ApprovalTimeout.Escalate && now < underway.Booking.StartsAt)
        {
            (open.EscalatedAt, open.DueAt) = (now, underway.Booking.StartsAt);
            Saga saga = await scope.Db.Sagas.SingleAsync(each => each.Id == underway.Booking.Id);
            SagaFlags.Review(saga, Step, $"{Name(open)} did not answer in time; a manager is asked.", now);
            await scope.Db.SaveChangesAsync();
            return new StepResult.Wait(open.DueAt);
        }

        if (open is not null)
        {
            (open.State, open.DecidedAt) = (ApprovalState.RanOut, now);
            await scope.Db.SaveChangesAsync(); // before the undo looks for who is still asked
        }

        underway.EndsAs = BookingStatus.Expired;
        return new StepResult.Refused("Nobody answered the request in time.");
    }

    /// <summary>The booking ends while somebody is still asked.</summary>
    public static async Task CloseAsync(WriteScope scope, BookingUnderway underway, Instant now)
    {
        if (await OpenAsync(scope, underway.Booking.Id) is { } open)
        {
            open.State = underway.EndsAs == BookingStatus.Declined ? ApprovalState.Declined : ApprovalState.Withdrawn;
            (open.DecidedAt, open.DecidedBy) = (now, underway.By);
            await scope.Db.SaveChangesAsync();
        }
    }

    /// <summary>Without names it is anybody at the desk, once.</summary>
    public static IReadOnlyList<string> ApproversOf(Service service) => service.Approvers.Count > 0 ? service.Approvers : [StaffRoles.Desk];

    /// <summary>Whom a turn waits for, for people.</summary>
    public static string Name(ApprovalRequest open) => open.EscalatedAt is not null ? "a manager"
        : open.Approver switch
        {
            StaffRoles.Desk => "the desk",
            StaffRoles.Manager => "a manager",
            var email => email,
        };

    /// <summary>Nobody approves a visit that has begun.</summary>
    private static Instant DueAt(Booking booking, Service service, Instant now, SagaSettings settings) =>
        Instant.Min(now + Duration.FromHours(service.ApprovalHours ?? settings.ApprovalHours), booking.StartsAt);

    private static async Task<int> RoundAsync(WriteScope scope, Guid bookingId) =>
        await scope.Db.ApprovalRequests.Where(each => each.BookingId == bookingId).MaxAsync(each => (int?)each.Round) ?? 0;

    private static Task<ApprovalRequest?> OpenAsync(WriteScope scope, Guid bookingId) =>
        scope.Db.ApprovalRequests.SingleOrDefaultAsync(each => each.BookingId == bookingId && each.State == ApprovalState.Open);
}
