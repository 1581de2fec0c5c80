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

    protected Instant Now { get; private set; }

    protected DateTimeZone? VisitorZone => SiteTime.FindZone(ZoneName);

    protected CancellationToken Aborted => Http?.RequestAborted ?? CancellationToken.None;

    protected override void OnInitialized() => Now = Clock.GetCurrentInstant();

    /// <summary>The address leads nowhere. The answer is 404, and its page says this with a way on.</summary>
    protected void SayMissing(string heading, string text = NothingHere.Usual)
    {
        if (Http is { Response.HasStarted: false })
        {
            NothingHere.Tell(Http, heading, text);
        }
    }
}
