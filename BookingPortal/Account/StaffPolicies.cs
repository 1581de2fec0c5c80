namespace BookingPortal.Account;

/// <summary>Who may open a page; each is among the ones after it.</summary>
public static class StaffPolicies
{
    public const string Manager = "manager";

    /// <summary>Managers of all sites: the machinery is one for all of them.</summary>
    public const string Operator = "operator";

    public const string Desk = "desk";

    /// <summary>Anybody who works here.</summary>
    public const string Staff = "staff";
}
