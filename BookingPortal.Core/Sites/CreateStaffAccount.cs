using System.Net.Mail;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BookingPortal.Core.Sites;

/// <summary>Lets a person in: account, password and role in one write.</summary>
public sealed class CreateStaffAccount(UserManager<StaffAccount> users, IWriteQueue writes)
{
    /// <param name="Sites">Where they work; empty = everywhere.</param>
    /// <param name="ResourceId">Who they are among the resources; null for people who are not booked.</param>
    /// <param name="OnlyAsFirstManager">Refused once the portal has a manager, decided inside the write.</param>
    public sealed record Request(
        string Email,
        string Name,
        string Role,
        string Password,
        IReadOnlyList<Guid>? Sites = null,
        Guid? ResourceId = null,
        bool OnlyAsFirstManager = false);

    public async Task<Outcome<StaffAccount>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        string email = request.Email.Trim();
        var account = new StaffAccount
        {
            Id = Guid.CreateVersion7(),
            Name = request.Name.Trim(),
            Email = email,
            UserName = email,
            NormalizedEmail = users.NormalizeEmail(email),
            NormalizedUserName = users.NormalizeName(email),
            EmailConfirmed = true,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            Sites = request.Sites ?? [],
            ResourceId = request.ResourceId,
        };
        if (await ProblemAsync(request, account) is { } problem)
        {
            return problem;
        }

        // Slow on purpose, so it happens before the write queue is entered.
        account.PasswordHash = users.PasswordHasher.HashPassword(account, request.Password);
        return await writes.RunAsync(scope => WriteAsync(scope, account, request), cancellationToken);
    }

    private async Task<Refusal?> ProblemAsync(Request request, StaffAccount account)
    {
        if (!MailAddress.TryCreate(account.Email, out _))
        {
            return new Refusal.Invalid("email", "Write the address like name@example.com.");
        }

        if (account.Name.Length is 0 or > 120)
        {
            return new Refusal.Invalid("name", "Write a name of 1 to 120 letters.");
        }

        if (!StaffRoles.All.Contains(request.Role))
        {
            return new Refusal.Invalid("role", $"A role is one of {string.Join(", ", StaffRoles.All)}.");
        }

        foreach (IPasswordValidator<StaffAccount> validator in users.PasswordValidators)
        {
            IdentityResult verdict = await validator.ValidateAsync(users, account, request.Password);
            if (!verdict.Succeeded)
            {
                return new Refusal.Invalid("password", string.Join(' ', verdict.Errors.Select(error => error.Description)));
            }
        }

        return null;
    }

    private static async Task<Outcome<StaffAccount>> WriteAsync(WriteScope scope, StaffAccount account, Request request)
    {
        PortalContext db = scope.Db;
        if (request.OnlyAsFirstManager && await FirstRunIsOver.Among(db).AnyAsync())
        {
            return new Refusal.NotFound("the first-run page: this portal has a manager already");
        }

        if (await db.Users.AnyAsync(other => other.NormalizedUserName == account.NormalizedUserName))
        {
            return new Refusal.Invalid("email", $"{account.Email} has an account already.");
        }

        IdentityRole<Guid>? role = await db.Roles.SingleOrDefaultAsync(each => each.Name == request.Role);
        if (role is null)
        {
            role = new IdentityRole<Guid>(request.Role) { Id = Guid.CreateVersion7(), NormalizedName = request.Role.ToUpperInvariant() };
            db.Roles.Add(role);
        }

        db.Users.Add(account);
        db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = account.Id, RoleId = role.Id });
        await db.SaveChangesAsync();
        return account;
    }
}
