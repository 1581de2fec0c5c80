using BookingPortal.Controls;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Holds;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Core.Time;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace BookingPortal.Calendar;

public sealed partial class NewBookingPanel(ReadCatalog readCatalog, ReadStaffAccess readStaffAccess, BookSlot bookSlot, Overbook overbook)
{
    private CatalogSnapshot? _catalog;
    private IReadOnlyList<Service> _services = [];
    private IReadOnlyList<Resource> _people = [];
    private Service? _service;
    private string? _person;
    private Instant? _start;
    private string? _name;
    private string? _email;
    private string? _phone;
    private string? _problem;
    private bool _busy;
    private ElementReference _heading;
    private DateTime? _overAt;
    private string? _overReason;
    private bool _isSure;
    private bool _meansIt;

    [Parameter, EditorRequired]
    public StaffAccess Access { get; set; } = null!;

    [Parameter, EditorRequired]
    public Site Site { get; set; } = null!;

    /// <summary>The date that the calendar shows.</summary>
    [Parameter, EditorRequired]
    public LocalDate Date { get; set; }

    [Parameter]
    public EventCallback Closed { get; set; }

    [Parameter]
    public EventCallback<Guid> Booked { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _catalog = await readCatalog.RunAsync();
        _services = [.. _catalog.ServicesAt(Site).Where(service => PeopleOf(service).Any())];
        Choose(_services.Count > 0 ? _services[0] : null);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _heading.FocusIfThereAsync(preventScroll: true);
        }
    }

    private IEnumerable<Resource> PeopleOf(Service service) =>
        _catalog!.PrimaryResources(service, Site).Where(resource => Access.SeesResource(resource.Id));

    private void ChangeService(ChangeEventArgs change) => Choose(_services.First(service => service.Slug == (string?)change.Value));

    private void ChangePerson(ChangeEventArgs change)
    {
        _person = (string?)change.Value is { Length: > 0 } slug ? slug : null;
        AskAnew();
    }

    /// <summary>Who was sure of one time is not sure of another.</summary>
    private void AskAnew() => (_isSure, _meansIt, _problem) = (false, false, null);

    /// <summary>
    /// Something about it was typed. What was said to somebody who is not sure yet stays until the next press: that press leaves the field, and
    /// if the words went away between its beginning and its end, the button would have moved from under it.
    /// </summary>
    private void Retyped()
    {
        if (_isSure)
        {
            AskAnew();
        }
    }

    private void Choose(Service? service)
    {
        AskAnew();
        _service = service;
        _people = service is null ? [] : [.. PeopleOf(service)];
        _person = Access.OnlyResource is null || _people.Count == 0 ? null : _people[0].Slug;
    }

    private Task BookAsync() => OnceAsync(BookNowAsync);

    private Task OverbookAsync() => OnceAsync(OverbookNowAsync);

    /// <summary>A second press before the button has gone grey would book a second time where there is room for two, or over everybody.</summary>
    private async Task OnceAsync(Func<Task> act)
    {
        if (_busy)
        {
            return;
        }

        if (TypedEmail.Slip(_email) is { } slip)
        {
            _problem = slip;
            return;
        }

        _busy = true;
        try
        {
            await act();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task BookNowAsync()
    {
        // Rights may have been taken away since the page was opened.
        StaffAccess? access = await readStaffAccess.RunAsync(Access.AccountId);
        bool mayBook = access?.MayBookWith(Site.Id, _people.FirstOrDefault(person => person.Slug == _person)?.Id) ?? false;
        if (!mayBook || _start is not { } start)
        {
            _problem = mayBook ? "Choose a time." : "Your account may not book here any more.";
            return;
        }

        var slot = new SlotRequest(Site.Slug, _service!.Slug, start, _person);
        var customer = new Customer(_name ?? "", _email ?? "", _phone);
        Outcome<Booking> booked = await bookSlot.RunAsync(new BookSlot.Request(null, slot, customer, BookSlot.StaffSource, access!.Email));
        if (booked.TryGet(out Booking? booking, out Refusal? refusal))
        {
            await Booked.InvokeAsync(booking.Id);
        }
        else
        {
            _problem = refusal.Match(new StaffRefusalWords(CatalogFacts.ZoneOf(Site)));
        }
    }

    /// <summary>Managers may; the first press says what it means, and a tick and another press do it: a double click answers one of them alone.</summary>
    private async Task OverbookNowAsync()
    {
        if (_overAt is not { } at)
        {
            _problem = "Choose a date and a time.";
            return;
        }

        Instant start = SiteTime.ToInstant(LocalDateTime.FromDateTime(at), CatalogFacts.ZoneOf(Site));
        var slot = new SlotRequest(Site.Slug, _service!.Slug, start, _person);
        Outcome<Booking> booked = await overbook.RunAsync(
            new Overbook.Request(Access.AccountId, slot, new Customer(_name ?? "", _email ?? "", _phone), _overReason, _isSure && _meansIt));
        if (booked.TryGet(out Booking? booking, out Refusal? refusal))
        {
            await Booked.InvokeAsync(booking.Id);
            return;
        }

        _isSure = refusal is Refusal.Invalid { Field: "sure" };
        _problem = refusal.Match(new StaffRefusalWords(CatalogFacts.ZoneOf(Site)));
    }
}
