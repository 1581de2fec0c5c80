using BookingPortal.Startup;

// A table of contents: each line is one concern, in a file of its own under Startup/.
var builder = WebApplication.CreateBuilder(args);
builder.AddListening();
builder.AddPages();

var app = builder.Build();
app.MapPages();

return await app.RunOrExplainAsync();
