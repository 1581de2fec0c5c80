using BookingPortal.Core.Availability;

namespace BookingPortal.Core.Catalog;

/// <summary>A place that customers visit, with its own time zone and hours.</summary>
public sealed class Site
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The name in addresses and in the API; unique, lower case.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }

    /// <summary>IANA zone id, such as <c>Europe/Lisbon</c>.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Where it is, as printed under its name; null when the business keeps it to itself.</summary>
    public string? Address { get; set; }

    /// <summary>The one colour of the business, as <c>#rrggbb</c>; null means the portal's own.</summary>
    public string? Accent { get; set; }

    /// <summary>Opening hours in the site's zone; empty means always open.</summary>
    public IReadOnlyList<AvailabilityRule> Hours { get; set; } = [];

    /// <summary>Dates on which <see cref="Hours"/> are replaced.</summary>
    public IReadOnlyList<ExceptionPeriod> Exceptions { get; set; } = [];

    /// <summary>When its customers are left alone: SMS and reminders wait, or go earlier; null = at any hour.</summary>
    public QuietHours? QuietHours { get; set; }

    /// <summary>BCP 47 tag of the language for customers who chose none, and for its staff; null = English.</summary>
    public string? Locale { get; set; }

    /// <summary>What customers who gave a number are told by SMS besides the mail; reminders stand with the service.</summary>
    public IReadOnlyList<SmsOccasion> Texts { get; set; } = [];

    public SiteStatus Status { get; set; } = SiteStatus.Open;

    public SiteKind Kind { get; set; } = SiteKind.Central;

    /// <summary>A linked site that is not heard from for so long is limited until it is.</summary>
    public int SilenceMinutes { get; set; } = 15;

    /// <summary>What customers may do while the site is limited.</summary>
    public SilenceRule WhenSilent { get; set; } = SilenceRule.Request;

    /// <summary>Whose booking counts where the site's own and the portal's meet.</summary>
    public ConflictRule Conflicts { get; set; } = ConflictRule.AskPerson;

    /// <summary>Where the site stands in lists, lowest first.</summary>
    public int Position { get; set; }

    /// <summary>Customers may book here, or at least ask.</summary>
    public bool TakesBookings => Status != SiteStatus.Closed && !(Status == SiteStatus.Limited && WhenSilent == SilenceRule.Nothing);

    /// <summary>While it is limited, a person must agree to what customers book.</summary>
    public bool AsksFirst => Status == SiteStatus.Limited && WhenSilent == SilenceRule.Request;
}

/// <summary>Who keeps a site's book.</summary>
public enum SiteKind
{
    /// <summary>The portal alone.</summary>
    Central,

    /// <summary>Its own system books too, and tells the portal through the agent API.</summary>
    Linked,

    /// <summary>Outside calendars tell when it is busy.</summary>
    Mirrored,
}

/// <summary>What customers see of a site that is not heard from.</summary>
public enum SilenceRule
{
    Request,
    Nothing,
}

/// <summary>Whose booking counts when two systems sold the same time.</summary>
public enum ConflictRule
{
    AskPerson,
    PortalFirst,
    SiteFirst,
    EarliestFirst,
}

/// <summary>Whether customers may book at a site.</summary>
public enum SiteStatus
{
    Open,

    /// <summary>The site was not heard from in time: customers may only request, or see nothing.</summary>
    Limited,
    Closed,
}
