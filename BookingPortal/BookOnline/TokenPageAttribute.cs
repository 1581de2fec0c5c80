namespace BookingPortal.BookOnline;

/// <summary>Marks a page whose address is a secret: never cached, never indexed, never told to other sites, never compressed together with what a stranger may have put into the address.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TokenPageAttribute : Attribute;
