using System.Text.Encodings.Web;
using System.Text.Json;
using BookingPortal.Account;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Outcomes;
using BookingPortal.Operations.Words;
using BookingPortal.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BookingPortal.Operations;

public sealed partial class MessagePage(
    ReadMessage readMessage, ReadBookingLines readBookingLines, ActOnMessages actOnMessages, UndoBookingOf undoBookingOf, OpsReading reading)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private OpsTime? _time;
    private ReadMessage.Found? _found;
    private ReadBookingLines.Line? _line;
    private Guid _read;
    private bool _gone;
    private string _title = "Message";
    private string? _sentence;
    private string? _problem;
    private string? _done;
    private string? _askProblem;
    private Act? _asking;
    private int _seen;
    private string _address = "";
    private string _payload = "";

    private enum Act
    {
        Edit,
        Retry,
        Skip,
        Undo,
    }

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [Parameter]
    public Guid Id { get; set; }

    [Parameter, FromAddress("act")]
    public string? ActAsked { get; set; }

    /// <summary>What a worker has in its hands, or what is delivered or replaced, is left alone.</summary>
    private bool CanAct => _found!.Message is { Status: OutboxStatus.Dead or OutboxStatus.Skipped }
        || (_found.Message.Status == OutboxStatus.Waiting && !(_found.Message.LeaseUntil > _time!.Now));

    /// <summary>No message to anybody: a booking whose end, or money that, waits for a person.</summary>
    private bool IsOwnWork => _found is { Message.Kind: { } kind } && EffectWords.IsOwnWork(kind);

    private bool IsUndo => _found?.Message.Kind == UndoLetter.Kind;

    protected override async Task OnParametersSetAsync()
    {
        if (_read == Id)
        {
            return;
        }

        _read = Id;
        (_asking, _done, _problem) = (null, null, null);
        await LookAsync();
        if (ActAsked == "edit" && _found is not null && CanAct && !IsOwnWork)
        {
            Ask(Act.Edit);
        }
    }

    private async Task LookAsync()
    {
        _time = await reading.TimeAsync();
        _found = await readMessage.RunAsync(Id);
        _gone = _found is null;
        if (_found is not { Message: { } message })
        {
            return;
        }

        _line = message.BookingId is { } booking ? (await readBookingLines.RunAsync([booking])).GetValueOrDefault(booking) : null;
        _title = EffectWords.Title(message);
        _sentence = message.Status switch
        {
            OutboxStatus.Dead => EffectWords.Sentence(message.Kind, message.Destination, message.LastProblem),
            OutboxStatus.Delivered when IsUndo => "The booking could be taken back after all.",
            OutboxStatus.Delivered when IsOwnWork => "The money has gone back after all.",
            OutboxStatus.Waiting when IsOwnWork => "It is being tried again.",
            OutboxStatus.Delivered => $"Delivered {(message.EndedAt is { } at ? _time.Print(at) : "")} to {EffectWords.Address(message.Destination)}.",
            OutboxStatus.Waiting when message.LeaseUntil > _time.Now => "It is being delivered at this moment.",
            OutboxStatus.Waiting when message.LastProblem is { } last => $"It failed so far and is tried again by itself: {EffectWords.Reason(last)}",
            OutboxStatus.Waiting => "It waits for its turn.",
            _ => EffectWords.Status(message).Word + ".",
        };
    }

    private void Ask(Act act)
    {
        OutboxMessage message = _found!.Message;
        (_asking, _askProblem, _problem, _done) = (act, null, null, null);
        _seen = message.LeaseFence;
        (_address, _payload) = (EffectWords.Address(message.Destination), Pretty(message.Payload));
    }

    private static string Do(Act act) => act switch
    {
        Act.Edit => "Correct and retry",
        Act.Retry => "Retry",
        Act.Skip => "Skip it",
        _ => "Undo the booking",
    };

    private string Consequence(Act act) => act switch
    {
        Act.Edit => "It goes out again at once, corrected as below. The booking itself keeps the address it has.",
        Act.Retry when IsUndo => "The booking is taken back once more, step by step. If a step fails again, it stands here again.",
        Act.Retry when IsOwnWork => "The gateway is asked once more to send the money back. It goes back once, however often it is asked.",
        Act.Skip when IsOwnWork && !IsUndo => "Nobody else is asked to look. The portal does not send the money back; you do it by hand.",
        Act.Skip when IsUndo => "Nobody else is asked to look. The booking keeps its time and its money as they are; you put it right by hand.",
        Act.Retry => "It goes out again at once, as it is.",
        Act.Skip => "It will not go out. Whoever waits for it is not told by the portal.",
        _ => $"The booking of {_line?.Customer ?? "the customer"} is cancelled without a fee, its time is given back, what was paid goes back, and the customer is told.",
    };

    private async Task ConfirmAsync(string reason)
    {
        Guid account = StaffClaims.Read((await SignedIn).User)?.AccountId ?? Guid.Empty;
        MessageChoice choice = MessageChoice.Seen(Id, _seen);
        Refusal? refusal = _asking switch
        {
            Act.Edit => RefusalOf(await actOnMessages.RunAsync(EditRequest(account, reason))),
            Act.Retry => Touched(await actOnMessages.RunAsync(new ActOnMessages.RetryRequest(account, choice, reason))),
            Act.Skip => Touched(await actOnMessages.RunAsync(new ActOnMessages.SkipRequest(account, choice, reason))),
            _ => RefusalOf(await undoBookingOf.RunAsync(new UndoBookingOf.Request(account, MessageChoice.Of(Id), reason))),
        };
        string done = _asking switch
        {
            Act.Edit => $"Corrected. It goes out to {_address.Trim()} now.",
            Act.Retry when IsOwnWork => "It is tried again now.",
            Act.Retry => "It goes out again now.",
            Act.Skip => "Skipped. It can still be retried.",
            _ => "The booking is taken back.",
        };
        await LookAsync();
        if (refusal is null)
        {
            (_asking, _askProblem, _done) = (null, null, done);
        }
        else if (refusal is Refusal.Invalid)
        {
            _askProblem = OpsRefusalWords.Of(refusal, _time!.Zone);
        }
        else
        {
            (_asking, _problem) = (null, OpsRefusalWords.Of(refusal, _time!.Zone));
        }
    }

    private ActOnMessages.EditRequest EditRequest(Guid account, string reason) => new(
        account,
        Id,
        _address,
        _payload == Pretty(_found!.Message.Payload) ? null : _payload,
        reason,
        _seen);

    private static Refusal? RefusalOf<T>(Outcome<T> outcome) => outcome.TryGet(out _, out Refusal? refusal) ? null : refusal;

    /// <summary>One message was meant; none touched means that somebody else, or a worker, was there first.</summary>
    private Refusal? Touched(Outcome<int> outcome) => outcome.TryGet(out int count, out Refusal? refusal)
        ? count == 0 ? new Refusal.StaleVersion(_found!.Message.LeaseFence) : null
        : refusal;

    private static string Pretty(string payload)
    {
        try
        {
            return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(payload), Readable);
        }
        catch (JsonException)
        {
            return payload; // shown as it is; the handler said why it could not read it
        }
    }
}
