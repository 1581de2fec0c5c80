using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace BookingPortal.Controls;

/// <summary>Puts the keyboard where the eye is, as far as the place is still there.</summary>
internal static class Focus
{
    /// <summary>Does nothing where the page was left in the meantime: a place that is gone must not take the next page down with it.</summary>
    public static async ValueTask FocusIfThereAsync(this ElementReference place, bool preventScroll = false)
    {
        try
        {
            await place.FocusAsync(preventScroll);
        }
        catch (JSException)
        {
            // The browser says that there is no such place any more.
        }
    }
}
