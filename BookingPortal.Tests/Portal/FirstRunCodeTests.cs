using BookingPortal.Account;
using BookingPortal.Tests.Core.Guard;

namespace BookingPortal.Tests.Portal;

/// <summary>The code that the first manager enters, whichever node printed it.</summary>
public sealed class FirstRunCodeTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void What_one_node_printed_the_others_accept()
    {
        string printed = new FirstRunCode(new StandingClock()).Make(Key);
        var other = new FirstRunCode(new StandingClock());
        Assert.Equal(printed, other.Make(Key));
        Assert.Matches("^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$", printed);
        Assert.True(other.Accepts(printed.ToLowerInvariant(), out _));
    }

    [Fact]
    public void Another_portals_code_is_another()
    {
        var code = new FirstRunCode(new StandingClock());
        string first = code.Make(Key);
        string second = code.Make(new byte[32]);
        Assert.NotEqual(first, second);
        Assert.False(code.Accepts(first, out string? refusal));
        Assert.Equal("This is not the code that the portal printed when it started.", refusal);
    }

    [Fact]
    public void A_code_that_was_spent_opens_nothing()
    {
        var code = new FirstRunCode(new StandingClock());
        string printed = code.Make(Key);
        code.Spend();
        Assert.False(code.Accepts(printed, out _));
    }
}
