using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Durability;

namespace BookingPortal.Api.Front;

/// <summary>Serves a POST once under its idempotency key, and the same answer to whoever asks again.</summary>
internal sealed class IdempotentPosts(IdempotentRequests requests)
{
    private const string Header = "Idempotency-Key";
    private const int LongestKey = 200;

    /// <summary>How an answer is written, and how it gets the tokens and addresses that are never kept.</summary>
    internal sealed record Form<T>(JsonTypeInfo<T> Json, Func<HttpContext, T, T> AddSecrets, Func<T, int?> Version, Func<T, string?> Location);

    /// <summary>What a call came to.</summary>
    internal readonly record struct Done<T>(int Status, T? Answer, Problem? Problem)
    {
        public static implicit operator Done<T>(Problem problem) => new(problem.Status, default, problem);
    }

    /// <summary>Keeps the answer in the commit of the deed; its ticket gives the verbs what else belongs to their commit.</summary>
    internal sealed record Keeper<T>(IdempotencyTicket Ticket, Form<T> Form)
    {
        public string Write(T answer) => JsonSerializer.Serialize(answer, Form.Json);
    }

    /// <param name="act">Does it. The keeper is null where no key was given.</param>
    public async Task<IResult> RunAsync<T>(
        HttpContext http, ApiCaller caller, byte[] body, Form<T> form, Func<Keeper<T>?, Task<Done<T>>> act)
        where T : class
    {
        if (!http.Request.Headers.TryGetValue(Header, out var given))
        {
            return Reply(http, form, await act(null));
        }

        string text = given.ToString();
        if (text.Length is 0 or > LongestKey || text.Any(letter => letter is < ' ' or > '~'))
        {
            return ApiReply.Of(ProblemTypes.Unreadable(Header, $"A key has 1 to {LongestKey} printable ASCII characters."));
        }

        var key = IdempotencyKey.Of(caller.Scope, $"{http.Request.Method} {http.Request.Path.Value}", text, body);
        IdempotentRequests.Entry entry = await requests.EnterAsync(key, http.RequestAborted);
        if (entry is not IdempotentRequests.Entry.First first)
        {
            return Known(http, form, entry);
        }

        using IdempotencyTicket ticket = first.Ticket;
        try
        {
            Done<T> done = await act(new Keeper<T>(ticket, form));
            if (!await KeepRefusalAsync(ticket, done.Problem) && done.Problem is not null && await ticket.AnsweredMeanwhileAsync(http.RequestAborted) is { } before)
            {
                return Known(http, form, before);
            }

            return Reply(http, form, done);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Another node may have been faster under the same key; then nothing of ours remains and its answer counts.
            if (await ticket.BeatenByAsync(failure, http.RequestAborted) is { } theirs)
            {
                return Known(http, form, theirs);
            }

            throw;
        }
    }

    /// <summary>A refusal is an answer like any other; what was only wrongly asked is not, and may be asked again.</summary>
    /// <returns>Whether it was kept.</returns>
    private static async Task<bool> KeepRefusalAsync(IdempotencyTicket ticket, Problem? problem)
    {
        switch (problem)
        {
            case { Status: StatusCodes.Status409Conflict or StatusCodes.Status422UnprocessableEntity } when !problem.IsInvalid():
                await ticket.KeepRefusalAsync(problem.Status, JsonSerializer.Serialize(problem, ApiJson.Outgoing.Problem));
                return true;
            case { Status: StatusCodes.Status402PaymentRequired }:
                await ticket.KeepInsteadAsync(problem.Status, JsonSerializer.Serialize(problem, ApiJson.Outgoing.Problem));
                return true;
            default:
                return false;
        }
    }

    private static ApiReply Reply<T>(HttpContext http, Form<T> form, Done<T> done)
        where T : class
    {
        if (done.Answer is not { } answer)
        {
            return ApiReply.Of(done.Problem!);
        }

        return ApiReply.Of(done.Status, form.AddSecrets(http, answer), form.Json, form.Version(answer), form.Location(answer));
    }

    private static ApiReply Known<T>(HttpContext http, Form<T> form, IdempotentRequests.Entry entry)
        where T : class => entry switch
    {
        IdempotentRequests.Entry.Answered { Answer: { Status: < 300 } kept } => Replay(http, form, kept),
        IdempotentRequests.Entry.Answered { Answer: { } refused } => ApiReply.OfKeptProblem(
            refused.Status, Encoding.UTF8.GetBytes(refused.Body)),
        IdempotentRequests.Entry.InFlight => ApiReply.Of(
            ProblemTypes.Make(ProblemTypes.InFlight, "Ask again in a moment for its answer.") with { RetryAfterSeconds = 1 }),
        IdempotentRequests.Entry.Reused => ApiReply.Of(
            ProblemTypes.Make(ProblemTypes.KeyReused, "Send the same body as the first time, or choose a new key.")),
        _ => throw new InvalidOperationException($"{entry.GetType().Name} has no answer."),
    };

    private static ApiReply Replay<T>(HttpContext http, Form<T> form, IdempotentAnswer kept)
        where T : class
    {
        T answer = JsonSerializer.Deserialize(kept.Body, form.Json)
            ?? throw new JsonException("A kept answer is empty.");
        ApiReply made = ApiReply.Of(kept.Status, form.AddSecrets(http, answer), form.Json, form.Version(answer), form.Location(answer));
        return made.AsReplay();
    }
}
