using BookingPortal.Core.Catalog;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;

namespace BookingPortal.Account;

/// <summary>Three people to sign in as while trying the portal out. They exist in Development alone.</summary>
internal sealed class DemoAccounts(CreateStaffAccount createStaffAccount, ReadCatalog readCatalog)
{
    /// <summary>Printed at start, so it is no secret; that is why Production never has these accounts.</summary>
    public const string Password = "demo-portal-2026";

    public static IReadOnlyList<(string Email, string Role)> All { get; } =
    [
        ("manager@demo.example", StaffRoles.Manager),
        ("desk@demo.example", StaffRoles.Desk),
        ("staff@demo.example", StaffRoles.Staff),
    ];

    public async Task CreateAsync()
    {
        CatalogSnapshot catalog = await readCatalog.RunAsync();

        // The staff account is the first person who can be booked, so that it shows what such a person sees.
        Resource? person = catalog.Sites
            .SelectMany(catalog.ResourcesAt)
            .FirstOrDefault(resource => resource.Kind == "staff");
        await MakeAsync(new("manager@demo.example", "Maria Demo", StaffRoles.Manager, Password));
        await MakeAsync(new("desk@demo.example", "Diego Demo", StaffRoles.Desk, Password));
        await MakeAsync(new("staff@demo.example", person?.Name ?? "Sam Demo", StaffRoles.Staff, Password, person?.Sites, person?.Id));
    }

    private async Task MakeAsync(CreateStaffAccount.Request request)
    {
        Outcome<StaffAccount> made = await createStaffAccount.RunAsync(request);
        if (!made.TryGet(out _, out Refusal? refusal) && refusal is not Refusal.Invalid { Field: "email" })
        {
            throw new InvalidOperationException($"The demo account {request.Email} could not be made: {refusal}");
        }
    }
}
