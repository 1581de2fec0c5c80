using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace BookingPortal.Account;

public sealed partial class ChangePasswordPage(SignInManager<StaffAccount> signIn, UserManager<StaffAccount> users, NavigationManager navigation)
{
    private string? _problem;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "change-password")]
    private Fields? Form { get; set; }

    private async Task ChangeAsync()
    {
        StaffAccount? account = await users.GetUserAsync((await SignedIn).User);
        if (account is null)
        {
            navigation.NavigateTo("/account/sign-in");
            return;
        }

        if (Form?.New != Form?.Again)
        {
            _problem = "The two new passwords differ. Write the same one twice.";
            return;
        }

        if (await users.IsLockedOutAsync(account))
        {
            _problem = "Too many wrong passwords. Wait five minutes, then try again.";
            return;
        }

        IdentityResult changed = await users.ChangePasswordAsync(account, Form?.Present ?? "", Form?.New ?? "");
        if (changed.Succeeded)
        {
            await signIn.SignOutAsync();
            navigation.NavigateTo("/account/sign-in?said=password");
            return;
        }

        bool wrong = changed.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch));
        if (wrong)
        {
            await users.AccessFailedAsync(account);
        }

        _problem = wrong ? "The present password is not right." : string.Join(' ', changed.Errors.Select(error => error.Description));
    }

    public sealed class Fields
    {
        public string? Present { get; set; }

        public string? New { get; set; }

        public string? Again { get; set; }
    }
}
