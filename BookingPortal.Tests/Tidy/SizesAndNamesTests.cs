namespace BookingPortal.Tests.Tidy;

public sealed class SizesAndNamesTests
{
    [Theory]
    [InlineData("BookingPortal.Core/Holds/A.cs", 401)]
    [InlineData("BookingPortal/Desk/A.razor", 251)]
    [InlineData("BookingPortal.Tests/Flows/A.cs", 601)]
    public void A_file_past_its_limit_is_found(string path, int lines) => Assert.Single(Sample.Sizes(path, new string('\n', lines)));

    [Theory]
    [InlineData("BookingPortal.Core/Holds/A.cs", 400)]
    [InlineData("BookingPortal/Desk/A.razor", 250)]
    [InlineData("BookingPortal.Tests/Flows/A.cs", 600)]
    [InlineData("BookingPortal.Core/Data/Migrations/Sqlite/1_Initial.cs", 5000)]
    public void A_file_at_its_limit_is_not(string path, int lines) => Assert.Empty(Sample.Sizes(path, new string('\n', lines)));

    [Theory]
    [InlineData("sealed class A(int a, int b, int c, int d, int e, int f, int g);", true)]
    [InlineData("sealed class A(int a, int b, int c, int d, int e, Func<int, string, int> f);", false)]
    [InlineData("sealed record A(int a, int b, int c, int d, int e, int f, int g);", false)]
    [InlineData("sealed class A(int a, int b, int c, (int, int) d, int e, int f, int g) : B(a, b);", true)]
    public void More_than_six_constructor_parameters_are_found(string text, bool found) =>
        Assert.Equal(found, Sample.Sizes("BookingPortal.Core/Holds/A.cs", text).Any());

    [Theory]
    [InlineData("class BookingService;")]
    [InlineData("sealed class HoldManager(int a);")]
    [InlineData("record SlotDto(int A);")]
    [InlineData("static class DateUtils;")]
    [InlineData("interface IMailHelper;")]
    [InlineData("class PageBase;")]
    [InlineData("class MailerImpl;")]
    [InlineData("class OutboxProcessor;")]
    public void A_name_of_plumbing_is_found(string text) => Assert.Single(Sample.Names("BookingPortal.Core/Holds/A.cs", text));

    [Theory]
    [InlineData("class Service;")]
    [InlineData("class MigrateDatabase;")]
    [InlineData("record ServiceRules;")]
    [InlineData("class Outbox; // once called OutboxProcessor, class OutboxProcessor")]
    [InlineData("var text = \"class AManager\";")]
    public void A_word_of_the_field_is_not(string text) => Assert.Empty(Sample.Names("BookingPortal.Core/Holds/A.cs", text));

    [Theory]
    [InlineData("BookingPortal.Core/Common/A.cs", "class A;")]
    [InlineData("BookingPortal/Shared/A.razor", "<p></p>")]
    [InlineData("BookingPortal.Core/Holds/A.cs", "enum Holds { None }")]
    [InlineData("BookingPortal/Calendar/Calendar.razor", "<p></p>")]
    public void A_folder_of_leftovers_and_a_folder_named_like_a_type_are_found(string path, string text) => Assert.Single(Sample.Names(path, text));
}
