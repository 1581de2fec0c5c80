using BookingPortal.Core.Bookings;
using Microsoft.Extensions.DependencyInjection;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>What the Operations pages read besides the outbox itself.</summary>
public static class OperatingRegistration
{
    public static IServiceCollection AddOperating(this IServiceCollection services) => services
        .AddSingleton<ReadWaitingBookings>()
        .AddSingleton<ReadBookingLines>()
        .AddSingleton<ReadMovedBookings>()
        .AddSingleton<ReadQueue>()
        .AddSingleton<ReadActs>();
}
