using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Operations.Words;
using NodaTime;

namespace BookingPortal.Tests.Portal;

/// <summary>What managers read of the machinery.</summary>
public sealed class OperationsWordsTests
{
    [Theory]
    [InlineData(0, "0 minutes")]
    [InlineData(1, "1 minute")]
    [InlineData(119, "119 minutes")]
    [InlineData(120, "2 hours")]
    [InlineData(47 * 60, "47 hours")]
    [InlineData(4315, "3 days")]
    public void How_long_something_has_lasted_is_said_in_the_unit_one_would_count_in(int minutes, string words) =>
        Assert.Equal(words, HowLong.Words(Duration.FromMinutes(minutes)));

    [Theory]
    [InlineData(CircuitState.Closed, 0, "Answers", "good")]
    [InlineData(CircuitState.Closed, 1, "Failed last time, is asked again", "warn")]
    [InlineData(CircuitState.Open, 5, "Does not answer", "bad")]
    public void What_failed_when_it_was_asked_last_is_not_said_to_answer(CircuitState state, int failures, string word, string tone) =>
        Assert.Equal((word, tone), AlertWords.Circuit(state, failures));
}
