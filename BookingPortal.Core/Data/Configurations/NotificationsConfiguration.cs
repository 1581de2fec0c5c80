using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Reminding;
using BookingPortal.Core.Notifications.Wording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class NoticeTemplateConfiguration : IEntityTypeConfiguration<NoticeTemplate>
{
    public void Configure(EntityTypeBuilder<NoticeTemplate> builder)
    {
        builder.HasKey(template => new { template.SiteId, template.Kind, template.Language, template.Version });
        builder.Property(template => template.Language).HasMaxLength(10).IsUnicode(false);
        builder.Property(template => template.Subject).HasMaxLength(TemplateText.LongestSubject);
        builder.Property(template => template.ChangedBy).HasMaxLength(256);
    }
}

internal sealed class ReminderMarkConfiguration : IEntityTypeConfiguration<ReminderMark>
{
    public void Configure(EntityTypeBuilder<ReminderMark> builder)
    {
        // The key is the promise: however often, however late and on however many nodes the job runs, there is one of each.
        builder.HasKey(mark => new { mark.BookingId, mark.StartsAt, mark.Kind });
        builder.Property(mark => mark.Kind).HasMaxLength(20).IsUnicode(false);
        builder.Property(mark => mark.Skipped).HasMaxLength(100);
        builder.HasIndex(mark => mark.StartsAt);
    }
}

internal sealed class OptOutConfiguration : IEntityTypeConfiguration<OptOut>
{
    public void Configure(EntityTypeBuilder<OptOut> builder)
    {
        builder.HasKey(optOut => new { optOut.Address, optOut.Topic });
        builder.Property(optOut => optOut.Address).HasMaxLength(320);
        builder.Property(optOut => optOut.Topic).HasMaxLength(20).IsUnicode(false);
    }
}
