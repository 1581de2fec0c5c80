using BookingPortal.BookOnline.Words;
using BookingPortal.Core.Catalog;

namespace BookingPortal.BookOnline;

/// <summary>The steps of the journey and what has been chosen on it, for the list above the page and the card beside it.</summary>
public static class Journey
{
    /// <param name="site">Null where there is only one: choosing it is no step.</param>
    /// <param name="service">The service, once chosen, and its site.</param>
    /// <param name="person">The name of the person or thing, once chosen.</param>
    /// <param name="hasPeople">Whether there is anything to choose between.</param>
    /// <param name="choice">What else has been chosen.</param>
    public static IReadOnlyList<(string Name, string? Back)> Steps(
        Site? site, (Site Site, Service Service)? service, string? person, bool hasPeople, Choice choice)
    {
        List<(string Name, string? Back)> steps = [];
        if (site is not null)
        {
            steps.Add((site.Name, Addresses.Home));
        }

        steps.Add(service is { } what ? (what.Service.Name, Addresses.Services(what.Site.Slug, choice)) : ("What", null));
        if (hasPeople)
        {
            steps.Add(service is { } chosen && person is not null
                ? (person, Addresses.People(chosen.Site.Slug, chosen.Service.Slug, choice))
                : ("With whom", null));
        }

        steps.Add(("Day and time", null));
        steps.Add(("Your details", null));
        return steps;
    }

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
