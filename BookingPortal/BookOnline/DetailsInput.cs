using BookingPortal.Controls;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Outcomes;

namespace BookingPortal.BookOnline;

/// <summary>What the visitor writes about themselves, as typed.</summary>
public sealed class DetailsInput
{
    private const int LongestNotes = 1000;

    // Each field is checked by the rule that decides in the end, beside fields that are certainly right, so that all mistakes are told at once.
    private const string RightName = "A";
    private const string RightEmail = "a@example.com";

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }

    public string? Notes { get; set; }

    public Customer ToCustomer(string? zone, string? locale) => new(Name ?? "", Email ?? "", Phone, zone, locale);

    /// <summary>The id of each field that cannot be taken, and what to do about it, in the order of the page.</summary>
    public IReadOnlyList<(string Field, string Problem)> Problems()
    {
        List<(string Field, string Problem)> problems = [];
        Add("name", new Customer(Name ?? "", RightEmail));
        if (TypedEmail.Slip(Email) is { } slip)
        {
            problems.Add(("email", slip));
        }
        else
        {
            Add("email", new Customer(RightName, Email ?? ""));
        }

        Add("phone", new Customer(RightName, RightEmail, Phone));
        if (Notes?.Length > LongestNotes)
        {
            problems.Add(("notes", $"Please keep it under {LongestNotes} letters."));
        }

        return problems;

        void Add(string field, Customer customer)
        {
            if (CustomerRules.Check(customer) is { IsRefused: true } refused
                && !refused.TryGet(out _, out Refusal? refusal) && refusal is Refusal.Invalid invalid)
            {
                problems.Add((field, invalid.Problem));
            }
        }
    }
}
