using System.Globalization;
using BookingPortal.Controls;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Core.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using NodaTime;

namespace BookingPortal.Calendar;

public sealed partial class BookingPanel(ReadBooking readBooking, ActAsStaff actAsStaff, IClock clock)
{
    private readonly OnePress _press = new();
    private ReadBooking.Found? _found;
    private DateTimeZone _zone = DateTimeZone.Utc;
    private ElementReference _heading;
    private Guid _read;
    private int _readAt;
    private bool _gone;
    private bool _focus;
    private BookingVerb? _asking;
    private string? _reason;
    private Instant? _newStart;
    private string? _problem;

    [Parameter, EditorRequired]
    public StaffAccess Access { get; set; } = null!;

    [Parameter, EditorRequired]
    public Guid BookingId { get; set; }

    /// <summary>Rises when there is news, so that the panel reads again as the calendar does.</summary>
    [Parameter]
    public int Refreshed { get; set; }

    [Parameter]
    public EventCallback Closed { get; set; }

    private IEnumerable<BookingVerb> Verbs => Lifecycle.VerbsFrom(_found!.Booking.Status)
        .Where(Access.May)
        .OrderBy(verb => verb switch { BookingVerb.CheckIn or BookingVerb.Approve or BookingVerb.Complete => 0, BookingVerb.Cancel => 2, _ => 1 });

    private LocalDate FirstDate => SiteTime.DateOf(_found!.Booking.StartsAt, _zone);

    private string When
    {
        get
        {
            Booking booking = _found!.Booking;
            LocalDateTime end = booking.EndsAt.InZone(_zone).LocalDateTime;
            string until = end.Date == FirstDate ? end.ToString("HH:mm", CultureInfo.InvariantCulture) : end.ToString("ddd d MMM, HH:mm", CultureInfo.InvariantCulture);
            string pass = SiteTime.PassOf(booking.StartsAt, _zone) switch
            {
                RepeatedHour.FirstPass => " (first pass of the repeated hour)",
                RepeatedHour.SecondPass => " (second pass of the repeated hour)",
                _ => "",
            };
            return $"{Print(booking.StartsAt)} – {until}{pass}, {ZoneCity.Of(_zone)} time";
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_read == BookingId && _readAt == Refreshed)
        {
            return;
        }

        if (_read != BookingId)
        {
            (_found, _asking, _problem, _reason, _focus) = (null, null, null, null, true);
        }

        (_read, _readAt) = (BookingId, Refreshed);
        await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus && _found is not null)
        {
            _focus = false;
            await _heading.FocusIfThereAsync(preventScroll: true);
        }
    }

    private async Task ReadAsync()
    {
        ReadBooking.Found? read = await readBooking.ByIdAsync(BookingId);
        _found = read is not null && Access.Sees(read.Booking) ? read : null;
        _gone = _found is null;
        _zone = SiteTime.FindZone(_found?.Site.TimeZone) ?? DateTimeZone.Utc;
    }

    private Task ChooseAsync(BookingVerb verb)
    {
        (_problem, _reason, _newStart) = (null, null, null);
        if (ActAsStaff.NeedsReason(verb) || IsEarly(verb))
        {
            _asking = verb;
            return Task.CompletedTask;
        }

        return ActAsync(verb);
    }

    /// <summary>Nobody has missed, or finished, a visit that is still to come; it may be meant all the same.</summary>
    private bool IsEarly(BookingVerb verb) =>
        verb is BookingVerb.Complete or BookingVerb.MarkNoShow && _found!.Booking.StartsAt > clock.GetCurrentInstant();

    private Task ActAsync(BookingVerb verb) => _press.RunAsync(() => DoAsync(verb), isAnswer: _asking is not null);

    private async Task DoAsync(BookingVerb verb)
    {
        Outcome<Booking> done = await actAsStaff.RunAsync(
            new ActAsStaff.Request(Access.AccountId, BookingId, verb, _reason, _found!.Booking.Version, _newStart));
        if (done.TryGet(out _, out Refusal? refusal))
        {
            (_asking, _problem) = (null, null);
        }
        else
        {
            _problem = refusal.Match(new StaffRefusalWords(_zone));
        }

        await ReadAsync();
    }

    private Task OnKeyAsync(KeyboardEventArgs key) => key.Key == "Escape" ? Closed.InvokeAsync() : Task.CompletedTask;

    private string Print(Instant instant) => instant.InZone(_zone).ToString("ddd d MMM, HH:mm", CultureInfo.InvariantCulture);
}
