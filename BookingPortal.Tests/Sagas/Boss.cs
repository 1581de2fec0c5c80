using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using BookingPortal.Tests.Core.Guard;
using Microsoft.AspNetCore.Identity;

namespace BookingPortal.Tests.Sagas;

/// <summary>Maria, who manages all sites and may act on the machinery.</summary>
internal static class Boss
{
    public static readonly Guid Id = Guid.NewGuid();

    public static Task HireAsync(GuardHouse house)
    {
        var role = new IdentityRole<Guid>(StaffRoles.Manager) { Id = Guid.NewGuid(), NormalizedName = "MANAGER" };
        return house.AddAsync(
            role,
            new StaffAccount { Id = Id, Name = "Maria", Email = "maria@example.com", UserName = "maria@example.com" },
            new IdentityUserRole<Guid> { RoleId = role.Id, UserId = Id });
    }

    public static Task<Outcome<Saga>> ActAsync(GuardHouse house, Guid bookingId, SagaAct act, string reason) =>
        house.Get<ActOnSaga>().RunAsync(new ActOnSaga.Request(Id, bookingId, act, reason));
}
