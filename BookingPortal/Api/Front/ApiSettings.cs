namespace BookingPortal.Api.Front;

/// <summary>How much the API takes on.</summary>
/// <param name="PerMinute">Calls of one address in a minute; 0 = no limit.</param>
/// <param name="MostAtOnce">Calls being served at one moment; who comes on top is asked to come back.</param>
internal sealed record ApiSettings(int PerMinute = 120, int MostAtOnce = 1_000);
