using System.Text.RegularExpressions;

namespace BookingPortal.Tests.Fixtures;

/// <summary>A form as a browser without JavaScript sends it: get the page, fill in its form, send it.</summary>
internal static partial class PageForm
{
    public static async Task<HttpResponseMessage> PostAsync(HttpClient visitor, string address, string form, Dictionary<string, string> fields)
    {
        string page = await visitor.GetStringAsync(address);
        return await PostAsync(visitor, address, page, form, fields);
    }

    /// <param name="page">The page as it was got before.</param>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient visitor, string address, string page, string form, Dictionary<string, string> fields)
    {
        fields["_handler"] = form;
        fields["__RequestVerificationToken"] = Token().Match(page).Groups["token"].Value;
        using var content = new FormUrlEncodedContent(fields);
        return await visitor.PostAsync(address, content);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
