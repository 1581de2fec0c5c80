using BookingPortal.Account;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Outcomes;
using BookingPortal.Operations.Words;
using BookingPortal.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BookingPortal.Operations;

public sealed partial class DeadLettersPage(
    ReadDeadLetters readDeadLetters, ReadBookingLines readBookingLines, ActOnMessages actOnMessages, UndoBookingOf undoBookingOf, OpsReading reading)
{
    private const int PageSize = 50;

    private readonly HashSet<Guid> _ticked = [];
    private OpsTime? _time;
    private ReadDeadLetters.Page? _page;
    private IReadOnlyDictionary<Guid, ReadBookingLines.Line> _lines = new Dictionary<Guid, ReadBookingLines.Line>();
    private IReadOnlyList<string> _kinds = [];
    private string? _sentence;
    private string? _done;
    private string? _askProblem;
    private Asked? _asked;

    private enum Act
    {
        Retry,
        Skip,
        Undo,
    }

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Parameter, FromAddress("kind")]
    public string? Kind { get; set; }

    [Parameter, FromAddress("search")]
    public string? Search { get; set; }

    [Parameter, FromAddress("skip")]
    public int Skip { get; set; }

    private DeadLetterFilter Filter => new(
        string.IsNullOrEmpty(Kind) ? null : Kind, string.IsNullOrWhiteSpace(Search) ? null : Search.Trim());

    private string Which => _ticked.Count > 0 ? $"the {_ticked.Count} ticked" : $"all {_page?.Total ?? 0}";

    protected override async Task OnParametersSetAsync()
    {
        _ticked.Clear();
        _asked = null;
        await LookAsync();
    }

    private async Task LookAsync()
    {
        _time = await reading.TimeAsync();
        _page = await readDeadLetters.RunAsync(Filter, Math.Max(Skip, 0), PageSize);
        _lines = await readBookingLines.RunAsync(_page.Items.Select(item => item.BookingId));
        _kinds = await readDeadLetters.KindsAsync();
        _ticked.IntersectWith(_page.Items.Select(item => item.Id));
        string found = Filter == new DeadLetterFilter() ? "" : " that fit";
        _sentence = _page.Total switch
        {
            0 => null,
            1 => $"One message or task{found} needs a person. It waits until you decide.",
            _ => $"{_page.Total} messages and tasks{found} need a person. They wait until you decide.",
        };
    }

    private ReadBookingLines.Line? LineOf(ReadDeadLetters.Item item) => item.BookingId is { } id ? _lines.GetValueOrDefault(id) : null;

    private void Tick(Guid id)
    {
        if (!_ticked.Remove(id))
        {
            _ticked.Add(id);
        }
    }

    private void TickAll(ChangeEventArgs change)
    {
        _ticked.Clear();
        if (change.Value is true)
        {
            _ticked.UnionWith(_page!.Items.Select(item => item.Id));
        }
    }

    /// <summary>What is asked about is settled here, and stays so however the list changes while the reason is written.</summary>
    private void Ask(Act act)
    {
        (_askProblem, _done) = (null, null);
        List<ReadDeadLetters.Item> ticked = [.. _page!.Items.Where(item => _ticked.Contains(item.Id))];
        IEnumerable<string> kinds = ticked.Count > 0 ? ticked.Select(item => item.Kind) : Filter.Kind is { } kind ? [kind] : _kinds;
        _asked = new Asked(
            act,
            ticked.Count > 0 ? new MessageChoice([.. ticked.Select(item => item.Id)], OnlyDead: true) : new MessageChoice(Filter: Filter),
            ticked.Count > 0 ? ticked.Count : _page.Total,
            Which,
            kinds.Any(EffectWords.IsOwnWork));
    }

    private static string Do(Asked asked) => asked.Act switch
    {
        Act.Retry => $"Retry {asked.Which}",
        Act.Skip => $"Skip {asked.Which}",
        _ => $"Undo the bookings of {asked.Which}",
    };

    private static string Consequence(Asked asked) => asked.Act switch
    {
        Act.Retry => $"{Count(asked.Count)} goes out again at once, with all the tries before it.{(asked.HasOwnWork ? " What could not be taken back, or paid back, is tried once more." : "")}",
        Act.Skip => $"{Count(asked.Count)} will not go out. Whoever waits for it is not told by the portal.{(asked.HasOwnWork ? HandsOn : "")}",
        _ => $"The bookings behind {Count(asked.Count).ToLowerInvariant()} are cancelled without a fee, their time is given back, what was paid goes back, and the customers are told.",
    };

    /// <summary>What skipping means for bookings that could not be taken back, and for money.</summary>
    private const string HandsOn = " A booking that could not be taken back, or money that did not go back, stays as it is: you see to it by hand.";

    private static string Count(int messages) => messages == 1 ? "One message" : $"Each of the {messages} messages";

    private async Task ConfirmAsync(string reason)
    {
        if (_asked is not { } asked)
        {
            return; // answered already
        }

        Guid account = StaffClaims.Read((await SignedIn).User)?.AccountId ?? Guid.Empty;
        Outcome<string> done = asked.Act switch
        {
            Act.Retry => Words(await actOnMessages.RunAsync(new ActOnMessages.RetryRequest(account, asked.Choice, reason)), asked.Count, "on its way again", "on their way again"),
            Act.Skip => Words(await actOnMessages.RunAsync(new ActOnMessages.SkipRequest(account, asked.Choice, reason)), asked.Count, "skipped", "skipped"),
            _ => Words(await undoBookingOf.RunAsync(new UndoBookingOf.Request(account, asked.Choice, reason))),
        };
        if (!done.TryGet(out string? words, out Refusal? refusal))
        {
            _askProblem = OpsRefusalWords.Of(refusal, _time!.Zone);
            return;
        }

        (_done, _asked, _askProblem) = (words, null, null);
        _ticked.Clear();
        await LookAsync();
    }

    /// <summary>Those that somebody else dealt with in the meantime are left as they are, and counted.</summary>
    private static Outcome<string> Words(Outcome<int> acted, int asked, string one, string many) => acted.Match<Outcome<string>>(
        count =>
        {
            string done = count switch { 0 => "None was touched", 1 => $"One is {one}", _ => $"{count} are {many}" };
            return Outcome<string>.Done(count < asked ? $"{done}; somebody else had dealt with {asked - count} already." : $"{done}.");
        },
        refusal => refusal);

    private static Outcome<string> Words(Outcome<UndoBookingOf.Done> acted) => acted.Match<Outcome<string>>(
        done =>
        {
            string undone = done.Undone == 1 ? "One booking is taken back." : $"{done.Undone} bookings are taken back.";
            return Outcome<string>.Done(done.Refused.Count == 0
                ? undone
                : $"{undone} Not any more possible for {string.Join(", ", done.Refused.Select(each => each.Reference))}.");
        },
        refusal => refusal);

    /// <summary>An act that waits for its reason: on which letters, and how many they were.</summary>
    private sealed record Asked(Act Act, MessageChoice Choice, int Count, string Which, bool HasOwnWork);
}
