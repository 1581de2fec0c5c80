using BookingPortal.Core.CalendarSync;
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
        builder.Property(key => key.Sites).AsJson();
    }
}

internal sealed class SiteLinkConfiguration : IEntityTypeConfiguration<SiteLink>
{
    public void Configure(EntityTypeBuilder<SiteLink> builder)
    {
        builder.HasKey(link => link.SiteId);
        builder.Property(link => link.SiteId).ValueGeneratedNever();
        builder.Property(link => link.Software).HasMaxLength(120);
    }
}

internal sealed class SiteEntryConfiguration : IEntityTypeConfiguration<SiteEntry>
{
    public void Configure(EntityTypeBuilder<SiteEntry> builder)
    {
        builder.HasKey(entry => new { entry.SiteId, entry.EntryId });

        // Of two desks that decide one conflict at the same moment, the second one sees that it is decided.
        builder.Property(entry => entry.Outcome).IsConcurrencyToken();
        builder.Property(entry => entry.EntryId).HasMaxLength(SiteEntry.LongestId).IsUnicode(false);
        builder.Property(entry => entry.Hash).HasMaxLength(32);
        builder.Property(entry => entry.Reason).HasMaxLength(500);
        builder.Property(entry => entry.Advice).HasMaxLength(200);
        builder.Property(entry => entry.ResolvedBy).HasMaxLength(254);
        builder.Property(entry => entry.Reference).HasMaxLength(20).IsUnicode(false);
        builder.Property(entry => entry.Wanted).AsJson();
        builder.HasIndex(entry => new { entry.Outcome, entry.ResolvedAt });
    }
}

internal sealed class CalendarFeedConfiguration : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> builder)
    {
        builder.Property(feed => feed.Id).ValueGeneratedNever();
        builder.Property(feed => feed.Name).HasMaxLength(120);
        builder.HasIndex(feed => feed.Name).IsUnique();
        builder.Property(feed => feed.Hash).HasMaxLength(32);
        builder.HasIndex(feed => feed.Hash).IsUnique();
    }
}
