using BookingPortal.BookOnline.Words;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Time;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace BookingPortal.BookOnline;

/// <summary>What the pages of one booking share: who may see it, and how its facts are said.</summary>
public abstract class BookingViewPage : BookPage
{
    [Parameter]
    public string Reference { get; set; } = "";

    [SupplyParameterFromQuery(Name = "t")]
    public string? Token { get; set; }

    [Inject]
    protected ReadBooking ReadBooking { get; set; } = null!;

    [Inject]
    protected PortalTokens Tokens { get; set; } = null!;

    protected ReadBooking.Found? View { get; private set; }

    protected DateTimeZone SiteZone => CatalogFacts.ZoneOf(View!.Site);

    /// <summary>In the site's zone: the visit happens there.</summary>
    protected SlotWords Words => SlotWords.For(SiteZone, Now);

    /// <summary>In the zone that the customer chose while booking; null where that is the site's.</summary>
    protected SlotWords? OwnWords =>
        SiteTime.FindZone(View!.Booking.Customer.TimeZone) is { } own && own.Id != SiteZone.Id ? SlotWords.For(own, Now) : null;

    /// <summary>The visit is still to come, as far as anybody knows.</summary>
    protected bool IsStanding => View!.Booking.Status is
        BookingStatus.PendingApproval or BookingStatus.PendingPayment or BookingStatus.Confirmed or BookingStatus.CheckedIn;

    protected bool CanMove => Lifecycle.Next(View!.Booking.Status, BookingVerb.Reschedule) is not null
        && CancellationTerms.MoveProblem(View.Service.Cancellation, View.Booking, isStaff: false, Now) is null;

    protected bool CanCancel => Lifecycle.Next(View!.Booking.Status, BookingVerb.Cancel) is not null
        && CancellationTerms.Problem(View.Booking, isStaff: false, Now) is null;

    protected string Price => View!.Booking.PriceAmount == 0 ? "Free" : Print(View.Booking.PriceAmount);

    protected string Policy => PolicyWords.Line(
        View!.Service.Cancellation, View.Booking.StartsAt, View.Booking.PriceAmount, View.Booking.Currency, Words, Now, Culture, View.Booking.StoodAt);

    protected override async Task OnInitializedAsync() => await LoadAsync();

    /// <summary>Reads the booking again; a wrong token is answered like a wrong reference.</summary>
    protected async Task LoadAsync()
    {
        ReadBooking.Found? found = await ReadBooking.RunAsync(Reference, Aborted);
        View = found is not null && Tokens.OpensBooking(found.Booking.Id, Token) ? found : null;
        if (View is null)
        {
            SayMissing("This booking cannot be shown", "The address is not complete. You can find your booking by its reference and your email address.");
        }
    }

    protected string Print(long amount) => Money.Print(amount, View!.Booking.Currency, Culture);
}
