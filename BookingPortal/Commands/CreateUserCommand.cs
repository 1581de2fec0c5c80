using System.Buffers.Text;
using System.Security.Cryptography;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Sites;
using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>Lets a person in from the command line, as when the last manager has left.</summary>
internal sealed class CreateUserCommand : ICommand
{
    /// <summary>Twelve random bytes are sixteen characters: nobody guesses them, and one can still type them.</summary>
    private const int PasswordBytes = 12;

    public string Name => "create-user";

    public string Usage => $"create-user --email <address> --role {string.Join('|', StaffRoles.All)} [--site <slug>,…] [--resource <slug>] [--name <name>] [--password <password>]";

    public string Summary => "makes an account for staff; --resource says who on the calendar they are; without a password it makes one and prints it";

    public IReadOnlyList<string> Options => ["email", "role", "site", "resource", "name", "password"];

    public async Task<int> RunAsync(Arguments arguments)
    {
        arguments.AllowWords(0);
        string email = arguments.Need("email");
        string role = arguments.Need("role");
        if (!StaffRoles.All.Contains(role))
        {
            throw new MisusedCommand($"\"{role}\" is no role.");
        }

        string? given = arguments.Options.GetValueOrDefault("password");
        string password = given ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes));
        await using WebApplication app = CommandHost.Build(arguments);
        await app.MakeDatabaseAsync();
        CatalogSnapshot catalog = await Database.ExplainAsync(app.Configuration, () => app.Services.GetRequiredService<ReadCatalog>().RunAsync());
        Resource? person = Person(catalog, arguments);
        IReadOnlyList<Guid> sites = Sites(catalog, arguments) is { Length: > 0 } named ? named : person?.Sites ?? [];
        await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
        CreateStaffAccount create = scope.ServiceProvider.GetRequiredService<CreateStaffAccount>();
        var request = new CreateStaffAccount.Request(
            email, arguments.Options.GetValueOrDefault("name") ?? email.Split('@')[0], role, password, sites, person?.Id);
        StaffAccount account = CommandHost.Accepted(await Database.ExplainAsync(app.Configuration, () => create.RunAsync(request)));
        await Console.Out.WriteLineAsync($"{account.Email} may sign in as {role}{(given is null ? $", with the password {password}" : "")}.");
        if (role == StaffRoles.Staff && person is null)
        {
            await Console.Out.WriteLineAsync("It is linked to nobody on the calendar, so it sees no bookings; --resource <slug> links it.");
        }

        return 0;
    }

    /// <exception cref="StartupProblem">There is no such site.</exception>
    private static Guid[] Sites(CatalogSnapshot catalog, Arguments arguments)
    {
        string[] slugs = arguments.Options.GetValueOrDefault("site")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return [.. slugs.Select(slug => catalog.FindSite(slug)?.Id
            ?? throw new StartupProblem($"there is no site \"{slug}\"{(catalog.Sites.Count == 0 ? "" : $"; there are {string.Join(", ", catalog.Sites.Select(site => site.Slug))}")}."))];
    }

    /// <exception cref="StartupProblem">There is no such resource.</exception>
    private static Resource? Person(CatalogSnapshot catalog, Arguments arguments) =>
        arguments.Options.GetValueOrDefault("resource")?.Trim() is { Length: > 0 } slug
            ? catalog.FindResource(slug) ?? throw new StartupProblem($"there is no resource \"{slug}\".")
            : null;
}
