using BookingPortal.Api;
using BookingPortal.Core.Integrations.PaymentGateways;
using BookingPortal.Core.Integrations.PaymentGateways.Stripe;
using BookingPortal.Core.Payments;
using BookingPortal.Core.Payments.Till;
using NodaTime;

namespace BookingPortal.Startup;

/// <summary>Who takes the money: Stripe where its key is set, else the test till outside Production, else the desk.</summary>
internal static class PaymentSetup
{
    private const string Desk = "desk";

    /// <summary>The first gateway registered is the one for new payments; the others finish what began with them. None at all is the desk.</summary>
    public static void AddPayments(this WebApplicationBuilder builder)
    {
        string chosen = Choose(builder.Configuration, builder.Environment);
        bool isTestTillOpen = !builder.Environment.IsProduction();
        IServiceCollection services = builder.Services;
        services.AddSingleton(new TestTillSettings(isTestTillOpen));
        services.AddSingleton<GatewayOutage>();
        StripeSettings? stripe = ReadStripe(builder.Configuration);
        if (chosen == TestGateway.GatewayName)
        {
            services.AddGuarded<TestGateway>();
        }

        if (stripe is not null && chosen != Desk)
        {
            services.AddSingleton(stripe);
            services.AddSingleton<StripeClient>();
            services.AddSingleton<IGatewayWebhook, StripeWebhook>();
            services.AddGuarded<StripeGateway>();
        }

        if (isTestTillOpen && chosen == StripeGateway.GatewayName)
        {
            services.AddGuarded<TestGateway>();
        }
    }

    public static void MapPayments(this WebApplication app) => PaymentsApi.Map(app);

    private static void AddGuarded<TGateway>(this IServiceCollection services)
        where TGateway : class, IPaymentGateway
    {
        services.AddSingleton<TGateway>();
        services.AddSingleton<IPaymentGateway>(provider => new GuardedGateway(
            provider.GetRequiredService<TGateway>(), new GuardSettings(), provider.GetRequiredService<IClock>()));
    }

    private static string Choose(ConfigurationManager configuration, IHostEnvironment environment)
    {
        bool hasStripe = configuration["Stripe:SecretKey"] is { Length: > 0 };
        string? asked = configuration["Payments:Gateway"];
        return asked switch
        {
            null or "" => hasStripe ? StripeGateway.GatewayName : environment.IsProduction() ? Desk : TestGateway.GatewayName,
            Desk => Desk,
            StripeGateway.GatewayName when hasStripe => StripeGateway.GatewayName,
            StripeGateway.GatewayName => throw new StartupProblem("Payments__Gateway is stripe, which needs Stripe__SecretKey."),
            TestGateway.GatewayName when !environment.IsProduction() => TestGateway.GatewayName,
            TestGateway.GatewayName => throw new StartupProblem("Payments__Gateway is test, and nobody pays with a test till in Production. Set it to stripe or desk."),
            _ => throw new StartupProblem($"Payments__Gateway is \"{asked}\"; it can be stripe, test or desk."),
        };
    }

    private static StripeSettings? ReadStripe(ConfigurationManager configuration)
    {
        if (configuration["Stripe:SecretKey"]?.Trim() is not { Length: > 0 } secretKey)
        {
            return null;
        }

        string? webhookSecret = configuration["Stripe:WebhookSecret"]?.Trim();
        return new StripeSettings(secretKey, webhookSecret is { Length: > 0 } ? webhookSecret : null, ReadAddress(configuration["Stripe:BaseAddress"]));
    }

    private static Uri ReadAddress(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return StripeSettings.DefaultAddress;
        }

        if (!Uri.TryCreate(text.Trim().TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new StartupProblem($"Stripe__BaseAddress is \"{text}\"; it is an address like {StripeSettings.DefaultAddress}.");
        }

        return address.Scheme == Uri.UriSchemeHttps || address.IsLoopback
            ? address
            : throw new StartupProblem($"Stripe__BaseAddress is \"{text}\"; the secret key would travel unencrypted. Use https.");
    }
}
