using BookingPortal.Core.Durability;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class SagaConfiguration : IEntityTypeConfiguration<Saga>
{
    public void Configure(EntityTypeBuilder<Saga> builder)
    {
        builder.Property(saga => saga.Id).ValueGeneratedNever();
        builder.HasIndex(saga => saga.DueAt);
        builder.HasIndex(saga => saga.NeedsReview);
        builder.Property(saga => saga.Problem).HasMaxLength(500);
        builder.Property(saga => saga.Log).AsJson();
        builder.Property(saga => saga.Version).IsConcurrencyToken();
    }
}

internal sealed class SagaRolloutConfiguration : IEntityTypeConfiguration<SagaRollout>
{
    public void Configure(EntityTypeBuilder<SagaRollout> builder)
    {
        builder.HasKey(rollout => rollout.Plan);
        builder.Property(rollout => rollout.Plan).HasMaxLength(40).IsUnicode(false);
    }
}
