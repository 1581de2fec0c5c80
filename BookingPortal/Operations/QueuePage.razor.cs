using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Operations.Words;
using BookingPortal.Shell;
using Microsoft.AspNetCore.Components;

namespace BookingPortal.Operations;

public sealed partial class QueuePage(ReadQueue readQueue, ReadBookingLines readBookingLines, EffectHandlers handlers, OpsReading reading)
{
    private const int PageSize = 50;

    private OpsTime? _time;
    private ReadQueue.Page? _page;
    private IReadOnlyDictionary<Guid, ReadBookingLines.Line> _lines = new Dictionary<Guid, ReadBookingLines.Line>();
    private IReadOnlyList<string> _kinds = [];

    [Parameter, FromAddress("status")]
    public string? Status { get; set; }

    [Parameter, FromAddress("kind")]
    public string? Kind { get; set; }

    [Parameter, FromAddress("search")]
    public string? Search { get; set; }

    [Parameter, FromAddress("skip")]
    public int Skip { get; set; }

    private OutboxStatus? Wanted => Enum.TryParse(Status, out OutboxStatus status) ? status : null;

    private bool IsFiltered => Wanted is not null || !string.IsNullOrEmpty(Kind) || !string.IsNullOrWhiteSpace(Search);

    protected override Task OnParametersSetAsync() => LookAsync();

    private async Task LookAsync()
    {
        _time = await reading.TimeAsync();
        _page = await readQueue.RunAsync(new ReadQueue.Request(Wanted, Kind, Search, Skip, PageSize));
        _lines = await readBookingLines.RunAsync(_page.Messages.Select(message => message.BookingId));
        _kinds = [.. handlers.ByKind.Keys.Union(_page.Messages.Select(message => message.Kind), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private ReadBookingLines.Line? LineOf(OutboxMessage message) => message.BookingId is { } id ? _lines.GetValueOrDefault(id) : null;

    private static string Word(OutboxStatus status) => status switch
    {
        OutboxStatus.Waiting => "Waiting",
        OutboxStatus.Delivered => "Delivered",
        OutboxStatus.Dead => "Needs a person",
        OutboxStatus.Superseded => "Replaced by a newer one",
        OutboxStatus.Expired => "Too late to matter",
        OutboxStatus.Skipped => "Skipped",
        _ => "Taken back with its booking",
    };
}
