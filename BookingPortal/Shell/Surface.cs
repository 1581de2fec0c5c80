using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace BookingPortal.Shell;

/// <summary>Which kind of person the page is for: it decides what the page loads.</summary>
internal static class Surface
{
    /// <summary>Whether the page about to be rendered lies in one of these layouts, so that nobody else loads its sheet.</summary>
    public static bool IsStaff(HttpContext? request) =>
        request?.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type.GetCustomAttribute<LayoutAttribute>()?.LayoutType is { } layout
        && (layout == typeof(StaffLayout) || layout == typeof(AccountLayout));
}
