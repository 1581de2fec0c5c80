using System.Globalization;
using BookingPortal.Account;
using BookingPortal.Calendar;
using BookingPortal.Controls;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using NodaTime;

namespace BookingPortal.Desk;

/// <summary>What waits for somebody's agreement, and whose turn it is.</summary>
public sealed partial class ApprovalsPage(
    ReadApprovals readApprovals, ReadStaffAccess readStaffAccess, ActAsStaff actAsStaff, BookingNews news, ILogger<ApprovalsPage> log) : IAsyncDisposable
{
    private const string NotRead = "The requests could not be read again just now. It tries by itself.";

    private readonly Dictionary<Guid, string?> _reasons = [];

    /// <summary>Requests that were moved under the eyes of whoever looks, with the time that they saw: a press meant for that is no answer to another.</summary>
    private readonly Dictionary<Guid, string> _moved = [];
    private readonly OnePress _press = new();
    private StaffAccess? _access;
    private ReadApprovals.Found? _found;
    private string _sentence = "Reading …";
    private string? _problem;
    private SiteWatch? _watch;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _access = StaffClaims.Read((await SignedIn).User);
        await LookAsync();
    }

    protected override void OnAfterRender(bool firstRender) =>
        _watch ??= new SiteWatch(news, _ => true, () => InvokeAsync(LookAgainAsync), SayFailedAsync);

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }
    }

    /// <summary>A request was made, or somebody else answered one.</summary>
    private async Task LookAgainAsync()
    {
        await LookAsync();
        _problem = _problem == NotRead ? null : _problem;
        StateHasChanged();
    }

    private Task SayFailedAsync(Exception problem)
    {
        log.LogWarning(problem, "The requests could not be read again");
        _problem = NotRead;
        return InvokeAsync(StateHasChanged);
    }

    private async Task LookAsync()
    {
        // Rights may have been taken away since the page was opened.
        _access = _access is null ? null : await readStaffAccess.RunAsync(_access.AccountId);
        if (_access is null)
        {
            (_found, _sentence) = (null, "Your account is gone.");
            return;
        }

        Dictionary<Guid, ReadApprovals.Item> seen = _found?.Items.ToDictionary(item => item.Booking.Id) ?? [];
        _found = await readApprovals.RunAsync(_access);
        foreach (ReadApprovals.Item item in _found.Items)
        {
            _reasons.TryAdd(item.Booking.Id, null);
            if (seen.TryGetValue(item.Booking.Id, out ReadApprovals.Item? before) && IsElsewhere(before.Booking, item.Booking))
            {
                _moved.TryAdd(item.Booking.Id, $"{When(before)}, {What(before)}");
            }
        }

        int theirs = _found.Items.Count(item => item.IsTheirs);
        _sentence = (_found.Items.Count, theirs) switch
        {
            (0, _) => "Nobody waits for an answer. Requests for services that need approval come here.",
            (var all, 0) => $"{all} wait, none of them for you.",
            (var all, 1) when all == 1 => "One request waits for your answer.",
            (var all, var mine) when all == mine => $"{mine} requests wait for your answer.",
            (var all, var mine) => $"{mine} of {all} requests wait for your answer.",
        };
    }

    private static bool IsElsewhere(Booking before, Booking now) =>
        before.StartsAt != now.StartsAt
        || !before.Resources.Select(taken => taken.ResourceId).ToHashSet().SetEquals(now.Resources.Select(taken => taken.ResourceId));

    private Task ActAsync(ReadApprovals.Item item, BookingVerb verb) => _press.RunAsync(() => DecideAsync(item, verb));

    private async Task DecideAsync(ReadApprovals.Item item, BookingVerb verb)
    {
        Outcome<Booking> done = await actAsStaff.RunAsync(
            new ActAsStaff.Request(_access!.AccountId, item.Booking.Id, verb, _reasons[item.Booking.Id], item.Booking.Version));
        _problem = done.TryGet(out _, out Refusal? refusal) ? null : refusal.Match(new StaffRefusalWords(ZoneOf(item)));
        await LookAsync();
    }

    private DateTimeZone ZoneOf(ReadApprovals.Item item) => CatalogFacts.ZoneOf(_found!.Catalog.Site(item.Booking.SiteId));

    private string When(ReadApprovals.Item item) => Print(item.Booking.StartsAt, item);

    private string Print(Instant at, ReadApprovals.Item item) => at.InZone(ZoneOf(item)).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    private string What(ReadApprovals.Item item)
    {
        string with = string.Join(", ", item.Booking.Resources.OrderBy(taken => taken.Group).Select(taken => _found!.Catalog.Resource(taken.ResourceId).Name));
        return $"{_found!.Catalog.Service(item.Booking.ServiceId).Name} with {with}, {_found.Catalog.Site(item.Booking.SiteId).Name}";
    }

    private string? Before(ReadApprovals.Item item) => item.Booking.StoodAt is { } stoodAt
        ? $"Moved by its customer from {Print(stoodAt, item)}, to which you had agreed. A no ends the booking and returns what was paid."
        : null;

    private string Waits(ReadApprovals.Item item) => item.Request is not { } request
        ? "Waits for the desk."
        : $"Waits for {Approvals.Name(request)} until {Print(request.DueAt, item)}"
            + (item.Turns > 1 ? $", turn {request.Turn} of {item.Turns}" : "")
            + (request.EscalatedAt is null ? "." : "; nobody answered before.");
}
