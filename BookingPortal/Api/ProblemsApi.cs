using System.Globalization;
using BookingPortal.Api.Problems;

namespace BookingPortal.Api;

/// <summary>The pages that the <c>type</c> of a problem leads to.</summary>
internal static class ProblemsApi
{
    public static IResult Explain(string name) => ProblemTypes.Find(name) is { } known
        ? Results.Text(string.Create(CultureInfo.InvariantCulture, $"{name} ({known.Status}): {known.Title}.\n"))
        : Results.NotFound();
}
