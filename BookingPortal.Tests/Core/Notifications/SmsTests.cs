using BookingPortal.Core.Integrations.Sms;
using BookingPortal.Core.Notifications.Sending;
using NodaTime;

namespace BookingPortal.Tests.Core.Notifications;

/// <summary>The SMS adapter against a stand-in that speaks Twilio's API.</summary>
public sealed class SmsTests
{
    [Theory]
    [InlineData("912 345 678", "+351", "+351912345678")]
    [InlineData("+49 (0)30 901820", "+351", "+4930901820")]
    [InlineData("0049 30/901820", null, "+4930901820")]
    [InlineData("020 7946 0000", "44", "+442079460000")]
    [InlineData("912 345 678", null, null)]
    [InlineData("call me", "+351", null)]
    [InlineData("123", "+351", null)]
    [InlineData("+12345678901234567", "+351", null)]
    [InlineData("", "+351", null)]
    public void A_number_is_brought_into_the_form_that_every_gateway_knows(string written, string? country, string? expected) =>
        Assert.Equal(expected, PhoneNumber.ToE164(written, country));

    [Fact]
    public async Task A_message_is_handed_over_and_its_receipt_kept()
    {
        await using SmsStandIn gateway = await SmsStandIn.OpenAsync();
        using TwilioSmsSender sender = gateway.Sender();

        var sent = Assert.IsType<SendAnswer.Sent>(await sender.SendAsync(Message(), default));

        var taken = Assert.Single(gateway.Sent);
        Assert.Equal(taken["sid"]!.GetValue<string>(), sent.Receipt);
        Assert.Equal("+351912345678", taken["to"]!.GetValue<string>());
        Assert.Equal("Até já, às 9 💈", taken["body"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("400/21211")]
    [InlineData("400/21610")]
    [InlineData("400/21614")]
    public async Task What_is_wrong_with_the_number_is_wrong_for_good(string mode)
    {
        await using SmsStandIn gateway = await SmsStandIn.OpenAsync();
        using TwilioSmsSender sender = gateway.Sender();
        gateway.Mode = mode;

        var never = Assert.IsType<SendAnswer.Never>(await sender.SendAsync(Message(), default));

        Assert.Contains("as the gateway says", never.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("429/20429")]
    [InlineData("500/20500")]
    [InlineData("401/20003")]
    [InlineData("off")]
    public async Task What_is_wrong_with_the_gateway_or_the_account_may_pass(string mode)
    {
        await using SmsStandIn gateway = await SmsStandIn.OpenAsync();
        using TwilioSmsSender sender = gateway.Sender();
        gateway.Mode = mode;

        Assert.IsType<SendAnswer.Later>(await sender.SendAsync(Message(), default));

        gateway.Mode = "ok";
        Assert.IsType<SendAnswer.Sent>(await sender.SendAsync(Message() with { MaybeSent = true }, default));
        Assert.Single(gateway.Sent);
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_is_left_and_one_that_is_gone_is_said_to_be_gone()
    {
        SmsStandIn gateway = await SmsStandIn.OpenAsync();
        using TwilioSmsSender sender = gateway.Sender(limit: TimeSpan.FromMilliseconds(300));
        gateway.Mode = "slow";
        Assert.Contains("did not answer", Assert.IsType<SendAnswer.Later>(await sender.SendAsync(Message(), default)).Reason, StringComparison.Ordinal);

        await gateway.DisposeAsync();
        Assert.Contains("cannot be reached", Assert.IsType<SendAnswer.Later>(await sender.SendAsync(Message(), default)).Reason, StringComparison.Ordinal);
    }

    /// <summary>The API has no key for repeats: without the look before the second try the customer would be texted twice.</summary>
    [Fact]
    public async Task A_message_that_was_taken_before_the_line_broke_is_not_sent_again()
    {
        await using SmsStandIn gateway = await SmsStandIn.OpenAsync();
        using TwilioSmsSender sender = gateway.Sender();
        gateway.Mode = "lost";
        TextMessage message = Message();
        Assert.IsType<SendAnswer.Later>(await sender.SendAsync(message, default));
        gateway.Mode = "ok";

        var again = Assert.IsType<SendAnswer.Sent>(await sender.SendAsync(message with { MaybeSent = true }, default));

        Assert.StartsWith(Assert.Single(gateway.Sent)["sid"]!.GetValue<string>(), again.Receipt, StringComparison.Ordinal);
    }

    private static TextMessage Message() => new(Guid.CreateVersion7(), "912 345 678", "Até já, às 9 💈", SystemClock.Instance.GetCurrentInstant());
}
