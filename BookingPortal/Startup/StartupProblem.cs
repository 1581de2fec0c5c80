namespace BookingPortal.Startup;

/// <summary>Something outside the program that keeps it from starting, in one line that says what to change.</summary>
internal sealed class StartupProblem(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Prints the line and gives the exit code.</summary>
    public async Task<int> TellAsync()
    {
        await Console.Error.WriteLineAsync($"BookingPortal cannot start: {OneLine(Message)}");
        return 1;
    }

    /// <summary>Messages of drivers and of the system come with line breaks; what an operator greps for does not.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
