using BookingPortal.Core.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class SiteConfiguration : IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Site> builder)
    {
        builder.Property(site => site.Id).ValueGeneratedNever();
        builder.Property(site => site.Slug).HasMaxLength(60).IsUnicode(false);
        builder.HasIndex(site => site.Slug).IsUnique();
        builder.Property(site => site.Name).HasMaxLength(120);
        builder.Property(site => site.TimeZone).HasMaxLength(64).IsUnicode(false);
        builder.Property(site => site.Address).HasMaxLength(200);
        builder.Property(site => site.Accent).HasMaxLength(7).IsUnicode(false);
        builder.Property(site => site.Hours).AsJson();
        builder.Property(site => site.Exceptions).AsJson();
        builder.Property(site => site.Locale).HasMaxLength(35).IsUnicode(false);
        builder.Property(site => site.QuietHours!).AsJson().HasMaxLength(100);
        builder.Property(site => site.Texts).AsJson().HasMaxLength(100);
    }
}

internal sealed class ResourceConfiguration : IEntityTypeConfiguration<Resource>
{
    public void Configure(EntityTypeBuilder<Resource> builder)
    {
        builder.Property(resource => resource.Id).ValueGeneratedNever();
        builder.Property(resource => resource.Slug).HasMaxLength(60).IsUnicode(false);
        builder.HasIndex(resource => resource.Slug).IsUnique();
        builder.Property(resource => resource.Name).HasMaxLength(120);
        builder.Property(resource => resource.Kind).HasMaxLength(40);
        builder.Property(resource => resource.TimeZone).HasMaxLength(64).IsUnicode(false);
        builder.Property(resource => resource.Hours).AsJson();
        builder.Property(resource => resource.Exceptions).AsJson();
        builder.Property(resource => resource.Sites).AsJson();
    }
}

internal sealed class ServiceConfiguration : IEntityTypeConfiguration<Service>
{
    public void Configure(EntityTypeBuilder<Service> builder)
    {
        builder.Property(service => service.Id).ValueGeneratedNever();
        builder.Property(service => service.Slug).HasMaxLength(60).IsUnicode(false);
        builder.HasIndex(service => service.Slug).IsUnique();
        builder.Property(service => service.Name).HasMaxLength(120);
        builder.Property(service => service.Description).HasMaxLength(600);
        builder.Property(service => service.Currency).HasMaxLength(3).IsUnicode(false);
        builder.Property(service => service.Deposit).AsJson().HasMaxLength(200);
        builder.Property(service => service.Cancellation).AsJson().HasMaxLength(200);
        builder.Property(service => service.Reminders).AsJson().HasMaxLength(1000);
        builder.Property(service => service.Requires).AsJson();
        builder.Property(service => service.Sites).AsJson();
        builder.Property(service => service.Approvers).AsJson();
    }
}
