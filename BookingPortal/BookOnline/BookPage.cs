using System.Globalization;
using BookingPortal.BookOnline.Words;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Time;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace BookingPortal.BookOnline;

/// <summary>What every page of the customer's journey has: the request, the clock, the catalog and the reader's habits.</summary>
public abstract class BookPage : ComponentBase
{
    /// <summary>In the address instead of a zone's name: the visitor wants to choose one.</summary>
    protected const string ChooseZone = "choose";

    [CascadingParameter]
    public HttpContext? Http { get; set; }

    /// <summary>The zone in which the visitor wants to read times; absent = the site's.</summary>
    [SupplyParameterFromQuery(Name = "zone")]
    public string? ZoneName { get; set; }

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    protected IClock Clock { get; set; } = null!;

    [Inject]
    protected ReadCatalog ReadCatalog { get; set; } = null!;

    protected CultureInfo Culture => VisitorCulture.Of(Http);

    /// <summary>The address leads nowhere; the page says so and shows a way on.</summary>
    protected bool IsMissing { get; private set; }

    protected Instant Now { get; private set; }

    protected DateTimeZone? VisitorZone => SiteTime.FindZone(ZoneName);

    protected CancellationToken Aborted => Http?.RequestAborted ?? CancellationToken.None;

    protected override void OnInitialized() => Now = Clock.GetCurrentInstant();

    protected void SayMissing()
    {
        IsMissing = true;
        if (Http is { Response.HasStarted: false })
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
