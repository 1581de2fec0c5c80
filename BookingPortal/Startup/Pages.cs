using BookingPortal.Operations;
using BookingPortal.Shell;
using Radzen;

namespace BookingPortal.Startup;

/// <summary>The Blazor pages and the static assets they load.</summary>
internal static class Pages
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        // Development does this by itself. A Release build that runs from the source folder, before any publish, needs it too;
        // after a publish the manifest is gone, the assets lie in wwwroot, and this does nothing.
        builder.WebHost.UseStaticWebAssets();
#if !DEBUG
        // A build from source is otherwise taken for one whose files change while it runs, and answers with the bare bytes.
        // A Release build serves what was compressed when it was built. (`--ReloadStaticAssetsAtRuntime true` for design work.)
        builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
#endif
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddRadzenComponents(); // the chart of the Operations pages; nothing else loads anything of it
        builder.Services.AddSingleton<OpsReading>().AddSingleton<ReadOverview>().AddSingleton<ReadBookingStory>();
    }

    public static void MapPages(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/error", createScopeForErrors: true);
        }

        app.UsePoliteness();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
