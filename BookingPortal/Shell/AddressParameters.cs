using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace BookingPortal.Shell;

/// <summary>A parameter of an interactive page that stands in the query of its address. Words, whole numbers from 0 on and yes or no; what cannot be read counts as left out.</summary>
/// <remarks>
/// <see cref="SupplyParameterFromQueryAttribute"/> reads the address that the browser last told the circuit. Where somebody clicks
/// while a page still wakes up, that is the page before, for good. These come with the page itself, as the ones of its route do.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FromAddressAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>Puts what a page wants of its address's query beside what it wants of its route.</summary>
internal static class AddressParameters
{
    private static readonly ConcurrentDictionary<Type, (PropertyInfo Property, string Name)[]> Wanted = [];

    public static RouteData AddTo(RouteData route, string address)
    {
        (PropertyInfo Property, string Name)[] wanted = Wanted.GetOrAdd(route.PageType, Find);
        if (wanted.Length == 0)
        {
            return route;
        }

        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(new Uri(address).Query);
        var values = new Dictionary<string, object?>(route.RouteValues);
        foreach ((PropertyInfo property, string name) in wanted)
        {
            if (query.TryGetValue(name, out StringValues given) && Read(given.ToString(), property.PropertyType) is { } value)
            {
                values[property.Name] = value;
            }
        }

        return new RouteData(route.PageType, values);
    }

    /// <summary>An address with what its query says; what is null or empty is left out.</summary>
    public static string Link(string path, params (string Name, string? Value)[] query) =>
        QueryHelpers.AddQueryString(path, query.Where(each => !string.IsNullOrEmpty(each.Value)).Select(each => KeyValuePair.Create(each.Name, each.Value)));

    private static (PropertyInfo Property, string Name)[] Find(Type page) =>
        [.. page.GetProperties()
            .Select(property => (property, property.GetCustomAttribute<FromAddressAttribute>()?.Name!))
            .Where(each => each.Item2 is not null)];

    private static object? Read(string given, Type type) =>
        type == typeof(string) ? given
        : type == typeof(int) ? int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null
        : type == typeof(bool) ? bool.TryParse(given, out bool yes) ? yes : null
        : throw new InvalidOperationException($"A page cannot take a {type.Name} from its address.");
}
