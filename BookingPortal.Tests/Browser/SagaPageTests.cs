using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BookingPortal.Tests.Core.Payments;
using BookingPortal.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BookingPortal.Tests.Browser;

/// <summary>A booking that does not go on by itself, and what a manager does about it on its page, with a payment gateway that really does not work.</summary>
public sealed class SagaPageTests(SagaPageTests.Shop shop) : IClassFixture<SagaPageTests.Shop>
{
    [BrowserFact]
    public async Task A_manager_takes_over_goes_on_without_a_step_takes_a_booking_back_and_tries_a_step_again()
    {
        (string mine, string onward, string back, string again) = (shop.References[0], shop.References[1], shop.References[2], shop.References[3]);
        IPage page = await shop.SignedInAsync("/operations/waiting");
        foreach (string reference in shop.References)
        {
            await Expect(page.Locator("main")).ToContainTextAsync(reference);
        }

        await PressAsync(page, mine, "I see to it", "It is yours now.");
        await Expect(page.GetByText("Needs a person", new() { Exact = true })).ToHaveCountAsync(0);
        await Expect(page.Locator("main")).ToContainTextAsync("I call the bank");

        await PressAsync(page, onward, "Go on without it", "The booking goes on without the step.");

        // Nothing waits for money on a page that nobody has.
        await Expect(Step(page, "The booking is confirmed")).ToContainTextAsync("Done");

        await PressAsync(page, back, "Take the booking back", "Every step is taken back and the booking is cancelled.");
        await Expect(page.Locator("main .card").First).ToContainTextAsync("Cancelled");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Try the step again" })).ToHaveCountAsync(0);

        shop.Till.IsDown = false;
        await PressAsync(page, again, "Try the step again", "The step was tried again.");

        // The portal may leave a till alone that has failed so often; then the step comes by itself a little later.
        await UntilAsync(page, () => Expect(Step(page, "The money arrives")).ToContainTextAsync("Waits", new() { Timeout = 1_000 }), most: 120);
        await Expect(Step(page, "The page to pay on is made")).ToContainTextAsync("Done");

        await page.GotoAsync("/operations/acts");
        await Expect(page.Locator("main")).ToContainTextAsync("I call the bank");
        await Expect(page.Locator("main")).ToContainTextAsync("manager@demo.example");
    }

    private static ILocator Step(IPage page, string name) => page.Locator(".steps li", new() { HasText = name });

    /// <summary>As a person does: where the machinery was quicker, it says so, and they press again.</summary>
    private static async Task PressAsync(IPage page, string reference, string button, string done)
    {
        await page.GotoAsync($"/operations/bookings/{reference}");
        await page.WaitForSelectorAsync(".ops[data-live]");
        await UntilAsync(page, async () =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await page.Locator("input[name=reason]").FillAsync("I call the bank");
            await page.Locator(".ask button[type=submit]").ClickAsync();
            await Expect(page.Locator(".notice.good")).ToContainTextAsync(done, new() { Timeout = 5_000 });
        });
    }

    private static async Task UntilAsync(IPage page, Func<Task> look, int most = 20)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                await look();
                return;
            }
            catch (PlaywrightException) when (tries < most)
            {
                await page.ReloadAsync();
                await page.WaitForSelectorAsync(".ops[data-live]");
            }
        }
    }

    /// <summary>A hairdresser who asks for a deposit, whose till has not answered for ten minutes.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        private const string Scenario = """
            {
              "sites": [ { "slug": "porto", "name": "Porto", "timeZone": "Europe/Lisbon" } ],
              "resources": [ { "slug": "ana", "name": "Ana", "kind": "staff", "sites": ["porto"], "capacity": 10 } ],
              "services": [ { "slug": "colour", "name": "Colour", "kind": "appointment", "sites": ["porto"], "durationMinutes": 60, "requires": [ { "anyOf": ["ana"] } ],
                "price": { "amount": 5000, "currency": "EUR" }, "deposit": { "kind": "fixed", "amount": 500 } } ]
            }
            """;

        private readonly Chromium _chromium = new();
        private readonly string _folder = Directory.CreateTempSubdirectory("stuck-").FullName;
        private PortalProcess? _portal;
        private StripeStandIn? _till;

        public string[] References { get; } = new string[4];

        internal StripeStandIn Till => _till!;

        public async Task InitializeAsync()
        {
            await _chromium.InitializeAsync();
            if (!Chromium.IsInstalled)
            {
                return;
            }

            SetDefaultExpectTimeout(20_000);
            _till = await StripeStandIn.OpenAsync();
            _till.IsDown = true;
            await using (PortalProcess before = await StartAsync("2026-11-24T08:30:00Z"))
            {
                using HttpClient client = before.CreateClient();
                for (int i = 0; i < References.Length; i++)
                {
                    HttpResponseMessage booked = await client.PostAsJsonAsync("/api/v1/bookings", new
                    {
                        site = "porto",
                        service = "colour",
                        start = $"2026-11-26T{10 + i}:00:00Z",
                        customer = new { name = $"Customer {i}", email = $"customer{i}@example.com" },
                    });
                    string text = await booked.Content.ReadAsStringAsync();
                    Assert.True(booked.IsSuccessStatusCode, text);
                    References[i] = JsonNode.Parse(text)!["reference"]!.GetValue<string>();
                }
            }

            _portal = await StartAsync("2026-11-24T08:40:00Z");
        }

        public async Task<IPage> SignedInAsync(string address)
        {
            IPage page = await _chromium.OpenAsync(_portal!);
            await page.GotoAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}");
            await page.FillAsync("[name='Form.Email']", "manager@demo.example");
            await page.FillAsync("[name='Form.Password']", CalendarPortal.Password);
            await page.ClickAsync("button[type=submit]");
            await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));

            // The watch looks soon after the start; until it has, nothing is flagged.
            await UntilAsync(page, () => Expect(page.GetByText("Needs a person").First).ToBeVisibleAsync(new() { Timeout = 1_000 }));
            return page;
        }

        public async Task DisposeAsync()
        {
            if (_portal is not null)
            {
                await _portal.DisposeAsync();
            }

            if (_till is not null)
            {
                await _till.DisposeAsync();
            }

            await _chromium.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }

        private async Task<PortalProcess> StartAsync(string now)
        {
            string file = Path.Combine(_folder, "scenario.json");
            await File.WriteAllTextAsync(file, Scenario);
            return await PortalProcess.StartAsync(
                settings: new Dictionary<string, string>
                {
                    ["Seed:Scenario"] = file,
                    ["Clock:Now"] = now,
                    ["Stripe:SecretKey"] = StripeStandIn.SecretKey,
                    ["Stripe:BaseAddress"] = _till!.Address.ToString(),
                },
                dataFolder: _folder);
        }
    }
}
