using NodaTime;

namespace BookingPortal.Core.Bookings;

/// <summary>A claim on time with a customer and a lifecycle. Moving keeps its id, its reference and its calendar UID.</summary>
public sealed class Booking
{
    /// <summary>The same id as the hold it was made from.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What the customer says at the desk, such as <c>K7Q-2MX</c>.</summary>
    public required string Reference { get; init; }

    public required Guid SiteId { get; init; }

    public required Guid ServiceId { get; init; }

    /// <summary>The journey of several bookings that it was made with; null for one of its own.</summary>
    public Guid? ItineraryId { get; init; }

    /// <summary>The session joined; null for anything but a class.</summary>
    public Guid? SessionId { get; set; }

    public required BookingStatus Status { get; set; }

    /// <summary>Rises with every change; a write that saw an older one is refused.</summary>
    public int Version { get; set; } = 1;

    public required Instant StartsAt { get; set; }

    public required Instant EndsAt { get; set; }

    /// <summary>The start as the site's clock showed it when it was booked; it tells when zone rules moved the booking.</summary>
    public required LocalDateTime LocalStart { get; set; }

    /// <summary>The zone database's version as booked.</summary>
    public required string TzdbVersion { get; set; }

    /// <summary>Seats of a class, or units of the primary resource.</summary>
    public required int Seats { get; init; }

    /// <summary>The resources taken, one per group, the primary one first.</summary>
    public required List<BookingResource> Resources { get; set; }

    public required Customer Customer { get; set; }

    /// <summary>What the customer wrote for the people they visit; null when nothing.</summary>
    public string? Notes { get; set; }

    /// <summary>Price of the whole booking in minor units of <see cref="Currency"/>, as agreed when it was made.</summary>
    public required long PriceAmount { get; set; }

    public required string Currency { get; set; }

    /// <summary>What cancelling cost, in minor units; 0 unless cancelled late.</summary>
    public long FeeAmount { get; set; }

    /// <summary>The start that was agreed to, while a booking that stood waits for a yes to another time; null for all others.</summary>
    public Instant? StoodAt { get; set; }

    /// <summary>Who brought it: customer, staff, api, scenario.</summary>
    public required string Source { get; init; }

    /// <summary>Which entry of a scenario file it came from, so that a second import finds it again; null for all others.</summary>
    public string? ImportKey { get; init; }

    public required Instant CreatedAt { get; init; }

    public required Instant ChangedAt { get; set; }
}

/// <summary>One resource that a booking occupies, or occupied before it was cancelled.</summary>
public sealed class BookingResource
{
    public Guid BookingId { get; init; }

    /// <summary>The group of the service that it fills: 0 is the primary one.</summary>
    public required int Group { get; init; }

    public required Guid ResourceId { get; init; }
}

/// <summary>The person a booking is for.</summary>
/// <param name="Name">As they wrote it.</param>
/// <param name="Email">Where confirmations go; not required from staff.</param>
/// <param name="Phone">As written; null when not given.</param>
/// <param name="TimeZone">IANA id of the zone they chose to read times in; null means the site's.</param>
/// <param name="Locale">BCP 47 tag; null means the site's language.</param>
public sealed record Customer(string Name, string Email, string? Phone = null, string? TimeZone = null, string? Locale = null)
{
    /// <summary>Who was erased on purpose, or after a long time: the booking stays and counts, its person does not.</summary>
    public static Customer Forgotten { get; } = new("(forgotten)", "");
}
