using System.Security.Claims;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BookingPortal.Account;

/// <summary>What the sign-in cookie says of a person, and how it is read back.</summary>
internal sealed class StaffClaims(ReadStaffAccess readStaffAccess, IOptions<IdentityOptions> identity) : IUserClaimsPrincipalFactory<StaffAccount>
{
    private const string Site = "site";
    private const string Resource = "resource";

    public async Task<ClaimsPrincipal> CreateAsync(StaffAccount user)
    {
        StaffAccess access = await readStaffAccess.RunAsync(user.Id)
            ?? throw new InvalidOperationException($"The account {user.Email} was removed while it signed in.");
        ClaimsIdentityOptions names = identity.Value.ClaimsIdentity;
        List<Claim> claims =
        [
            new(names.UserIdClaimType, user.Id.ToString()),
            new(names.UserNameClaimType, access.Name),
            new(names.EmailClaimType, access.Email),
            new(names.RoleClaimType, access.Role),
            new(names.SecurityStampClaimType, user.SecurityStamp ?? ""),
            .. access.Sites.Select(id => new Claim(Site, id.ToString())),
        ];
        if (access.ResourceId is { } resource)
        {
            claims.Add(new Claim(Resource, resource.ToString()));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, IdentityConstants.ApplicationScheme, names.UserNameClaimType, names.RoleClaimType));
    }

    /// <summary>The rights that the cookie carries: good for deciding what to show. Acts read them afresh.</summary>
    /// <returns>Null when nobody is signed in.</returns>
    public static StaffAccess? Read(ClaimsPrincipal person) =>
        Guid.TryParse(person.FindFirstValue(ClaimTypes.NameIdentifier), out Guid id)
            ? new StaffAccess(
                id,
                person.Identity?.Name ?? "",
                person.FindFirstValue(ClaimTypes.Email) ?? "",
                person.FindFirstValue(ClaimTypes.Role) ?? StaffRoles.Staff,
                [.. person.FindAll(Site).Select(claim => Guid.Parse(claim.Value))],
                person.FindFirstValue(Resource) is { } resource ? Guid.Parse(resource) : null)
            : null;
}
