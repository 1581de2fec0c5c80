using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BookingPortal.Account;

public sealed partial class SignInPage(SignInManager<StaffAccount> signIn, UserManager<StaffAccount> users, FirstRunIsOver firstRunIsOver, NavigationManager navigation)
{
    private string? _problem;
    private string? _notice;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private Fields? Form { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "said")]
    private string? Said { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (!await firstRunIsOver.RunAsync())
        {
            navigation.NavigateTo("/account/first-run");
            return;
        }

        _notice = Said switch
        {
            "signed-out" => "You are signed out.",
            "password" => "The new password holds from now on. Sign in with it.",
            _ => null,
        };
    }

    private async Task SignInAsync()
    {
        string email = Form?.Email?.Trim() ?? "";
        string password = Form?.Password ?? "";
        StaffAccount? account = await users.FindByEmailAsync(email);
        if (account is null)
        {
            // As slow as a real check, so that the time taken does not tell which addresses have an account.
            users.PasswordHasher.HashPassword(new StaffAccount { Name = "" }, password);
            _problem = WrongPair;
            return;
        }

        SignInResult verdict = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        if (verdict.Succeeded)
        {
            navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
            return;
        }

        _problem = verdict.IsLockedOut
            ? "Too many wrong passwords. This account is locked for five minutes; then try again."
            : WrongPair;
    }

    private const string WrongPair = "This email and password do not belong together. Check both and try again.";

    public sealed class Fields
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
