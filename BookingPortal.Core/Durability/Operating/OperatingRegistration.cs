using BookingPortal.Core.Bookings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BookingPortal.Core.Durability.Operating;

/// <summary>What the Operations pages read and do besides the outbox itself.</summary>
public static class OperatingRegistration
{
    public static IServiceCollection AddOperating(this IServiceCollection services)
    {
        services.TryAddSingleton(static _ => new RetentionSettings());
        return services
            .AddSingleton<ReadWaitingBookings>()
            .AddSingleton<ReadBookingLines>()
            .AddSingleton<ReadMovedBookings>()
            .AddSingleton<ReadQueue>()
            .AddSingleton<ReadActs>()
            .AddSingleton<ForgetCustomer>()
            .AddSingleton<ForgetPastCustomers>();
    }
}
