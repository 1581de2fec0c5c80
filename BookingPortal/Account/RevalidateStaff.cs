using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;

namespace BookingPortal.Account;

/// <summary>Ends open pages of people whose password changed or whose account was closed: a circuit outlives its cookie otherwise.</summary>
internal sealed class RevalidateStaff(ILoggerFactory loggers, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<StaffAccount>>();
        return await signIn.ValidateSecurityStampAsync(authenticationState.User) is not null;
    }
}
