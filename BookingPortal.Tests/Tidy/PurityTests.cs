namespace BookingPortal.Tests.Tidy;

public sealed class PurityTests
{
    [Theory]
    [InlineData("BookingPortal.Core/Holds/Cells.cs", "using Microsoft.EntityFrameworkCore;\nclass Cells { int Count() => 1; }")]
    [InlineData("BookingPortal.Core/Bookings/Lifecycle.cs", "using System.IO;\nclass Lifecycle;")]
    [InlineData("BookingPortal.Core/Payments/Price.cs", "using System.Net.Http;\nrecord Price;")]
    [InlineData("BookingPortal.Core/Sites/Site.cs", "using Microsoft.AspNetCore.Http;\nclass Site;")]
    [InlineData("BookingPortal.Core/Holds/Cells.cs", "using static System.IO.File;\nclass Cells;")]
    [InlineData("BookingPortal.Core/Holds/Hold.cs", "using Microsoft.EntityFrameworkCore;\nclass Hold { public async Task SaveAsync() { } }")]
    public void A_noun_that_imports_the_world_is_found(string path, string text) => Assert.NotEmpty(Sample.Purity(path, text));

    [Theory]
    [InlineData("BookingPortal.Core/Holds/PlaceHold.cs", "using Microsoft.EntityFrameworkCore;\nclass PlaceHold { public async Task<Outcome<int>> RunAsync(Request request) { } }")]
    [InlineData("BookingPortal.Core/Holds/ReadHold.cs", "using Microsoft.EntityFrameworkCore;\nclass ReadHold { public async Task<Hold?> RunAsync() { } }")]
    [InlineData("BookingPortal.Core/Bookings/BookingSaga.cs", "using Microsoft.EntityFrameworkCore;\nclass BookingSaga { private static async Task<StepResult> Confirm(WriteScope scope) { } }")]
    [InlineData("BookingPortal.Core/Holds/Hold.cs", "using NodaTime;\nclass Hold;")]
    [InlineData("BookingPortal.Core/Data/Setup.cs", "using Microsoft.EntityFrameworkCore;\nclass Setup;")]
    [InlineData("BookingPortal.Core/Jobs/Timetable.cs", "using System.Net;\nclass Timetable;")]
    [InlineData("BookingPortal.Core/Bookings/Address.cs", "using System.Net.Mail;\nclass Address;")]
    [InlineData("BookingPortal.Core/Holds/Cells.cs", "// using System.IO;\nclass Cells;")]
    public void A_verb_may_and_a_pure_noun_does_not(string path, string text) => Assert.Empty(Sample.Purity(path, text));
}
