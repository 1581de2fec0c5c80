using BookingPortal.Tests.Tidy.Checks;

namespace BookingPortal.Tests.Tidy;

public sealed class HouseIsTidyTests
{
    [Fact]
    public void No_room_reaches_through_a_wall() => AssertNone(Walls.Check(HouseFiles.All));

    [Fact]
    public void Nouns_are_pure() => AssertNone(Purity.Check(HouseFiles.All));

    [Fact]
    public void No_file_and_no_constructor_is_too_long() => AssertNone(Sizes.Check(HouseFiles.All));

    [Fact]
    public void Names_are_words_of_the_field() => AssertNone(Names.Check(HouseFiles.All));

    [Fact]
    public void No_banned_word_or_call_is_used() => AssertNone(BannedWords.Check(HouseFiles.All));

    [Fact]
    public void The_checks_see_the_whole_house()
    {
        Assert.Contains(HouseFiles.All, file => file.Path == "BookingPortal/Program.cs");
        Assert.Contains(HouseFiles.All, file => file.Path == "BookingPortal.Core/Holds/Hold.cs");
        Assert.Contains(HouseFiles.All, file => file.IsRazor);
        Assert.DoesNotContain(HouseFiles.All, file => file.Path.Contains("/obj/", StringComparison.Ordinal));
    }

    private static void AssertNone(IEnumerable<Finding> findings) => Assert.True(
        !findings.Any(),
        string.Join(Environment.NewLine, findings.Select(finding => finding.ToString()).Prepend($"{findings.Count()} findings:")));
}
