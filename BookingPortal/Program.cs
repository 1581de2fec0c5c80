using BookingPortal.Startup;

// A table of contents: each line is one concern, in a file of its own under Startup/.
try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddListening();
    builder.AddClock();
    builder.AddDatabase();
    builder.AddPages();

    var app = builder.Build();
    app.MapPages();

    await app.PrepareDatabaseAsync();
    return await app.RunOrExplainAsync();
}
catch (StartupProblem problem)
{
    return await problem.TellAsync();
}
