using BookingPortal.Api.Wire;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;

namespace BookingPortal.Api.Front;

/// <summary>How bookings go out, and where their tokens and addresses are added, each in one place.</summary>
internal sealed class BookingForms(PortalTokens tokens, PortalAddress address)
{
    /// <summary>For whoever made it: with the token and the address of the customer's page.</summary>
    public IdempotentPosts.Form<BookingAnswer> Made => field ??= new(
        ApiJson.Outgoing.BookingAnswer, WithToken, booking => booking.Version, LocationOf);

    /// <summary>For whoever changed it, and holds what it takes already.</summary>
    public IdempotentPosts.Form<BookingAnswer> Changed { get; } = new(
        ApiJson.Outgoing.BookingAnswer, (_, booking) => booking, booking => booking.Version, _ => null);

    public IdempotentPosts.Form<ItineraryAnswer> Journey => field ??= new(
        ApiJson.Outgoing.ItineraryAnswer,
        (http, journey) => journey with { Bookings = [.. journey.Bookings.Select(booking => WithToken(http, booking))] },
        _ => null,
        _ => null);

    public BookingAnswer WithToken(HttpContext http, BookingAnswer booking)
    {
        string token = tokens.ForBooking(booking.Id);
        string portal = address.IsGiven ? address.Base : $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
        string page = $"{portal}/booking/{booking.Reference}";
        return booking with
        {
            Token = token,
            ManageUrl = $"{page}?t={token}",
            PaymentUrl = booking.Status == nameof(BookingStatus.PendingPayment) ? $"{page}/pay?t={token}" : null,
        };
    }

    private static string LocationOf(BookingAnswer booking) => $"/api/v1/bookings/{booking.Reference}";
}
