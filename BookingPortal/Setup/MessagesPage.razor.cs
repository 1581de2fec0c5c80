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
using Microsoft.JSInterop;

namespace BookingPortal.Setup;

public sealed partial class MessagesPage(
    ReadCatalog readCatalog, ReadTemplate readTemplate, SaveTemplate saveTemplate, TryTemplate tryTemplate, ReadStaffAccess readStaffAccess,
    IJSRuntime browser) : IAsyncDisposable
{
    /// <summary>Short enough to follow the words, long enough that they need not wait for it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private StaffAccess? _access;
    private IReadOnlyList<Site> _sites = [];
    private Site? _site;
    private NoticeKind _kind = NoticeKind.Confirmation;
    private string _language = "en";
    private string _subject = "";
    private string _body = "";
    private string _keptSubject = "";
    private string _keptBody = "";
    private int _edits;
    private IJSObjectReference? _script;
    private int _version;
    private bool _isOwn;
    private bool _busy;
    private RenderedNotice? _preview;
    private string? _problem;
    private string? _said;

    [Inject]
    private ChooseTexts ChooseTexts { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    private bool IsChanged => _subject != _keptSubject || Lines(_body) != Lines(_keptBody);

    public async ValueTask DisposeAsync()
    {
        _edits++;
        if (_script is null)
        {
            return;
        }

        try
        {
            await _script.InvokeVoidAsync("unmount");
            await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The window is gone, and its question with it.
        }
    }

    protected override async Task OnInitializedAsync()
    {
        _access = StaffClaims.Read((await SignedIn).User);
        CatalogSnapshot catalog = await readCatalog.RunAsync();
        _sites = [.. catalog.Sites.Where(site => _access?.SeesSite(site.Id) ?? false)];
        _site = _sites.Count > 0 ? _sites[0] : null;
        _language = WordBook.Of(_site?.Locale).Language;
        await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _script = await browser.InvokeAsync<IJSObjectReference>("import", "./Setup/MessagesPage.razor.js");
            await _script.InvokeVoidAsync("mount");
        }
        catch (JSException)
        {
            // Without the script nobody is asked on leaving; words can be written and saved all the same.
        }
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
        if (_site is not { } site)
        {
            return;
        }

        (NoticeKind kind, string language) = (_kind, _language);
        ReadTemplate.Found found = await readTemplate.RunAsync(site.Id, kind, language);
        if ((_site, _kind, _language) != (site, kind, language))
        {
            return; // somebody has gone on to another message meanwhile
        }

        (_subject, _body, _version, _isOwn, _said) = (found.Subject, found.Body, found.Version, found.IsOwn, null);
        (_keptSubject, _keptBody) = (_subject, _body);
        await PreviewAsync();
    }

    /// <summary>The words are taken as they come; the picture of them is drawn when the hand rests.</summary>
    private async Task EditedAsync()
    {
        int edit = ++_edits;
        _said = null;
        await Task.Delay(Pause);
        if (edit == _edits)
        {
            await PreviewAsync();
        }
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

    /// <summary>What is typed while it is being saved stays in the field, and is not saved yet.</summary>
    private Task SaveAsync()
    {
        Open open = OpenNow();
        return WhileBusyAsync(async access =>
        {
            if (await WriteAsync(access, open, open.Subject, open.Body) is { } version && open.IsStill(OpenNow()))
            {
                (_keptSubject, _keptBody, _version, _isOwn) = (open.Subject, open.Body, version, true);
                _said = "Saved. It holds for every message from now on.";
                await PreviewAsync();
            }
        });
    }

    private Task ResetAsync()
    {
        Open open = OpenNow();
        return WhileBusyAsync(async access =>
        {
            if (await WriteAsync(access, open, null, null) is not null && open.IsStill(OpenNow()))
            {
                await ReadAsync();
                _said = "The portal's own words hold again.";
            }
        });
    }

    /// <returns>The version that holds now; null where it was refused.</returns>
    private async Task<int?> WriteAsync(StaffAccess access, Open open, string? subject, string? body)
    {
        Outcome<int> saved = await saveTemplate.RunAsync(new SaveTemplate.Request(access, open.Site, open.Kind, open.Language, subject, body, open.Version));
        if (saved.TryGet(out int version, out Refusal? refusal))
        {
            return version;
        }

        _problem = Words(refusal);
        return null;
    }

    private Open OpenNow() => new(_site!.Id, _kind, _language, _version, _subject, _body);

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

    /// <summary>A browser has one kind of line end.</summary>
    private static string Lines(string text) => text.ReplaceLineEndings("\n");

    private static string Words(Refusal refusal) => refusal switch
    {
        Refusal.Invalid invalid => invalid.Problem,
        Refusal.StaleVersion => "Somebody else has changed these words meanwhile. Copy yours, and open the message again.",
        _ => "This site is not among those of your account any more.",
    };

    /// <summary>The message that was before somebody when they pressed; another one may be there before the answer is.</summary>
    private sealed record Open(Guid Site, NoticeKind Kind, string Language, int Version, string Subject, string Body)
    {
        public bool IsStill(Open now) => (Site, Kind, Language) == (now.Site, now.Kind, now.Language);
    }

    private bool IsOff(NoticeKind kind) => NoticeKinds.OccasionOf(kind) is { } occasion && !(_site?.Texts.Contains(occasion) ?? false);

    /// <summary>It holds at once; the words of the message may still be unsaved.</summary>
    private Task SwitchAsync(SmsOccasion occasion, ChangeEventArgs change) => WhileBusyAsync(async access =>
    {
        bool isOn = change.Value is true;
        Guid site = _site!.Id;
        Outcome<IReadOnlyList<SmsOccasion>> chosen = await ChooseTexts.RunAsync(new ChooseTexts.Request(access, site, occasion, isOn));
        if (!chosen.TryGet(out _, out Refusal? refusal))
        {
            _problem = Words(refusal);
            return;
        }

        CatalogSnapshot catalog = await readCatalog.RunAsync();
        _sites = [.. catalog.Sites.Where(each => access.SeesSite(each.Id))];
        _site = _sites.FirstOrDefault(each => each.Id == (_site?.Id ?? site)) ?? _site;
        _said = isOn ? "On. It goes out from now on." : "Off. It goes out no more.";
    });

    private static string Segments(string text) => SmsText.Segments(text) switch
    {
        1 => "one SMS",
        var some => $"{some} SMS",
    };

    private static string KindName(NoticeKind kind) => kind switch
    {
        NoticeKind.ConfirmationSms => "SMS when booked",
        NoticeKind.ChangeSms => "SMS when moved",
        NoticeKind.CancellationSms => "SMS when cancelled",
        NoticeKind.Requested => "Request received",
        NoticeKind.MoveAsked => "Moved, waits for approval",
        NoticeKind.ApprovalAsked => "Approval asked (staff)",
        NoticeKind.PaymentDue => "Payment due",
        NoticeKind.Waiting => "Waiting for payment",
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
