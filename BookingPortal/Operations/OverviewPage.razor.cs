using System.Globalization;
using BookingPortal.Account;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Outcomes;
using BookingPortal.Operations.Words;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BookingPortal.Operations;

public sealed partial class OverviewPage(ReadOverview readOverview, ActOnMachinery actOnMachinery)
{
    private static readonly CultureInfo Numbers = CultureInfo.InvariantCulture;

    private ReadOverview.View? _view;
    private string? _sentence;
    private string? _problem;
    private string? _done;
    private string? _dismissing;
    private string? _probing;
    private string? _askProblem;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    private sealed record Tile(string Name, int Count, string Note, string Address, bool IsAlert = false);

    protected override Task OnInitializedAsync() => LookAsync();

    private async Task LookAsync()
    {
        _view = await readOverview.RunAsync();
        _sentence = Sentence(_view);
    }

    /// <summary>How things are, before any number.</summary>
    private static string Sentence(ReadOverview.View view)
    {
        (int effects, int bookings) = (view.Dead, view.Counts.NeedPerson);
        string need = (effects, bookings) switch
        {
            (0, 0) => "Nothing needs a person.",
            (0, 1) => "One booking needs a person.",
            (0, _) => $"{bookings} bookings need a person.",
            (1, 0) => "One message or task needs a person.",
            (_, 0) => $"{effects} messages and tasks need a person.",
            _ => $"{effects + bookings} things need a person.",
        };
        int late = view.Backlog.Kinds.Count(kind => kind.Lag.TotalMinutes >= 1);
        string rest = (view.Alerts.Open.Count, late) switch
        {
            (_, > 0) => "Some messages are late.",
            (> 0, _) => "There is an alert to look at.",
            _ => "Everything else is on its way.",
        };
        return $"{need} {rest}";
    }

    private static IEnumerable<Tile> Tiles(ReadOverview.View view)
    {
        (OpsTime time, ReadWaitingBookings.Counts counts) = (view.Time, view.Counts);
        Tile Waiting(string name, BookingStatus status) => counts.Of(status) is { } some
            ? new Tile(name, some.Bookings, $"oldest {time.Ago(some.OldestSince)}", "/operations/waiting")
            : new Tile(name, 0, "none", "/operations/waiting");
        yield return new Tile(
            "Confirmed, to come", counts.Of(BookingStatus.Confirmed)?.Bookings ?? 0, counts.NextStart is { } next ? $"next {time.Ago(next)}" : "none to come", "/calendar");
        yield return Waiting("Waiting for approval", BookingStatus.PendingApproval);
        yield return Waiting("Waiting for payment", BookingStatus.PendingPayment);
        yield return new Tile("Held now", counts.Held, counts.LongestHeldUntil is { } until ? $"last one ends {time.Ago(until)}" : "none", "/calendar");
        yield return new Tile("In the queue", view.Backlog.Kinds.Sum(kind => kind.Waiting), $"lag {OpsTime.Long(view.Lag)}", "/operations/queue?status=Waiting");
        int dead = view.Dead;
        yield return dead > 0 || counts.NeedPerson == 0
            ? new Tile("Need a person", dead, view.OldestDead is { } old ? $"oldest {time.Ago(old)}" : "none", "/operations/letters", dead > 0)
            : new Tile("Need a person", counts.NeedPerson, "bookings that do not go on", "/operations/waiting", IsAlert: true);
    }

    private static string MovedWords(int moved) => moved switch
    {
        0 => "No visit to come has moved on the clock since it was booked.",
        1 => "One visit to come shows another time than the customer was told:",
        _ => $"{moved} visits to come show another time than the customers were told:",
    };

    private void Ask(string cause) => (_dismissing, _probing, _askProblem, _problem, _done) = (cause, null, null, null, null);

    private void AskToProbe(string system) => (_probing, _dismissing, _askProblem, _problem, _done) = (system, null, null, null, null);

    private async Task ProbeAsync(string reason)
    {
        Guid account = StaffClaims.Read((await SignedIn).User)?.AccountId ?? Guid.Empty;
        Outcome<int> asked = await actOnMachinery.RunAsync(new ActOnMachinery.ProbeRequest(account, _probing!, reason));
        if (asked.TryGet(out _, out Refusal? refusal))
        {
            (_probing, _done) = (null, "It is asked within a few seconds. What came of it shows here.");
        }
        else
        {
            _askProblem = OpsRefusalWords.Of(refusal, _view!.Time.Zone);
        }
    }

    private async Task DismissAsync(string reason)
    {
        Guid account = StaffClaims.Read((await SignedIn).User)?.AccountId ?? Guid.Empty;
        Outcome<int> done = await actOnMachinery.RunAsync(new ActOnMachinery.ClearRequest(account, _dismissing!, reason));
        await LookAsync();
        if (done.TryGet(out _, out Refusal? refusal))
        {
            (_dismissing, _done) = (null, "Noted. The alert is off the list.");
        }
        else if (refusal is Refusal.Invalid)
        {
            _askProblem = OpsRefusalWords.Of(refusal, _view!.Time.Zone);
        }
        else
        {
            (_dismissing, _problem) = (null, "Somebody else has seen to it already.");
        }
    }
}
