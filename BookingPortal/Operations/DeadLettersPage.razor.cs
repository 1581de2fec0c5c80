using BookingPortal.Account;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Outcomes;
using BookingPortal.Operations.Words;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BookingPortal.Operations;

public sealed partial class DeadLettersPage(
    ReadDeadLetters readDeadLetters, ReadBookingLines readBookingLines, ActOnMessages actOnMessages, UndoBookingOf undoBookingOf, OpsReading reading)
    : IAsyncDisposable
{
    private const int PageSize = 50;

    private readonly HashSet<Guid> _ticked = [];
    private OpsTime? _time;
    private ReadDeadLetters.Page? _page;
    private IReadOnlyDictionary<Guid, ReadBookingLines.Line> _lines = new Dictionary<Guid, ReadBookingLines.Line>();
    private IReadOnlyList<string> _kinds = [];
    private string? _sentence;
    private string? _problem;
    private string? _done;
    private string? _askProblem;
    private Act? _asking;
    private OpsWatch? _watch;

    private enum Act
    {
        Retry,
        Skip,
        Undo,
    }

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "search")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "skip")]
    private int Skip { get; set; }

    private DeadLetterFilter Filter => new(
        string.IsNullOrEmpty(Kind) ? null : Kind, string.IsNullOrWhiteSpace(Search) ? null : Search.Trim());

    /// <summary>Those ticked, or all that the filter finds on every page.</summary>
    private MessageChoice Choice => _ticked.Count > 0 ? new MessageChoice([.. _ticked], OnlyDead: true) : new MessageChoice(Filter: Filter);

    private int Chosen => _ticked.Count > 0 ? _ticked.Count : _page?.Total ?? 0;

    private string Which => _ticked.Count > 0 ? $"the {_ticked.Count} ticked" : $"all {Chosen}";

    protected override async Task OnParametersSetAsync()
    {
        _ticked.Clear();
        _asking = null;
        await LookAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _watch = new OpsWatch(() => InvokeAsync(LookAndDrawAsync), SayFailedAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }
    }

    private async Task LookAndDrawAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    private Task SayFailedAsync(Exception problem)
    {
        _problem = reading.Failed(problem);
        return InvokeAsync(StateHasChanged);
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
            1 => $"One effect{found} needs a person. It waits until you decide.",
            _ => $"{_page.Total} effects{found} need a person. They wait until you decide.",
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

    private void Ask(Act act) => (_asking, _askProblem, _problem, _done) = (act, null, null, null);

    private string Do(Act act) => act switch
    {
        Act.Retry => $"Retry {Which}",
        Act.Skip => $"Skip {Which}",
        _ => $"Undo the bookings of {Which}",
    };

    private string Consequence(Act act) => act switch
    {
        Act.Retry => $"{Count(Chosen)} goes out again at once, with all the tries before it.",
        Act.Skip => $"{Count(Chosen)} will not go out. Whoever waits for it is not told by the portal.{HandsOn}",
        _ => $"The bookings behind {Count(Chosen).ToLowerInvariant()} are cancelled without a fee, their time is given back, what was paid goes back, and the customers are told.",
    };

    /// <summary>What skipping means for bookings that could not be taken back, and for money.</summary>
    private string HandsOn => _page!.Items.Any(item => EffectWords.IsOwnWork(item.Kind) && (_ticked.Count == 0 || _ticked.Contains(item.Id)))
        ? " A booking that could not be taken back, or money that did not go back, stays as it is: you see to it by hand."
        : "";

    private static string Count(int messages) => messages == 1 ? "One message" : $"Each of the {messages} messages";

    private async Task ConfirmAsync(string reason)
    {
        Guid account = StaffClaims.Read((await SignedIn).User)?.AccountId ?? Guid.Empty;
        int asked = Chosen;
        Outcome<string> done = _asking switch
        {
            Act.Retry => Words(await actOnMessages.RunAsync(new ActOnMessages.RetryRequest(account, Choice, reason)), asked, "on its way again", "on their way again"),
            Act.Skip => Words(await actOnMessages.RunAsync(new ActOnMessages.SkipRequest(account, Choice, reason)), asked, "skipped", "skipped"),
            _ => Words(await undoBookingOf.RunAsync(new UndoBookingOf.Request(account, Choice, reason))),
        };
        if (!done.TryGet(out string? words, out Refusal? refusal))
        {
            _askProblem = OpsRefusalWords.Of(refusal, _time!.Zone);
            return;
        }

        (_done, _asking, _askProblem) = (words, null, null);
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
}
