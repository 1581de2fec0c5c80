using BookingPortal.Core.Bookings;
using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Outbox;
using BookingPortal.Core.Notifications.Notices;
using BookingPortal.Core.Notifications.Reminding;
using BookingPortal.Core.Notifications.Wording;
using BookingPortal.Core.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace BookingPortal.Core.Notifications;

/// <summary>The verbs of this room, and its answers to what other rooms ask for by their ports.</summary>
public static class NotificationsRegistration
{
    /// <summary>Needs an <c>IEmailSender</c>, an <c>ISmsSender</c> and <c>NoticeSettings</c> beside it.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) => services
        .AddSingleton<StaffDirectory>()
        .AddSingleton<KeepOptOut>()
        .AddSingleton<NoticeLinks>()
        .AddSingleton<ReadTemplate>()
        .AddSingleton<SaveTemplate>()
        .AddSingleton<DescribeDay>()
        .AddSingleton<ComposeNotice>()
        .AddSingleton<IPlanNotices, PlanAlertMails>()
        .AddSingleton<IPlanNotices, PlanAlertPosts>()
        .AddSingleton<SendReminders>()
        .AddSingleton<ForgetReminders>()
        .AddSingleton<TryTemplate>()
        .AddSingleton<ChooseTexts>()
        .AddSingleton<SendDigests>()
        .AddSingleton<IPlanEffects, PlanNotices>()
        .AddSingleton<IPlanMoneyEffects, PlanMoneyNotices>()
        .AddSingleton<IEffectHandler, SendMail>()
        .AddSingleton<IEffectHandler, SendSms>()
        .AddSingleton<IEffectHandler, PostAlert>()
        .AddSingleton<IEffectHandler, TellStaff>();
}
