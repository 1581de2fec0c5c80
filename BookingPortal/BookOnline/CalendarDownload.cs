using BookingPortal.BookOnline.Words;
using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Notifications;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace BookingPortal.BookOnline;

/// <summary>The calendar file of one booking, for whoever has its link.</summary>
public static class CalendarDownload
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/booking/{reference}/calendar.ics", AnswerAsync).WithMetadata(new TokenPageAttribute()).ExcludeFromDescription();

    private static async Task<Results<FileContentHttpResult, NotFound>> AnswerAsync(
        string reference, string? t, ReadBooking readBooking, PortalTokens tokens, PortalLinks links, HttpContext http)
    {
        ReadBooking.Found? found = await readBooking.RunAsync(reference, http.RequestAborted);
        if (found is null || !tokens.OpensBooking(found.Booking.Id, t))
        {
            return TypedResults.NotFound();
        }

        Booking booking = found.Booking;
        string file = CalendarFile.Write(EntryOf(found, links.Booking(booking)));
        return TypedResults.File(System.Text.Encoding.UTF8.GetBytes(file), CalendarFile.ContentType, $"booking-{booking.Reference}.ics");
    }

    private static CalendarEntry EntryOf(ReadBooking.Found found, string manage)
    {
        Booking booking = found.Booking;
        DateTimeZone zone = CatalogFacts.ZoneOf(found.Site);
        string with = found.Resources.Count > 0 ? $"\nWith {string.Join(", ", found.Resources.Select(resource => resource.Name))}." : "";
        return new CalendarEntry
        {
            Uid = CalendarEntry.UidOf(booking.Id),
            Sequence = CalendarEntry.SequenceOf(booking.Version),
            ChangedAt = booking.ChangedAt,
            Start = booking.StartsAt,
            End = booking.EndsAt,
            Zone = zone,
            Summary = $"{found.Service.Name}, {found.Site.Name}",
            Description = $"Booking {booking.Reference}, {LengthWords.Of(found.Service)}.{with}\nMove or cancel: {manage}",
            Location = found.Site.Address is null ? found.Site.Name : $"{found.Site.Name}, {found.Site.Address}",
            Url = manage,
            Status = StatusOf(booking.Status),
        };
    }

    private static CalendarEntryStatus StatusOf(BookingStatus status) => status switch
    {
        BookingStatus.PendingApproval or BookingStatus.PendingPayment => CalendarEntryStatus.Tentative,
        BookingStatus.Cancelled or BookingStatus.Declined or BookingStatus.Expired => CalendarEntryStatus.Cancelled,
        _ => CalendarEntryStatus.Confirmed,
    };
}
