using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.Property(key => key.Id).ValueGeneratedNever();
        builder.Property(key => key.Name).HasMaxLength(120);
        builder.Property(key => key.Prefix).HasMaxLength(16).IsUnicode(false);
        builder.Property(key => key.Hash).HasMaxLength(32);
        builder.HasIndex(key => key.Hash).IsUnique();
        builder.Property(key => key.Scopes).AsJson().HasMaxLength(200);
    }
}
