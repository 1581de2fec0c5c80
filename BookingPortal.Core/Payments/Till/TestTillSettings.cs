namespace BookingPortal.Core.Payments.Till;

/// <summary>Whether the test till is open. In a business that takes money it is not, whatever charges an old database brings along.</summary>
public sealed record TestTillSettings(bool IsOpen);
