using BookingPortal.Core.Payments;
using BookingPortal.Core.Payments.Till;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class ProcessedWebhookConfiguration : IEntityTypeConfiguration<ProcessedWebhook>
{
    public void Configure(EntityTypeBuilder<ProcessedWebhook> builder)
    {
        builder.HasKey(processed => new { processed.Gateway, processed.EventId });
        builder.Property(processed => processed.Gateway).HasMaxLength(20).IsUnicode(false);
        builder.Property(processed => processed.EventId).HasMaxLength(100).IsUnicode(false);
        builder.HasIndex(processed => processed.At);
    }
}

internal sealed class TestChargeConfiguration : IEntityTypeConfiguration<TestCharge>
{
    public void Configure(EntityTypeBuilder<TestCharge> builder)
    {
        builder.Property(charge => charge.Id).ValueGeneratedNever();
        builder.Property(charge => charge.Reference).HasMaxLength(20).IsUnicode(false);
        builder.Property(charge => charge.Title).HasMaxLength(500);
        builder.Property(charge => charge.Currency).HasMaxLength(3).IsUnicode(false);
        builder.Property(charge => charge.ReturnUrl).HasMaxLength(2000);
        builder.Property(charge => charge.Outcome).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        builder.Property(charge => charge.Refunds).AsJson();
        builder.Property(charge => charge.Version).IsConcurrencyToken();
        builder.Ignore(charge => charge.Refunded);
        builder.HasIndex(charge => new { charge.IsTold, charge.AnswersAt });
    }
}
