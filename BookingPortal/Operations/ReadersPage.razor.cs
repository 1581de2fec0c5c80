using System.Globalization;
using BookingPortal.Account;
using BookingPortal.Core.Bookings.Subscribing;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Outcomes;
using BookingPortal.Operations.Words;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Operations;

public sealed partial class ReadersPage(ReadSubscribers readSubscribers, ReplaySubscriber replaySubscriber, ReadActs readActs, OpsReading reading)
{
    private const int MostActs = 20;

    private static readonly CultureInfo Numbers = CultureInfo.InvariantCulture;

    private OpsTime? _time;
    private View? _view;
    private string? _sentence;
    private string? _done;
    private string? _asking;
    private string? _askProblem;
    private string _today = "";
    private string _since = "";
    private long _first = 1;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    private sealed record View(IReadOnlyList<ReadSubscribers.Item> Readers, long Last, IReadOnlyList<OperatorAct> Acts);

    protected override Task OnInitializedAsync() => LookAsync();

    private async Task LookAsync()
    {
        _time = await reading.TimeAsync();
        IReadOnlyList<ReadSubscribers.Item> readers = await readSubscribers.RunAsync();
        ReadActs.Page acts = await readActs.RunAsync(kinds: [ReplaySubscriber.Act, MakeSureOfEffects.Act], limit: MostActs);
        _view = new View(readers, readers.Max(reader => (long?)(reader.Position + reader.Behind)) ?? 0, acts.Acts);
        _today = _time.Now.InZone(_time.Zone).Date.ToString("uuuu-MM-dd", Numbers);
        _sentence = (readers.Count(reader => (reader.Problem ?? reader.Finding) is not null), readers.Count(reader => reader.Behind > 0)) switch
        {
            (0, 0) => "Every reader has read everything.",
            (0, 1) => "One reader is on its way.",
            (0, int some) => $"{some} readers are on their way.",
            (1, _) => "One reader needs a look.",
            (int some, _) => $"{some} readers need a look.",
        };
    }

    private void Ask(ReadSubscribers.Item reader)
    {
        (_asking, _askProblem, _done) = (reader.Name, null, null);
        (_since, _first) = ("", 1);
    }

    /// <summary>A day is what a person knows; its first event is what the reader is told.</summary>
    private async Task SinceAsync(ChangeEventArgs changed)
    {
        _since = changed.Value as string ?? "";
        if (LocalDatePattern.Iso.Parse(_since).TryGetValue(default, out LocalDate day))
        {
            _first = await readSubscribers.FirstSinceAsync(_time!.Zone.AtStartOfDay(day).ToInstant());
        }
    }

    private async Task ReplayAsync(string reason)
    {
        Guid account = StaffClaims.Read((await SignedIn).User)?.AccountId ?? Guid.Empty;
        Outcome<long> went = await replaySubscriber.RunAsync(new ReplaySubscriber.Request(account, _asking!, _first - 1, reason));
        await LookAsync();
        if (went.TryGet(out long position, out Refusal? refusal))
        {
            (_asking, _done) = (null, $"It reads again from event {(position + 1).ToString("N0", Numbers)}.");
        }
        else
        {
            _askProblem = OpsRefusalWords.Of(refusal, _time!.Zone);
        }
    }
}
