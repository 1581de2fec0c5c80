using BookingPortal.Core.CalendarSync;
using BookingPortal.Core.Outcomes;
using BookingPortal.Startup;

namespace BookingPortal.Commands;

/// <summary>Makes a calendar feed and prints its address, once.</summary>
internal sealed class CreateFeedCommand : ICommand
{
    public string Name => "create-feed";

    public string Usage => "create-feed --name <whose> [--site <slug>] [--resource <slug>]";

    public string Summary => "makes a calendar feed of a site or a person and prints its address once";

    public IReadOnlyList<string> Options => ["name", "site", "resource"];

    public async Task<int> RunAsync(Arguments arguments)
    {
        arguments.AllowWords(0);
        var request = new CreateCalendarFeed.Request(arguments.Need("name"), arguments.Options.GetValueOrDefault("site"), arguments.Options.GetValueOrDefault("resource"));
        await using WebApplication app = CommandHost.Build(arguments);
        await app.MakeDatabaseAsync();
        Outcome<CreateCalendarFeed.Created> outcome = await Database.ExplainAsync(
            app.Configuration, () => app.Services.GetRequiredService<CreateCalendarFeed>().RunAsync(request));
        CreateCalendarFeed.Created created = CommandHost.Accepted(outcome);
        await Console.Error.WriteLineAsync($"Calendar feed {created.Feed.Name}; whoever knows this address reads it, and it is shown only now:");
        await Console.Out.WriteLineAsync($"/api/v1/calendars/{created.Token}.ics");
        return 0;
    }
}

/// <summary>Ends a calendar feed: its address answers nothing from then on.</summary>
internal sealed class RevokeFeedCommand : ICommand
{
    public string Name => "revoke-feed";

    public string Usage => "revoke-feed --name <whose>";

    public string Summary => "ends a calendar feed; its address answers nothing from then on";

    public IReadOnlyList<string> Options => ["name"];

    public async Task<int> RunAsync(Arguments arguments)
    {
        arguments.AllowWords(0);
        string name = arguments.Need("name");
        await using WebApplication app = CommandHost.Build(arguments);
        await app.MakeDatabaseAsync();
        if (!await Database.ExplainAsync(app.Configuration, () => app.Services.GetRequiredService<CreateCalendarFeed>().RevokeAsync(name)))
        {
            throw new StartupProblem($"There is no calendar feed \"{name}\" in use.");
        }

        await Console.Out.WriteLineAsync($"The calendar feed {name} is ended");
        return 0;
    }
}
