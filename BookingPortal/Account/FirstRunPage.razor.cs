using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BookingPortal.Account;

public sealed partial class FirstRunPage(
    FirstRunIsOver firstRunIsOver, FirstRunCode firstRunCode, CreateStaffAccount createStaffAccount, SignInManager<StaffAccount> signIn, NavigationManager navigation)
{
    private bool _isOpen;
    private string? _problem;

    [SupplyParameterFromForm(FormName = "first-run")]
    private Fields? Form { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _isOpen = !await firstRunIsOver.RunAsync();
        if (!_isOpen)
        {
            navigation.NotFound();
        }
    }

    private async Task CreateAsync()
    {
        // Asked again: a form is handled even where the page said that it is gone.
        if (await firstRunIsOver.RunAsync() || Form is null)
        {
            return;
        }

        if (!firstRunCode.Accepts(Form.Code, out string? refusal))
        {
            _problem = refusal;
            return;
        }

        var request = new CreateStaffAccount.Request(
            Form.Email ?? "", Form.Name ?? "", StaffRoles.Manager, Form.Password ?? "", OnlyAsFirstManager: true);
        Outcome<StaffAccount> made = await createStaffAccount.RunAsync(request);
        if (!made.TryGet(out StaffAccount? manager, out Refusal? problem))
        {
            _problem = problem is Refusal.Invalid invalid ? invalid.Problem : "This portal has a manager already.";
            return;
        }

        firstRunCode.Spend();
        await signIn.SignInAsync(manager, isPersistent: false);
        navigation.NavigateTo(LocalAddress.Home);
    }

    public sealed class Fields
    {
        public string? Code { get; set; }

        public string? Name { get; set; }

        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
