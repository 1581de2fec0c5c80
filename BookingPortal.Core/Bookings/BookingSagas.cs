using BookingPortal.Core.Catalog;
using BookingPortal.Core.Data;
using BookingPortal.Core.Data.Providers;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Holds;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>Begins, resumes and ends the sagas of bookings inside other verbs' writes.</summary>
public sealed class BookingSagas(IReadOnlyList<SagaPlan<BookingUnderway>> plans, SagaSettings settings, EventLog events, FailedUndos failedUndos)
{
    /// <summary>How a booking stands whose end waits for a person or for another try, in words for callers.</summary>
    public const string BeingEnded = "being ended";

    private static readonly object?[] PlanName = [BookingSaga.PlanName];

    public SagaRunner<BookingUnderway> Runner { get; } = new(plans);

    /// <summary>Where a step that cannot be taken back leaves its mark.</summary>
    public FailedUndos FailedUndos { get; } = failedUndos;

    /// <summary>Begins with the version that the rollout chooses for this booking.</summary>
    public async Task<Saga> BeginAsync(WriteScope scope, Booking booking, WantedSlot slot, string by, Instant now)
    {
        List<SagaRollout> rollouts = await HotStatements.RolloutOf.ReadAsync(
            scope.Db,
            PlanName,
            static row => new SagaRollout { Plan = BookingSaga.PlanName, NewVersion = row.Number(0), OldVersion = row.Number(1), Percentage = row.Number(2) });
        var underway = new BookingUnderway(booking, slot.Service, events, by, isNew: true) { MustBeAsked = slot.Site.AsksFirst && booking.Source != BookSlot.StaffSource, Overbooks = slot.Overbooks };
        return await Runner.BeginAsync(scope, booking.Id, VersionFor(booking.Id, rollouts.SingleOrDefault()), underway, now);
    }

    /// <summary>A booking on its way with nobody at the wheel.</summary>
    public BookingUnderway ByJob(Booking booking, Service service) => new(booking, service, events, "job");

    /// <summary>A booking on its way with a person at the wheel.</summary>
    public BookingUnderway By(Booking booking, Service service, string by, string reason) => new(booking, service, events, by) { Reason = reason };

    /// <summary>The same booking always gets the same answer, whichever node asks.</summary>
    public int VersionFor(Guid bookingId, SagaRollout? rollout)
    {
        if (rollout is null)
        {
            return Runner.Plans[^1].Version;
        }

        // The last bytes of a version 7 id are random, so they spread evenly.
        int draw = bookingId.ToByteArray(bigEndian: true)[^1] * 100 / 256;
        return draw < rollout.Percentage ? rollout.NewVersion : rollout.OldVersion;
    }

    /// <summary>A person approved, or the money came: on with whatever waited for it.</summary>
    public async Task ResumeAsync(WriteScope scope, Booking booking, Service service, string by, string? reason, Instant now)
    {
        if (await FindAsync(scope, booking, now) is { Status: SagaStatus.Waiting or SagaStatus.Running } saga)
        {
            await Runner.ResumeAsync(scope, saga, new BookingUnderway(booking, service, events, by) { Reason = reason }, now);
            await scope.Db.SaveChangesAsync();
        }
    }

    /// <summary>One of those who must agree has agreed.</summary>
    /// <returns>True while another one is asked, and the saga waits for that one.</returns>
    public async Task<bool> AgreeAsync(WriteScope scope, Booking booking, Service service, string by, Instant now)
    {
        if (await Approvals.AgreeAsync(scope, booking, service, by, now, settings) is not { } due)
        {
            return false;
        }

        Saga saga = await FindAsync(scope, booking, now);
        (saga.DueAt, saga.StepBeganAt, saga.NeedsReview) = (due, now, false);
        SagaFlags.Note(saga, now, Approvals.Step, "waits", $"{by} has agreed; the next one is asked.");
        saga.Version++;
        await scope.Db.SaveChangesAsync();
        return true;
    }

    /// <summary>
    /// The booking has a new time. Where it waits for a yes again, everybody is asked about that time, and what was paid or is open stays
    /// with it; else whoever it waits for has a limit that suits the new time.
    /// </summary>
    /// <param name="move">The start that it had, and whether everybody is asked again.</param>
    public async Task MovedAsync(WriteScope scope, Booking booking, Service service, string by, (Instant From, bool IsAskedAgain) move, Instant now)
    {
        if (booking.Status is not (BookingStatus.PendingApproval or BookingStatus.PendingPayment))
        {
            return;
        }

        Saga saga = await FindAsync(scope, booking, now);
        if (IsEnding(saga))
        {
            return; // staff may move it all the same; when it ends is not decided here
        }

        if (move.IsAskedAgain)
        {
            Runner.WaitAgain(saga, Approvals.Step, await Approvals.AskAgainAsync(scope, booking, service, by, now, settings), now);
        }
        else if (booking.Status == BookingStatus.PendingApproval)
        {
            (saga.DueAt, saga.StepBeganAt) = (await Approvals.MovedAsync(scope, booking, service, now, settings), now);
            saga.Version++;
        }
        else if (saga.DueAt == move.From)
        {
            saga.DueAt = booking.StartsAt; // brought along by an import, it waits until the visit begins
            saga.Version++;
        }

        await scope.Db.SaveChangesAsync();
    }

    /// <summary>
    /// Whether the booking is being ended, and what could not be taken back yet waits for another try or for a person. Where it is not, the saga's row
    /// is written, so that whoever begins to end it at this moment meets this write; reading it alone would let both stand on SQL Server.
    /// </summary>
    public static async Task<bool> IsEndingAsync(WriteScope scope, Guid bookingId)
    {
        if (await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == bookingId) is not { } saga)
        {
            return false;
        }

        if (IsEnding(saga))
        {
            return true;
        }

        saga.Version++;
        return false;
    }

    private static bool IsEnding(Saga saga) => saga.Status is SagaStatus.Paused or SagaStatus.Undoing;

    /// <summary>Ends a booking that does not come about: its steps are taken back and it becomes what the verb says.</summary>
    /// <param name="keep">What ending it costs its customer, in minor units.</param>
    public async Task AbandonAsync(
        WriteScope scope, Booking booking, Service service, BookingStatus endsAs, string by, string? reason, Instant now, long keep = 0)
    {
        var underway = new BookingUnderway(booking, service, events, by) { Reason = reason, EndsAs = endsAs, Keep = keep };
        await UndoAsync(scope, await FindAsync(scope, booking, now), underway, now);
    }

    /// <summary>Takes back what could not be taken back before; it ends as whoever ended it first wanted.</summary>
    public async Task UndoAgainAsync(WriteScope scope, Saga saga, Booking booking, Service service, Instant now)
    {
        UndoLetter? wanted = await FailedUndos.TermsAsync(scope.Db, booking.Id);
        var underway = new BookingUnderway(booking, service, events, wanted?.By ?? "job") { Reason = wanted?.Reason, Keep = wanted?.Keep ?? 0 };
        underway.EndsAs = wanted is null ? underway.EndsAs : Enum.Parse<BookingStatus>(wanted.EndsAs);
        await UndoAsync(scope, saga, underway, now);
    }

    private async Task UndoAsync(WriteScope scope, Saga saga, BookingUnderway underway, Instant now)
    {
        await Runner.UndoAsync(scope, saga, underway, now);
        await scope.Db.SaveChangesAsync();
        if (saga.Log.Any(entry => entry.What == SagaFlags.Paused))
        {
            (saga.NeedsReview, saga.Problem) = (false, null);
            await FailedUndos.EndAsync(scope, saga.Id, OutboxStatus.Delivered, underway.By, now);
        }
    }

    /// <summary>The booking's saga. One that came by import as it waited has none so far and gets one that waits as it does, until the visit begins.</summary>
    public async Task<Saga> FindAsync(WriteScope scope, Booking booking, Instant now)
    {
        if (await scope.Db.Sagas.SingleOrDefaultAsync(each => each.Id == booking.Id) is { } known)
        {
            return known;
        }

        SagaPlan<BookingUnderway> plan = plans[^1];
        string waitsAt = booking.Status == BookingStatus.PendingApproval ? Approvals.Step : "paid";
        var saga = new Saga
        {
            Id = booking.Id,
            PlanVersion = plan.Version,
            Status = SagaStatus.Waiting,
            Step = plan.Steps.Select((step, at) => (step.Name, at)).Single(step => step.Name == waitsAt).at,
            StepBeganAt = now,
            DueAt = booking.StartsAt,
        };
        SagaFlags.Note(saga, now, waitsAt, "taken over", "It was brought along by an import.");
        scope.Db.Sagas.Add(saga);
        await scope.Db.SaveChangesAsync();
        return saga;
    }
}
