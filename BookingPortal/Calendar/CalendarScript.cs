using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace BookingPortal.Calendar;

/// <summary>The page's end of the one interop module: what is mounted here is unmounted here.</summary>
internal sealed class CalendarScript(IJSRuntime javaScript) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private int? _handle;

    /// <returns>Whether the window is a phone's.</returns>
    public async Task<bool> MountAsync<TPage>(ElementReference host, DotNetObjectReference<TPage> page)
        where TPage : class
    {
        _module = await javaScript.InvokeAsync<IJSObjectReference>("import", "./Calendar/CalendarPage.razor.js");
        Mounted mounted = await _module.InvokeAsync<Mounted>("mount", host, page);
        _handle = mounted.Id;
        return mounted.Narrow;
    }

    public async Task UpdateAsync(CalendarPicture picture, string address)
    {
        if (_module is not null && _handle is { } handle)
        {
            await _module.InvokeVoidAsync("update", handle, picture, address);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_module is null)
        {
            return;
        }

        try
        {
            if (_handle is { } handle)
            {
                await _module.InvokeVoidAsync("unmount", handle);
            }

            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The window is gone, and the calendar with it.
        }
    }

    private sealed record Mounted([property: JsonPropertyName("id")] int Id, [property: JsonPropertyName("narrow")] bool Narrow);
}
