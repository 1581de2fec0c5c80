using BookingPortal.Core.Availability;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class TakenTimeConfiguration : IEntityTypeConfiguration<TakenTime>
{
    public void Configure(EntityTypeBuilder<TakenTime> builder)
    {
        builder.Property(taken => taken.Id).ValueGeneratedNever();

        // The search asks "what of this resource ends after the range begins": with the end first in the index,
        // years of history are never touched. The rest of the columns make the index answer alone.
        builder.HasIndex(taken => new { taken.ResourceId, taken.BlockedTo, taken.BlockedFrom });
        builder.HasIndex(taken => taken.OwnerId);

        // Limits per day count the holding bookings of a service at a site by local date.
        builder.HasIndex(taken => new { taken.ServiceId, taken.SiteId, taken.LocalDate });

        // The calendar asks by site and time, whatever the resource.
        builder.HasIndex(taken => new { taken.SiteId, taken.EndsAt });
        builder.HasIndex(taken => taken.ExpiresAt);
    }
}

internal sealed class BusyTimeConfiguration : IEntityTypeConfiguration<OutsideBusyTime>
{
    public void Configure(EntityTypeBuilder<OutsideBusyTime> builder)
    {
        builder.Property(busy => busy.Id).ValueGeneratedNever();
        builder.Property(busy => busy.Source).HasMaxLength(200);
        builder.HasIndex(busy => new { busy.ResourceId, busy.EndsAt, busy.StartsAt });
    }
}

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.HasIndex(session => new { session.ServiceId, session.SiteId, session.StartsAt }).IsUnique();
        builder.HasIndex(session => new { session.SiteId, session.EndsAt });
        builder.Property(session => session.Resources).AsJson();
        builder.Property(session => session.Version).IsConcurrencyToken();
    }
}

internal sealed class VersionStampConfiguration : IEntityTypeConfiguration<VersionStamp>
{
    public void Configure(EntityTypeBuilder<VersionStamp> builder) =>
        builder.Property(stamp => stamp.Id).ValueGeneratedNever();
}

internal sealed class RotationTurnConfiguration : IEntityTypeConfiguration<RotationTurn>
{
    public void Configure(EntityTypeBuilder<RotationTurn> builder) =>
        builder.HasKey(turn => new { turn.ServiceId, turn.Group });
}
