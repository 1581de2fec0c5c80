using BookingPortal.Core.Durability.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.Property(message => message.Id).ValueGeneratedNever();
        builder.Property(message => message.Kind).HasMaxLength(20).IsUnicode(false);
        builder.Property(message => message.Destination).HasMaxLength(300);
        builder.Property(message => message.Topic).HasMaxLength(40).IsUnicode(false);
        builder.Property(message => message.LastProblem).HasMaxLength(500);
        builder.Property(message => message.LeaseOwner).HasMaxLength(80);

        // A person and a worker may want the same message at the same moment.
        builder.Property(message => message.LeaseFence).IsConcurrencyToken();
        builder.Property(message => message.TraceParent).HasMaxLength(60).IsUnicode(false);

        // Workers look only at what is due; what rests has no due time, so kept messages cost them nothing.
        builder.HasIndex(message => new { message.Status, message.Kind, message.DueAt });

        // Both columns: with the booking alone SQLite would rather look through all that waits.
        builder.HasIndex(message => new { message.BookingId, message.Status });
        builder.HasIndex(message => new { message.Status, message.EndedAt });

        // The list that managers page through, newest first, however much is kept.
        builder.HasIndex(message => new { message.CreatedAt, message.Position });
    }
}

internal sealed class DeliveryAttemptConfiguration : IEntityTypeConfiguration<DeliveryAttempt>
{
    public void Configure(EntityTypeBuilder<DeliveryAttempt> builder)
    {
        builder.HasKey(attempt => new { attempt.MessageId, attempt.Fence });
        builder.Property(attempt => attempt.Kind).HasMaxLength(20).IsUnicode(false);
        builder.HasIndex(attempt => new { attempt.At, attempt.Kind, attempt.Outcome });
        builder.Property(attempt => attempt.Worker).HasMaxLength(80);
        builder.Property(attempt => attempt.Why).HasMaxLength(500);
    }
}

internal sealed class EffectResultConfiguration : IEntityTypeConfiguration<EffectResult>
{
    public void Configure(EntityTypeBuilder<EffectResult> builder)
    {
        builder.HasKey(result => result.Key);
        builder.Property(result => result.Key).HasMaxLength(80).IsUnicode(false);
        builder.Property(result => result.Receipt).HasMaxLength(500);
        builder.HasIndex(result => result.At);
    }
}

internal sealed class OutboxHorizonConfiguration : IEntityTypeConfiguration<OutboxHorizon>
{
    public void Configure(EntityTypeBuilder<OutboxHorizon> builder) => builder.Property(horizon => horizon.Id).ValueGeneratedNever();
}
