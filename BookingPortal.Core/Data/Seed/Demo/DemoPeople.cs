using System.Globalization;
using System.Text;
using BookingPortal.Core.Bookings;

namespace BookingPortal.Core.Data.Seed.Demo;

/// <summary>Customers as they come: from everywhere, some with a telephone, some straight from the street.</summary>
internal static class DemoPeople
{
    private static readonly string[] Names =
    [
        "Beatriz Fonseca", "Tomás Ribeiro", "Aaliyah Brooks", "Chen Wei", "Sofia Petrova", "Kwame Mensah", "Yuki Tanaka", "Lars Nygård",
        "Priya Raghavan", "Mateus Oliveira", "Hannah Weiss", "Omar Khalil", "Ngozi Okafor", "Liam O'Connor", "Camille Dubois", "Sanjay Gurung",
        "Anaïs Lefèvre", "Jakub Nowak", "Leilani Kealoha", "Miguel Ángel Torres", "Fatima Zahra Benali", "Noah Goldstein", "Ida Lindqvist",
        "Dawa Lama", "Giulia Ferrari", "Andrei Popescu", "Rosa Delgado", "Ethan Park", "Zanele Dlamini", "Nikos Papadakis", "Marta Kowalczyk",
        "Hiro Nakamura", "Elif Yılmaz", "Ricardo Nunes", "Grace Adeyemi", "Bjørn Haugen", "Catarina Leal", "Thandiwe Moyo", "Peter Šimek",
        "Meera Krishnan", "Jonas Vogel", "Olivia Bennett", "Tashi Dorji", "Valentina Rossi", "Amir Rahimi", "Eszter Kovács", "Duarte Pinto",
        "Siobhán Byrne", "Hassan Sheikh", "Mai Nguyen", "Lucas Moreau", "Teresa Almeida", "Isaac Cohen", "Freya Sørensen", "Pasang Tamang",
        "Gabriela Souza", "Daniel Kim", "Inga Jónsdóttir", "Samuel Osei", "Claire Whitfield",
    ];

    public static Customer Someone(DemoChance chance, string dialling)
    {
        string name = chance.Of(Names);
        return new Customer(name, EmailOf(name), chance.Percent(60) ? $"{dialling} {chance.Below(900) + 100} {chance.Below(900) + 100} {chance.Below(900) + 100}" : null);
    }

    /// <summary>Nobody asks a walk-in for an email address.</summary>
    public static Customer WalkIn(DemoChance chance) => new($"{chance.Of(Names).Split(' ')[0]} (walk-in)", "");

    private static string EmailOf(string name)
    {
        // Accents off, everything that is no letter to a dot; example.com never delivers (RFC 2606).
        var address = new StringBuilder();
        foreach (char letter in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                address.Append(char.IsAsciiLetter(letter) ? char.ToLowerInvariant(letter) : letter == 'ø' ? 'o' : letter == 'ı' ? 'i' : '.');
            }
        }

        return $"{address.Replace("..", ".")}@example.com";
    }
}
