using BookingPortal.BookOnline.Words;
using BookingPortal.Core.Catalog;

namespace BookingPortal.BookOnline;

/// <summary>The steps of the journey and what has been chosen on it, for the list above the page and the card beside it.</summary>
public static class Journey
{
    /// <param name="site">Null where there is only one: choosing it is no step.</param>
    /// <param name="service">The service, once chosen, and its site.</param>
    /// <param name="choosing">What choosing a person or thing is called, from <see cref="Choosing(CatalogSnapshot, Site)"/>; null where it is no step.</param>
    /// <param name="person">The person or thing, once chosen or where there is no other.</param>
    /// <param name="canChoose">Whether this service leaves a choice: where it does not, the step is done by itself.</param>
    /// <param name="choice">What else has been chosen.</param>
    public static IReadOnlyList<(string Name, string? Back)> Steps(
        Site? site, (Site Site, Service Service)? service, string? choosing, string? person, bool canChoose, Choice choice)
    {
        List<(string Name, string? Back)> steps = [];
        if (site is not null)
        {
            steps.Add((site.Name, Addresses.Home));
        }

        steps.Add(service is { } what ? (what.Service.Name, Addresses.Services(what.Site.Slug, choice)) : ("What", null));
        if (choosing is not null)
        {
            steps.Add(service is { } chosen && person is not null
                ? (person, canChoose ? Addresses.People(chosen.Site.Slug, chosen.Service.Slug, choice) : null)
                : (choosing, null));
        }

        steps.Add(("Day and time", null));
        steps.Add(("Your details", null));
        return steps;
    }

    /// <summary>What choosing a person or thing is called at a site; null where none of its services leaves a choice. It is the site's, so that all its journeys have as many steps on every page.</summary>
    public static string? Choosing(CatalogSnapshot catalog, Site site)
    {
        Resource[] choosable =
        [
            .. catalog.ServicesAt(site)
                .Select(service => catalog.PrimaryResources(service, site).ToArray())
                .Where(people => people.Length > 1)
                .SelectMany(people => people),
        ];
        return choosable.Length == 0 ? null : Choosing(choosable);
    }

    /// <summary>The same where it is known between whom.</summary>
    public static string Choosing(IReadOnlyList<Resource> people) =>
        people.Any(person => person.Kind == "staff") ? "With whom" : "Which one";

    /// <summary>The lines of the summary card while a time is being chosen; each can be changed.</summary>
    public static List<(string Name, string Value, string? Change)> Lines(Site site, Service service, string? person, Choice choice, bool canChange)
    {
        List<(string Name, string Value, string? Change)> lines =
        [
            ("Where", site.Address is null ? site.Name : $"{site.Name}, {site.Address}", canChange ? Addresses.Home : null),
            ("What", $"{service.Name}, {LengthWords.Of(service)}", canChange ? Addresses.Services(site.Slug, choice) : null),
        ];
        if (person is not null)
        {
            lines.Add(("With", person, canChange ? Addresses.People(site.Slug, service.Slug, choice) : null));
        }

        if (choice.Seats > 1)
        {
            lines.Add(("For", $"{choice.Seats} people", null));
        }

        return lines;
    }

    /// <summary>What there is of this, in one line.</summary>
    public static string Line(params string?[] parts) => string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>What the first group of a service is called when nobody in particular is wanted.</summary>
    public static string Anyone(IReadOnlyList<Resource> people) =>
        people.All(person => person.Kind == "staff") ? "Anyone" : "Any";
}
