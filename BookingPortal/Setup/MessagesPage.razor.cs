using System.Globalization;
using BookingPortal.Account;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Sending;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Outcomes;
using BookingPortal.Core.Sites;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace BookingPortal.Setup;

public sealed partial class MessagesPage(
    ReadCatalog readCatalog, ReadTemplate readTemplate, SaveTemplate saveTemplate, TryTemplate tryTemplate, ReadStaffAccess readStaffAccess)
{
    private StaffAccess? _access;
    private IReadOnlyList<Site> _sites = [];
    private Site? _site;
    private NoticeKind _kind = NoticeKind.Confirmation;
    private string _language = "en";
    private string _subject = "";
    private string _body = "";
    private int _version;
    private bool _isOwn;
    private bool _isChanged;
    private bool _busy;
    private RenderedNotice? _preview;
    private string? _problem;
    private string? _said;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _access = StaffClaims.Read((await SignedIn).User);
        CatalogSnapshot catalog = await readCatalog.RunAsync();
        _sites = [.. catalog.Sites.Where(site => _access?.SeesSite(site.Id) ?? false)];
        _site = _sites.Count > 0 ? _sites[0] : null;
        _language = WordBook.Of(_site?.Locale).Language;
        await ReadAsync();
    }

    private async Task ChangeSiteAsync(ChangeEventArgs change)
    {
        _site = _sites.FirstOrDefault(site => site.Slug == change.Value?.ToString()) ?? _site;
        await ReadAsync();
    }

    private async Task ChangeLanguageAsync(ChangeEventArgs change)
    {
        _language = WordBook.Of(change.Value?.ToString()).Language;
        await ReadAsync();
    }

    private async Task ChooseAsync(NoticeKind kind)
    {
        _kind = kind;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (_site is null)
        {
            return;
        }

        ReadTemplate.Found found = await readTemplate.RunAsync(_site.Id, _kind, _language);
        (_subject, _body, _version, _isOwn, _isChanged, _said) = (found.Subject, found.Body, found.Version, found.IsOwn, false, null);
        await PreviewAsync();
    }

    private async Task EditAsync(ChangeEventArgs change, bool isSubject)
    {
        string text = change.Value?.ToString() ?? "";
        (_subject, _body) = isSubject ? (text, _body) : (_subject, text);
        (_isChanged, _said) = (true, null);
        await PreviewAsync();
    }

    private async Task PreviewAsync()
    {
        Outcome<TryTemplate.Tried> tried = await tryTemplate.RunAsync(Ask());
        _preview = tried.Match<RenderedNotice?>(done => done.Notice, _ => null);
        _problem = tried.Match<string?>(_ => null, Words);
    }

    private async Task SendTestAsync()
    {
        await WhileBusyAsync(async access =>
        {
            Outcome<TryTemplate.Tried> tried = await tryTemplate.RunAsync(Ask(access) with { SendTo = access.Email });
            (_said, _problem) = tried.Match<(string?, string?)>(
                done => done.Sent switch
                {
                    SendAnswer.Sent => ($"Sent to {access.Email}.", null),
                    SendAnswer.Later later => (null, later.Reason),
                    SendAnswer.Never never => (null, never.Reason),
                    _ => (null, "Nothing was sent."),
                },
                refusal => (null, Words(refusal)));
        });
    }

    private Task SaveAsync() => WriteAsync(_subject, _body, "Saved. It holds for every message from now on.");

    private Task ResetAsync() => WriteAsync(null, null, "The portal's own words hold again.");

    private Task WriteAsync(string? subject, string? body, string said) => WhileBusyAsync(async access =>
    {
        Outcome<int> saved = await saveTemplate.RunAsync(new SaveTemplate.Request(access, _site!.Id, _kind, _language, subject, body, _version));
        if (saved.TryGet(out _, out Refusal? refusal))
        {
            await ReadAsync();
            _said = said;
        }
        else
        {
            _problem = Words(refusal);
        }
    });

    /// <summary>Acts read the rights afresh; the page only shows.</summary>
    private async Task WhileBusyAsync(Func<StaffAccess, Task> act)
    {
        if (_busy || _site is null || _access is null)
        {
            return;
        }

        _busy = true;
        try
        {
            if (await readStaffAccess.RunAsync(_access.AccountId) is { } access)
            {
                await act(access);
            }
            else
            {
                _problem = "This account is gone.";
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private TryTemplate.Request Ask(StaffAccess? access = null) => new(access ?? _access!, _site!.Id, _kind, _language, _subject, _body);

    private static string Words(Refusal refusal) => refusal switch
    {
        Refusal.Invalid invalid => invalid.Problem,
        Refusal.StaleVersion => "Somebody else has changed these words meanwhile. Copy yours, and open the message again.",
        _ => "This site is not among those of your account any more.",
    };

    private static string KindName(NoticeKind kind) => kind switch
    {
        NoticeKind.Requested => "Request received",
        NoticeKind.MoveAsked => "Moved, waits for approval",
        NoticeKind.ApprovalAsked => "Approval asked (staff)",
        NoticeKind.PaymentDue => "Payment due",
        NoticeKind.ReminderSms => "Reminder by SMS",
        NoticeKind.StaffNotice => "Notice to staff",
        NoticeKind.DailyDigest => "Daily digest (staff)",
        NoticeKind.Alert => "Alert (managers)",
        _ => kind.ToString(),
    };

    private static string LanguageName(string language)
    {
        string name = CultureInfo.GetCultureInfo(language).NativeName;
        return char.ToUpperInvariant(name[0]) + name[1..];
    }
}
