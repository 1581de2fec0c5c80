using NodaTime;

namespace BookingPortal.Core.Payments;

/// <summary>How a gateway is doing, as this node sees it: the line about it on the Operations page.</summary>
/// <param name="IsAnswering">False while it is not even asked, because it kept failing.</param>
/// <param name="LastProblem">What went wrong the last time; null while nothing did.</param>
public sealed record GatewayHealth(string Gateway, bool IsAnswering, string? LastProblem, Instant? LastProblemAt);

/// <summary>A gateway that is watched.</summary>
public interface IWatchedGateway
{
    GatewayHealth Health { get; }
}
