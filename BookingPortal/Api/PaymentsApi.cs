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
        .DisableRateLimiting()
        .WithName("ReceiveStripeWebhook")
        .WithSummary("Stripe's own calls, signed with the webhook secret.");

    private static async Task<IResult> ReceiveFromStripeAsync(HttpRequest request, [FromServices] ReceiveWebhook receiveWebhook, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return Problem(StatusCodes.Status413PayloadTooLarge, "too-large", "The request is too large", "No event is that long.");
        }

        string? signature = request.Headers["Stripe-Signature"] is [{ } only] ? only : null;
        return await receiveWebhook.RunAsync(new ReceiveWebhook.Request("stripe", body, signature), cancellationToken) switch
        {
            // All three are 200: Stripe sends again whatever is not, and there is nothing to send again.
            ReceiveWebhook.Answer.Taken => Answer("taken"),
            ReceiveWebhook.Answer.KnownAlready => Answer("known"),
            ReceiveWebhook.Answer.NothingToDo => Answer("ignored"),
            ReceiveWebhook.Answer.NotBelieved notBelieved => Problem(
                StatusCodes.Status400BadRequest, "invalid", "This call is not believed", notBelieved.Why),
            ReceiveWebhook.Answer.NoSuchGateway => Problem(
                StatusCodes.Status404NotFound, "not-found", "There is nothing here", "This portal does not work with Stripe."),
            var other => throw new InvalidOperationException($"{other} is no result."),
        };
    }

    private static IResult Answer(string received) => Results.Json(new { received });

    private static IResult Problem(int status, string type, string title, string detail) =>
        Results.Problem(detail, statusCode: status, title: title, type: $"/problems/{type}");

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
