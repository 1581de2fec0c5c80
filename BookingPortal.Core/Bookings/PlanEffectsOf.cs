using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability.Outbox;
using Microsoft.Extensions.Logging;

namespace BookingPortal.Core.Bookings;

/// <summary>
/// Asks every planner what must follow from an event, at its commit and whenever somebody looks again: both come to the same
/// effects under the same names. A planner that fails breaks neither the change nor the effects of the others.
/// </summary>
public sealed partial class PlanEffectsOf(IEnumerable<IPlanEffects> planners, ILogger<PlanEffectsOf> log)
{
    /// <param name="Failure">Why some of it could not be planned; null where all could.</param>
    public sealed record Planned(IReadOnlyList<PlannedEffect> Effects, Exception? Failure)
    {
        /// <summary>Whether anybody outside hears of the event, or should.</summary>
        public bool Says => Effects.Count > 0 || Failure is not null;
    }

    public Planned Run(Booking booking, Service service, Site site, BookingEvent happened)
    {
        List<PlannedEffect> effects = [];
        HashSet<Guid> keys = [];
        Exception? failure = null;
        foreach (IPlanEffects planner in planners)
        {
            try
            {
                foreach (PlannedEffect effect in planner.Plan(booking, service, site, happened).ToList())
                {
                    Guid key = EffectKey.Of(happened, effect);
                    if (!keys.Add(key))
                    {
                        throw new InvalidOperationException($"Two effects of one event share kind, destination and topic: {effect.Kind}, {effect.Topic}.");
                    }

                    effects.Add(effect with { BookingId = booking.Id, BookingVersion = happened.Version, Key = key });
                }
            }
            catch (Exception problem)
            {
                LogFailed(log, happened.Type, booking.Reference, problem);
                failure ??= problem;
            }
        }

        return new Planned(effects, failure);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What must follow from {Type} of {Booking} could not be planned in whole; the reader of the event stream tells the managers.")]
    private static partial void LogFailed(ILogger logger, string type, string booking, Exception problem);
}
