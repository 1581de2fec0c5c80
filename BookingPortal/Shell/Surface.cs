using System.Reflection;
using BookingPortal.Account;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;

namespace BookingPortal.Shell;

/// <summary>Which kind of person the page is for: it decides what the page loads, and which frame an address that leads nowhere is answered in.</summary>
internal static class Surface
{
    /// <summary>Where the addresses begin that staff use, and the page at the front of each.</summary>
    private static readonly (string Room, string Front, string Words)[] StaffRooms =
    [
        ("/calendar", "/calendar", "To the calendar"),
        ("/desk", "/desk", "To today's visits"),
        ("/operations", "/operations", "To Operations"),
        ("/dashboards", "/calendar", "To the calendar"),
        ("/setup", "/calendar", "To the calendar"),
        ("/account", "/calendar", "To the calendar"),
        ("/dev", "/calendar", "To the calendar"),
    ];

    /// <summary>Whether the page about to be rendered lies in one of these layouts, so that nobody else loads its sheet.</summary>
    public static bool IsStaff(HttpContext? request) =>
        IsLostStaff(request)
        || (request?.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type.GetCustomAttribute<LayoutAttribute>()?.LayoutType is { } layout
            && (layout == typeof(StaffLayout) || layout == typeof(AccountLayout)));

    /// <summary>Whoever is signed in and asks for an address among those of staff stays among staff, even where it leads nowhere.</summary>
    public static bool IsLostStaff(HttpContext? request) => request is not null && FrontOf(request) is not null && StaffClaims.Read(request.User) is not null;

    /// <summary>The front page nearest to the address that was asked for; null where that is no address of staff.</summary>
    public static (string Address, string Words)? FrontOf(HttpContext request)
    {
        PathString asked = request.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? request.Request.Path;
        return StaffRooms
            .Where(room => asked.StartsWithSegments(room.Room, StringComparison.OrdinalIgnoreCase))
            .Select(room => ((string Address, string Words)?)(room.Front, room.Words))
            .FirstOrDefault();
    }
}
