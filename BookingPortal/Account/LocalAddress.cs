namespace BookingPortal.Account;

/// <summary>Where to go after signing in, or after another form: only ever somewhere in this portal, whatever the address bar was made to say.</summary>
internal static class LocalAddress
{
    public const string Home = "/calendar";

    public static string OrHome(string? address) => Or(address, Home);

    public static string Or(string? address, string otherwise) => address is not null && IsLocal(address) ? address : otherwise;

    /// <summary>One leading slash. "//evil.example" and "/\evil.example" are other hosts to a browser, and browsers drop control characters.</summary>
    private static bool IsLocal(string address) =>
        address.StartsWith('/')
        && (address.Length == 1 || address[1] is not ('/' or '\\'))
        && !address.Any(char.IsControl);
}
