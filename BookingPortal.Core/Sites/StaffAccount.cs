using Microsoft.AspNetCore.Identity;

namespace BookingPortal.Core.Sites;

/// <summary>A person who works here and may sign in.</summary>
public sealed class StaffAccount : IdentityUser<Guid>
{
    /// <summary>As colleagues call them.</summary>
    public required string Name { get; set; }

    /// <summary>The sites they work at; empty means all of them.</summary>
    public IReadOnlyList<Guid> Sites { get; set; } = [];

    /// <summary>The resource that they are themselves; null for people who are not booked.</summary>
    public Guid? ResourceId { get; set; }
}

/// <summary>The three kinds of people who sign in, each with the rights of the ones after it.</summary>
public static class StaffRoles
{
    public const string Manager = "manager";
    public const string Desk = "desk";
    public const string Staff = "staff";

    public static readonly IReadOnlyList<string> All = [Manager, Desk, Staff];
}
