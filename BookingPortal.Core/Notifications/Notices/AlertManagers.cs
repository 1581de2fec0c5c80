using BookingPortal.Core.Data;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Sites;
using NodaTime;

namespace BookingPortal.Core.Notifications.Notices;

/// <summary>Leaves a mail to every manager when something needs a person: a dead letter, a queue that falls behind, a circuit that opened.</summary>
public sealed class AlertManagers(IWriteQueue writes, LeaveEffects leaveEffects, StaffDirectory directory, IClock clock)
{
    /// <param name="Title">One line.</param>
    /// <param name="Text">What is wrong and what to do, in plain words.</param>
    /// <param name="Once">Names the occasion: the same one is told once.</param>
    public sealed record Request(string Title, string Text, string Once);

    /// <returns>How many mails were left.</returns>
    public async Task<int> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<StaffAccess> all = await directory.RunAsync(cancellationToken);
        NoticePayload payload = NoticePayload.Of(NoticeKind.Alert) with { Title = request.Title, Text = request.Text };
        PlannedEffect[] mails =
        [
            .. all.Where(each => each.IsManager && each.Email.Length > 0)
                .Select(manager => new PlannedEffect(NoticeEffects.Mail, NoticeEffects.ToAddress(manager.Email), (payload with { Name = manager.Name }).Write())
                {
                    Once = $"alert/{request.Once}/{manager.Email}",
                }),
        ];
        return await writes.RunAsync(scope => leaveEffects.RunAsync(scope, mails, clock.GetCurrentInstant()), cancellationToken);
    }
}
