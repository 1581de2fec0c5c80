using BookingPortal.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.Property(payment => payment.Id).ValueGeneratedNever();
        builder.HasIndex(payment => payment.BookingId);
        builder.Property(payment => payment.Currency).HasMaxLength(3).IsUnicode(false);
        builder.Property(payment => payment.Gateway).HasMaxLength(20).IsUnicode(false);
        builder.Property(payment => payment.GatewayReference).HasMaxLength(200).IsUnicode(false);
        builder.HasIndex(payment => payment.GatewayReference);
        builder.Property(payment => payment.CheckoutUrl).HasMaxLength(2000);
        builder.Property(payment => payment.Problem).HasMaxLength(500);
        builder.Property(payment => payment.Version).IsConcurrencyToken();
        builder.HasIndex(payment => payment.State);
    }
}

internal sealed class RefundConfiguration : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> builder)
    {
        builder.Property(refund => refund.Id).ValueGeneratedNever();
        builder.HasIndex(refund => refund.BookingId);
        builder.HasIndex(refund => new { refund.State, refund.DueAt });
        builder.Property(refund => refund.Reason).HasMaxLength(500);
        builder.Property(refund => refund.Problem).HasMaxLength(500);
    }
}
