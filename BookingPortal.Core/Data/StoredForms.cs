using BookingPortal.Core.Availability;
using BookingPortal.Core.Bookings;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Durability;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace BookingPortal.Core.Data;

/// <summary>
/// How the portal's own types lie in a column, alike on both databases: instants as whole milliseconds, local dates and
/// times as ISO text that sorts by itself, enums by name.
/// </summary>
internal static class StoredForms
{
    private static readonly LocalTimePattern TimeForm = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    internal static readonly LocalDateTimePattern WallForm = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-ddTHH:mm");

    public static void Apply(ModelConfigurationBuilder builder)
    {
        builder.Properties<Instant>().HaveConversion<InstantForm>();
        builder.Properties<LocalDate>().HaveConversion<LocalDateForm>().HaveMaxLength(10).AreUnicode(false);
        builder.Properties<LocalTime>().HaveConversion<LocalTimeForm>().HaveMaxLength(5).AreUnicode(false);
        builder.Properties<LocalDateTime>().HaveConversion<LocalDateTimeForm>().HaveMaxLength(16).AreUnicode(false);
        ByName<BookingStatus>(builder);
        ByName<SiteStatus>(builder);
        ByName<SiteKind>(builder);
        ByName<SilenceRule>(builder);
        ByName<ConflictRule>(builder);
        ByName<SiteEntryOutcome>(builder);
        ByName<ApprovalTimeout>(builder);
        ByName<ApprovalState>(builder);
        ByName<ServiceKind>(builder);
        ByName<StartGrid>(builder);
        ByName<PaymentState>(builder);
        ByName<RefundState>(builder);
        ByName<SagaStatus>(builder);
        ByName<NoticeKind>(builder);
        ByName<OutboxStatus>(builder);
        ByName<AttemptOutcome>(builder);
        ByName<CircuitState>(builder);
    }

    private static void ByName<TEnum>(ModelConfigurationBuilder builder)
        where TEnum : struct, Enum =>
        builder.Properties<TEnum>().HaveConversion<EnumToStringConverter<TEnum>>().HaveMaxLength(20).AreUnicode(false);

    private sealed class InstantForm() : ValueConverter<Instant, long>(
        instant => instant.ToUnixTimeMilliseconds(),
        stored => Instant.FromUnixTimeMilliseconds(stored));

    private sealed class LocalDateForm() : ValueConverter<LocalDate, string>(
        date => LocalDatePattern.Iso.Format(date),
        stored => LocalDatePattern.Iso.Parse(stored).Value);

    private sealed class LocalTimeForm() : ValueConverter<LocalTime, string>(
        time => TimeForm.Format(time),
        stored => TimeForm.Parse(stored).Value);

    private sealed class LocalDateTimeForm() : ValueConverter<LocalDateTime, string>(
        local => WallForm.Format(local),
        stored => WallForm.Parse(stored).Value);
}
