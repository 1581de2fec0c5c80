using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BookingPortal.Core.Data;
using BookingPortal.Core.Outcomes;
using NodaTime;

namespace BookingPortal.Core.Sites;

/// <summary>Makes a key for another system. What is returned is the only time that anybody sees it.</summary>
public sealed class CreateApiKey(IWriteQueue writes, IClock clock)
{
    private const int KeyBytes = 32;

    /// <summary>The mark of the portal's keys and seven of their 43 characters: scanners for leaked secrets and people recognise it.</summary>
    private const int PrefixLength = 10;

    private const string Mark = "bp_";

    public sealed record Request(string Name, IReadOnlyList<string> Scopes);

    /// <param name="Shown">What the other system sends; it is not kept.</param>
    public sealed record Created(ApiKey Key, string Shown);

    public async Task<Outcome<Created>> RunAsync(Request request, CancellationToken cancellationToken = default)
    {
        string name = request.Name.Trim();
        if (name.Length is 0 or > 120)
        {
            return new Refusal.Invalid("name", "A name has 1 to 120 letters.");
        }

        if (request.Scopes.Count == 0 || request.Scopes.FirstOrDefault(scope => !ApiScopes.All.Contains(scope)) is not null)
        {
            string given = request.Scopes.FirstOrDefault(scope => !ApiScopes.All.Contains(scope)) is { } unknown ? $"\"{unknown}\" is none of them" : "none was given";
            return new Refusal.Invalid("scopes", $"Scopes are {string.Join(", ", ApiScopes.All)}; {given}.");
        }

        string shown = Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var key = new ApiKey
        {
            Name = name,
            Prefix = shown[..PrefixLength],
            Hash = SHA256.HashData(Encoding.UTF8.GetBytes(shown)),
            Scopes = [.. request.Scopes.Distinct(StringComparer.Ordinal)],
            CreatedAt = clock.GetCurrentInstant(),
        };
        await writes.RunAsync(
            async scope =>
            {
                scope.Db.ApiKeys.Add(key);
                await scope.Db.SaveChangesAsync(CancellationToken.None);
                return true;
            },
            cancellationToken);
        return new Created(key, shown);
    }
}
