using System.Text.Json;
using BookingPortal.Api.Problems;
using BookingPortal.Api.Wire;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Outcomes;

namespace BookingPortal.Api.Front;

/// <summary>Reads what stands in a body about the customer and the visit.</summary>
internal static class BookingFields
{
    private const int LongestText = 2000; // as the notes of a booking
    private const int LongestReason = 500;
    private const int LongestAnswer = 1000;
    private const int LongestQuestion = 200;
    private const int MostAnswers = 20;

    /// <summary>More than any rule of the customer's fields allows: those rules have the better words.</summary>
    private const int LongestField = 400;

    /// <summary>The customer, whose fields are then judged by the rules that hold for everybody.</summary>
    public static Customer Customer(FieldErrors errors, CustomerRequest? given)
    {
        if (given is null)
        {
            errors.Add("customer", "This is required: a name and an email address.");
            return new Customer("", "");
        }

        var customer = new Customer(
            errors.Required("customer.name", given.Name, LongestField),
            errors.Required("customer.email", given.Email, LongestField),
            errors.Optional("customer.phone", given.Phone, LongestField),
            errors.Optional("customer.timeZone", given.TimeZone, LongestField),
            errors.Optional("customer.locale", given.Locale, LongestField));
        if (errors.Any || CustomerRules.Check(customer).TryGet(out _, out Refusal? refusal))
        {
            return customer; // the verb takes it on in the form in which it is kept
        }

        if (refusal is Refusal.Invalid wrong)
        {
            errors.Add(wrong.Field, wrong.Problem);
        }

        return customer;
    }

    /// <summary>Answers to the service's questions are kept as lines of the notes, where the people read them whom they are for.</summary>
    public static string? Notes(FieldErrors errors, string? notes, Dictionary<string, string?>? answers)
    {
        var lines = new List<string>();
        if (errors.Optional("notes", notes, LongestText) is { Length: > 0 } text)
        {
            lines.Add(text);
        }

        if (answers?.Count > MostAnswers)
        {
            errors.Add("answers", $"There are {answers.Count}; {MostAnswers} is the most.");
            return null;
        }

        foreach ((string question, string? answer) in answers ?? [])
        {
            string field = $"answers.{(question.Length > LongestQuestion ? question[..LongestQuestion] : question)}";
            errors.Optional(field, question, LongestQuestion);
            if (errors.Optional(field, answer, LongestAnswer) is { Length: > 0 } said)
            {
                lines.Add($"{question}: {said}");
            }
        }

        string all = string.Join('\n', lines);
        if (all.Length > LongestText)
        {
            errors.Add(answers is null ? "notes" : "answers", $"All together this has {all.Length} characters; {LongestText} is the most.");
        }

        return all.Length == 0 ? null : all;
    }

    /// <summary>How it is to be paid is an object, whatever a gateway wants in it.</summary>
    public static void Payment(FieldErrors errors, JsonElement? payment)
    {
        if (payment is { } given && given.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            errors.Add("payment", "This is an object.");
        }
    }

    public static string? Reason(FieldErrors errors, string? reason) => errors.Optional("reason", reason, LongestReason);
}
