using BookingPortal.Account;
using BookingPortal.Calendar;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;

namespace BookingPortal.Startup;

/// <summary>Who works here: accounts, the sign-in cookie, and which role may open what.</summary>
internal static class Identity
{
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddIdentityCore<StaffAccount>(options =>
            {
                // Length beats rules about signs (NIST SP 800-63B, 5.1.1.2).
                options.Password = new PasswordOptions
                {
                    RequiredLength = 10,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                    RequiredUniqueChars = 4,
                };
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                options.User.RequireUniqueEmail = true;
            })
            .AddUserStore<StaffStore>()
            .AddClaimsPrincipalFactory<StaffClaims>()
            .AddSignInManager();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, SetCookie);

        // Rights that were taken away must not live on in a cookie for long.
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthorizationBuilder()
            .AddPolicy(StaffPolicies.Manager, policy => policy.RequireRole(StaffRoles.Manager))
            .AddPolicy(StaffPolicies.Operator, policy => policy.RequireAssertion(static context => StaffClaims.Read(context.User) is { RunsTheMachinery: true }))
            .AddPolicy(StaffPolicies.Desk, policy => policy.RequireRole(StaffRoles.Manager, StaffRoles.Desk))
            .AddPolicy(StaffPolicies.Staff, policy => policy.RequireRole(StaffRoles.Manager, StaffRoles.Desk, StaffRoles.Staff));
        services.AddScoped<AuthenticationStateProvider, RevalidateStaff>();
        services.AddSingleton<FirstRunCode>();
        services.AddScoped<CreateStaffAccount>();
        services.AddScoped<DemoAccounts>();
        services.AddHostedService<WatchBookings>();
    }

    public static void UseIdentity(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>Makes the demo accounts in Development, and a code for the first manager where there is none. Needs the database.</summary>
    public static async Task PrepareStaffAsync(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DemoAccounts>().CreateAsync();
        }

        string? code = await app.Services.GetRequiredService<FirstRunIsOver>().RunAsync()
            ? null
            : app.Services.GetRequiredService<FirstRunCode>().Make(await app.Services.GetRequiredService<KeepServerKey>().RunAsync(FirstRunCode.KeyId));
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, code));
    }

    private static void SetCookie(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "staff";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/account/sign-in";
        cookie.LogoutPath = "/account/sign-out";
        cookie.AccessDeniedPath = "/account/not-yours";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
        cookie.Events.OnRedirectToLogin = async context =>
        {
            bool hasManager = await context.HttpContext.RequestServices.GetRequiredService<FirstRunIsOver>().RunAsync(context.HttpContext.RequestAborted);
            context.Response.Redirect(hasManager ? context.RedirectUri : "/account/first-run");
        };
    }

    private static void Announce(WebApplication app, string? code)
    {
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
        string address = (addresses.FirstOrDefault() ?? "").TrimEnd('/');
        app.Logger.LogInformation("BookingPortal answers at {Address}", address);
        if (app.Environment.IsDevelopment())
        {
            foreach ((string email, string role) in DemoAccounts.All)
            {
                app.Logger.LogInformation("Sign in at {Address}/calendar as {Role}: {Email}, password {Password}", address, role, email, DemoAccounts.Password);
            }
        }

        if (code is not null)
        {
            app.Logger.LogInformation("Nobody runs this portal yet. Open {Address}/account/first-run and enter the code {Code}", address, code);
        }
    }
}
