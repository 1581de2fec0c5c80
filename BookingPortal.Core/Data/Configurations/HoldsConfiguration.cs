using BookingPortal.Core.Holds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class SlotClaimConfiguration : IEntityTypeConfiguration<SlotClaim>
{
    public void Configure(EntityTypeBuilder<SlotClaim> builder)
    {
        // Guarantee 1 is this line.
        builder.HasKey(claim => new { claim.ResourceId, claim.Cell, claim.Unit });
        builder.HasIndex(claim => claim.OwnerId);
    }
}

internal sealed class HoldConfiguration : IEntityTypeConfiguration<Hold>
{
    public void Configure(EntityTypeBuilder<Hold> builder)
    {
        builder.Property(hold => hold.Id).ValueGeneratedNever();
        builder.Property(hold => hold.Resources).AsJson();
        builder.HasIndex(hold => hold.ExpiresAt);
    }
}
