using BookingPortal.Core.Notifications.Wording;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>How many segments an SMS takes (3GPP TS 23.038), and what is given up so that it takes two.</summary>
public sealed class SmsTextTests
{
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("x", 160, 1)]
    [InlineData("x", 161, 2)]
    [InlineData("ö", 306, 2)]
    [InlineData("x", 307, 3)]
    [InlineData("€", 80, 1)] // from the extension table: two places each
    [InlineData("€", 81, 2)]
    [InlineData("ç", 70, 1)]
    [InlineData("ç", 71, 2)]
    [InlineData("ç", 135, 3)]
    public void Segments_are_counted_as_they_are_paid_for(string letter, int times, int segments) =>
        Assert.Equal(segments, SmsText.Segments(string.Concat(Enumerable.Repeat(letter, times))));

    [Fact]
    public void Accents_stay_where_there_is_room_and_go_where_they_would_cost_a_third_segment()
    {
        const string Short = "Salão: coloração, sáb., 12 set., 10:00 WEST";
        Assert.Equal(Short, SmsText.Fit(Short));
        string rest = new('x', 120);
        Assert.Equal($"Salao: coloracao, sab. - \"ola\" {rest}", SmsText.Fit($"Salão: coloração, sáb. – „olá“ {rest}"));
        string chinese = new('发', 140);
        Assert.Equal(chinese, SmsText.Fit(chinese));
    }

    [Theory]
    [InlineData("Haircut", "Haircut")]
    [InlineData("Exactly thirty characters long", "Exactly thirty characters long")]
    [InlineData("Exactly thirty characters long!", "Exactly thirty characters.")]
    [InlineData("A name with a face in it now 💈💈", "A name with a face in it now.")]
    [InlineData("Donaudampfschifffahrtsfahrten💈💈", "Donaudampfschifffahrtsfahrten.")]
    [InlineData("Donaudampfschifffahrtsfahrt!💈💈", "Donaudampfschifffahrtsfahrt!.")]
    public void A_long_name_is_cut(string name, string cut) => Assert.Equal(cut, SmsText.Short(name));
}
