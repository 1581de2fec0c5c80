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
<<<<<<< HEAD
    builder.AddVerbs();
    builder.AddIdentity();
    builder.AddJobs();
    builder.AddCompression();
=======
    builder.AddPayments();
>>>>>>> ad82b01 (Stripe's own calls, the till's late answers, and which gateway takes the money; tests against a stand-in over real HTTP)
    builder.AddPages();
    builder.AddCustomerPages();

    var app = builder.Build();
    app.UseCompression();
    app.UseCustomerPages();
    app.UseIdentity();
    app.MapPages();
<<<<<<< HEAD
    app.MapCustomerPages();
=======
    app.MapPayments();
>>>>>>> ad82b01 (Stripe's own calls, the till's late answers, and which gateway takes the money; tests against a stand-in over real HTTP)

    await app.PrepareDatabaseAsync();
    await app.PrepareTokensAsync();
    await app.PrepareStaffAsync();
    return await app.RunOrExplainAsync();
}
catch (StartupProblem problem)
{
    return await problem.TellAsync();
}
