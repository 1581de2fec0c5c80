using BookingPortal.Core.Bookings.Subscribing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class EventSubscriberConfiguration : IEntityTypeConfiguration<EventSubscriber>
{
    public void Configure(EntityTypeBuilder<EventSubscriber> builder)
    {
        builder.HasKey(subscriber => subscriber.Name);
        builder.Property(subscriber => subscriber.Name).HasMaxLength(40).IsUnicode(false);

        // Two nodes that give the same events at once: the second one finds that the position has moved.
        builder.Property(subscriber => subscriber.Position).IsConcurrencyToken();
        builder.Property(subscriber => subscriber.Problem).HasMaxLength(500);
        builder.Property(subscriber => subscriber.Finding).HasMaxLength(500);
    }
}

internal sealed class EventTallyConfiguration : IEntityTypeConfiguration<EventTally>
{
    public void Configure(EntityTypeBuilder<EventTally> builder)
    {
        builder.HasKey(tally => new { tally.SiteId, tally.Date, tally.Type });
        builder.Property(tally => tally.Type).HasMaxLength(40).IsUnicode(false);
        builder.HasIndex(tally => tally.Date);
    }
}

internal sealed class EventSealConfiguration : IEntityTypeConfiguration<EventSeal>
{
    public void Configure(EntityTypeBuilder<EventSeal> builder)
    {
        builder.HasKey(seal => seal.Sequence);
        builder.Property(seal => seal.Sequence).ValueGeneratedNever();
        builder.Property(seal => seal.Hash).HasMaxLength(32).IsFixedLength();
    }
}
