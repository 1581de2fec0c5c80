using BookingPortal.Commands;
using BookingPortal.Startup;

// A table of contents: each line is one concern, in a file of its own under Startup/.
try
{
    if (CommandLine.Asks(args))
    {
        return await CommandLine.RunAsync(args);
    }

    var builder = WebApplication.CreateBuilder(args);
    builder.AddListening();
    builder.AddClock();
    builder.AddDatabase();
    builder.AddVerbs();
    builder.AddIdentity();
    builder.AddJobs();
    builder.AddTelemetry();
    builder.AddCompression();
    builder.AddPayments();
    builder.AddNotices();
    builder.AddApi();
    builder.AddPages();
    builder.AddCustomerPages();

    var app = builder.Build();
    app.UseTelemetry();
    app.UsePublicAddress();
    app.UseApi();
    app.MapApi();
    app.UseCompression();
    app.UseCustomerPages();
    app.UseIdentity();
    app.MapPages();
    app.MapCustomerPages();
    app.MapPayments();

    app.AskForAddress();
    await app.PrepareDatabaseAsync();
    await app.PrepareTokensAsync();
    await app.PrepareStaffAsync();
    return await app.RunOrExplainAsync();
}
catch (StartupProblem problem)
{
    return await problem.TellAsync();
}
