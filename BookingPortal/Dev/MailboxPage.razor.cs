using System.Globalization;
using BookingPortal.BookOnline;
using BookingPortal.Core.Notifications.Sending;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace BookingPortal.Dev;

public sealed partial class MailboxPage(IMailbox mailbox)
{
    private IReadOnlyList<MailboxEntry> _entries = [];
    private MailboxEntry? _chosen;

    [Inject]
    private MailboxAccess Access { get; set; } = null!;

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [SupplyParameterFromQuery(Name = "m")]
    private string? Asked { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (!Access.IsOpen)
        {
            NothingHere.Tell(Http!, "There is nothing here", NothingHere.Usual);
            return;
        }

        CancellationToken aborted = Http?.RequestAborted ?? CancellationToken.None;
        _entries = await mailbox.ListAsync(aborted);
        _chosen = Asked is null ? null : await mailbox.FindAsync(Asked, aborted);
        _chosen ??= _entries.Count > 0 ? _entries[0] : null;
    }

    private static string Clock(Instant at) => at.InUtc().ToString("ddd d MMM, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A link in the frame opens beside it, as from a mail program.</summary>
    private static string WithNewTabs(string html) => html.Replace("<head>", "<head><base target=\"_blank\">", StringComparison.Ordinal);
}
