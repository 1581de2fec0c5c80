using BookingPortal.Core.Bookings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class BookingConfiguration : IEntityTypeConfiguration<Booking>
{
    public void Configure(EntityTypeBuilder<Booking> builder)
    {
        builder.Property(booking => booking.Id).ValueGeneratedNever();
        builder.Property(booking => booking.Reference).HasMaxLength(20).IsUnicode(false);
        builder.HasIndex(booking => booking.Reference).IsUnique();
        builder.Property(booking => booking.ImportKey).HasMaxLength(64).IsUnicode(false);
        builder.HasIndex(booking => booking.ImportKey).IsUnique();
        builder.HasIndex(booking => new { booking.SiteId, booking.StartsAt });
        builder.HasIndex(booking => new { booking.Status, booking.ChangedAt });
        builder.HasIndex(booking => booking.SessionId);
        builder.HasIndex(booking => booking.ItineraryId);
        builder.HasIndex(booking => new { booking.StartsAt, booking.Id });
        builder.Property(booking => booking.TzdbVersion).HasMaxLength(40).IsUnicode(false);
        builder.Property(booking => booking.Currency).HasMaxLength(3).IsUnicode(false);
        builder.Property(booking => booking.Source).HasMaxLength(20).IsUnicode(false);
        builder.Property(booking => booking.Notes).HasMaxLength(2000);
        builder.Property(booking => booking.Version).IsConcurrencyToken();
        builder.ComplexProperty(booking => booking.Customer, customer =>
        {
            customer.Property(person => person.Name).HasMaxLength(120);
            customer.Property(person => person.Email).HasMaxLength(254);
            customer.Property(person => person.Phone).HasMaxLength(40);
            customer.Property(person => person.TimeZone).HasMaxLength(64).IsUnicode(false);
            customer.Property(person => person.Locale).HasMaxLength(35).IsUnicode(false);
        });
        builder.HasMany(booking => booking.Resources).WithOne().HasForeignKey(resource => resource.BookingId);
        builder.Navigation(booking => booking.Resources).AutoInclude();
    }
}

internal sealed class BookingResourceConfiguration : IEntityTypeConfiguration<BookingResource>
{
    public void Configure(EntityTypeBuilder<BookingResource> builder)
    {
        builder.HasKey(resource => new { resource.BookingId, resource.Group });
        builder.HasIndex(resource => resource.ResourceId);
    }
}

internal sealed class BookingEventConfiguration : IEntityTypeConfiguration<BookingEvent>
{
    public void Configure(EntityTypeBuilder<BookingEvent> builder)
    {
        builder.Property(happened => happened.Id).ValueGeneratedNever();
        builder.Property(happened => happened.Type).HasMaxLength(40).IsUnicode(false);
        builder.Property(happened => happened.By).HasMaxLength(254);
        builder.HasIndex(happened => new { happened.BookingId, happened.Version }).IsUnique();
    }
}

internal sealed class EventStreamConfiguration : IEntityTypeConfiguration<EventStreamEntry>
{
    public void Configure(EntityTypeBuilder<EventStreamEntry> builder)
    {
        builder.ToTable("EventStream");
        builder.HasKey(entry => entry.Sequence);
        builder.Property(entry => entry.Sequence).ValueGeneratedNever();
        builder.HasIndex(entry => entry.EventId).IsUnique();
    }
}

internal sealed class EventToNumberConfiguration : IEntityTypeConfiguration<EventToNumber>
{
    public void Configure(EntityTypeBuilder<EventToNumber> builder)
    {
        builder.ToTable("EventsToNumber");
        builder.HasKey(waiting => waiting.EventId);
        builder.Property(waiting => waiting.EventId).ValueGeneratedNever();
    }
}

internal sealed class ApprovalRequestConfiguration : IEntityTypeConfiguration<ApprovalRequest>
{
    public void Configure(EntityTypeBuilder<ApprovalRequest> builder)
    {
        builder.HasKey(request => new { request.BookingId, request.Round, request.Turn });
        builder.Property(request => request.Approver).HasMaxLength(254);
        builder.Property(request => request.DecidedBy).HasMaxLength(254);
        builder.HasIndex(request => new { request.State, request.DueAt });
    }
}
