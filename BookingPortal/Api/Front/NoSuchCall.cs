using BookingPortal.Api.Describing;
using BookingPortal.Api.Problems;
using Microsoft.AspNetCore.Routing.Template;

namespace BookingPortal.Api.Front;

/// <summary>Answers whatever no call of the API takes, and says what is wrong with it: the address or the method.</summary>
internal static class NoSuchCall
{
    public static IResult Explain(HttpContext http, EndpointDataSource calls)
    {
        string[] methods = [.. calls.Endpoints
            .OfType<RouteEndpoint>()
            .Where(call => call.Metadata.GetMetadata<CallDescription>() is not null && Matches(call, http.Request.Path))
            .SelectMany(call => call.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct()
            .Order(StringComparer.Ordinal)];
        if (methods.Length == 0)
        {
            return ApiReply.Of(ProblemTypes.Make(ProblemTypes.NotFound, "There is no call at this address."));
        }

        http.Response.Headers.Allow = string.Join(", ", methods);
        return ApiReply.Of(ProblemTypes.Make(ProblemTypes.MethodNotAllowed, $"This address takes {http.Response.Headers.Allow}."));
    }

    private static bool Matches(RouteEndpoint call, PathString path) =>
        new TemplateMatcher(TemplateParser.Parse(call.RoutePattern.RawText!.TrimStart('/')), []).TryMatch(path, []);
}
