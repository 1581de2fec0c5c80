using Microsoft.AspNetCore.WebUtilities;

namespace BookingPortal.BookOnline;

/// <summary>Takes an address apart: a form that is sent by GET replaces the whole query, so it has to carry the rest of it along.</summary>
public static class Query
{
    public static string PathOf(string address) => address.Split('?', 2)[0];

    public static IEnumerable<(string Name, string Value)> ValuesOf(string address) =>
        address.Split('?', 2) is [_, var query]
            ? QueryHelpers.ParseQuery(query).Select(pair => (pair.Key, pair.Value.ToString()))
            : [];
}
