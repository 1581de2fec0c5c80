namespace BookingPortal.Core.Availability;

/// <summary>One thing a service requires, and the resources that can be it: a barber out of three, a chair out of two.</summary>
/// <param name="LastChosen">Who was assigned most recently; only <see cref="ChoosingStrategy.Rotate"/> looks at it.</param>
public sealed record ResourceGroup(IReadOnlyList<Guid> AnyOf, ChoosingStrategy Choose = ChoosingStrategy.Order, Guid? LastChosen = null);
