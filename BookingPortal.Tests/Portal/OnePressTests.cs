using BookingPortal.Controls;

namespace BookingPortal.Tests.Portal;

/// <summary>A double click is one press, also where another button stands under the pointer by then.</summary>
public sealed class OnePressTests
{
    [Fact]
    public async Task The_second_press_of_a_double_click_does_nothing_and_a_later_one_does()
    {
        var time = new HandTime();
        var press = new OnePress(time);
        int acts = 0;
        Task Act()
        {
            acts++;
            return Task.CompletedTask;
        }

        await press.RunAsync(Act);
        time.Now += TimeSpan.FromMilliseconds(500);
        await press.RunAsync(Act);
        Assert.Equal(1, acts);

        await press.RunAsync(Act, isAnswer: true);
        Assert.Equal(2, acts);

        time.Now += TimeSpan.FromSeconds(1);
        await press.RunAsync(Act);
        Assert.Equal(3, acts);
    }

    [Fact]
    public async Task A_press_while_the_first_is_under_way_does_nothing()
    {
        var press = new OnePress(new HandTime());
        var underWay = new TaskCompletionSource();
        Task first = press.RunAsync(() => underWay.Task);
        bool acted = false;

        await press.RunAsync(() =>
        {
            acted = true;
            return Task.CompletedTask;
        });
        underWay.SetResult();
        await first;

        Assert.False(acted);
        Assert.False(press.IsBusy);
    }

    private sealed class HandTime : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
