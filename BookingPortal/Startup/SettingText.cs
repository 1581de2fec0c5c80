using System.Globalization;

namespace BookingPortal.Startup;

/// <summary>Reads settings that are more than text; what cannot be read keeps the portal from starting, in a line that says what to write.</summary>
internal static class SettingText
{
    public static int Number(IConfiguration configuration, string key, int otherwise, int least)
    {
        string? text = configuration[key];
        if (string.IsNullOrWhiteSpace(text))
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new StartupProblem($"{Written(key)} is \"{text}\"; it is a whole number, {least} or more.");
    }

    public static bool Truth(IConfiguration configuration, string key, bool otherwise)
    {
        string? text = configuration[key];
        if (string.IsNullOrWhiteSpace(text))
        {
            return otherwise;
        }

        return bool.TryParse(text, out bool truth) ? truth : throw new StartupProblem($"{Written(key)} is \"{text}\"; it can be true or false.");
    }

    /// <summary>As the documents and the environment write it.</summary>
    private static string Written(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
