using BookingPortal.Api.Front;
using BookingPortal.Api.Problems;
using BookingPortal.Core.Payments;
using Microsoft.AspNetCore.Mvc;

namespace BookingPortal.Api;

/// <summary>Where payment gateways call when something is decided. They prove who they are by a signature, not by a key of ours.</summary>
internal static class PaymentsApi
{
    private const string StripeAddress = "/api/v1/payments/stripe/webhook";

    /// <summary>An event of theirs is a few kilobytes.</summary>
    private const int LongestBody = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost(StripeAddress, ReceiveFromStripeAsync)
        .DisableAntiforgery()

        // A refused call would only come again; the signature costs less than the answer that refuses it.
        .DisableRateLimiting()
        .ExcludeFromDescription();

    private static async Task<IResult> ReceiveFromStripeAsync(HttpRequest request, [FromServices] ReceiveWebhook receiveWebhook, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return ApiReply.Of(ProblemTypes.Make(ProblemTypes.TooLarge, "No event is that long."));
        }

        string? signature = request.Headers["Stripe-Signature"] is [{ } only] ? only : null;
        return await receiveWebhook.RunAsync(new ReceiveWebhook.Request("stripe", body, signature), cancellationToken) switch
        {
            // All three are 200: Stripe sends again whatever is not, and there is nothing to send again.
            ReceiveWebhook.Answer.Taken => ApiReply.OfJson("""{"received":"taken"}"""u8.ToArray()),
            ReceiveWebhook.Answer.KnownAlready => ApiReply.OfJson("""{"received":"known"}"""u8.ToArray()),
            ReceiveWebhook.Answer.NothingToDo => ApiReply.OfJson("""{"received":"ignored"}"""u8.ToArray()),
            ReceiveWebhook.Answer.NotBelieved notBelieved => ApiReply.Of(ProblemTypes.Unreadable("Stripe-Signature", notBelieved.Why)),
            ReceiveWebhook.Answer.NoSuchGateway => ApiReply.Of(ProblemTypes.Make(ProblemTypes.NotFound, "This portal does not work with Stripe.")),
            var other => throw new InvalidOperationException($"{other} is no answer."),
        };
    }

    /// <returns>Null when it is longer than any event. Byte for byte, because the signature is over the bytes.</returns>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LongestBody)
        {
            return null;
        }

        using var body = new MemoryStream();
        byte[] part = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(part, cancellationToken)) > 0)
        {
            if (body.Length + read > LongestBody)
            {
                return null;
            }

            await body.WriteAsync(part.AsMemory(0, read), cancellationToken);
        }

        return body.ToArray();
    }
}
