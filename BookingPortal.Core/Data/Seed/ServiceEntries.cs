using BookingPortal.Core.Availability;
using BookingPortal.Core.Catalog;
using BookingPortal.Core.Sites;
using BookingPortal.Core.Time;
using NodaTime;

namespace BookingPortal.Core.Data.Seed;

/// <summary>Reads services with their rules and prices.</summary>
internal static class ServiceEntries
{
    /// <summary>A year: nobody is served longer in one go, and a number past it is a slip of the pen.</summary>
    private const int MostMinutes = 366 * 24 * 60;

    private const long MostMoney = 100_000_000_000;

    private static readonly IReadOnlyDictionary<string, ServiceKind> Kinds = JsonMembers.CamelCase<ServiceKind>();
    private static readonly IReadOnlyDictionary<string, StartGrid> Grids = JsonMembers.CamelCase<StartGrid>();
    private static readonly IReadOnlyDictionary<string, ChoosingStrategy> Strategies = JsonMembers.CamelCase<ChoosingStrategy>();
    private static readonly IReadOnlyDictionary<string, ApprovalTimeout> Timeouts = JsonMembers.CamelCase<ApprovalTimeout>();
    private static readonly IReadOnlyDictionary<string, DepositKind> Deposits = JsonMembers.CamelCase<DepositKind>();

    public static ScenarioServiceEntry Service(JsonEntry entry)
    {
        string slug = entry.Slug("slug");
        string name = entry.NeedText("name", 120);
        ServiceKind kind = entry.Word("kind", Kinds, isNeeded: true) ?? ServiceKind.Appointment;
        bool isStay = kind == ServiceKind.Stay;
        var service = new ScenarioServiceEntry(slug, name, kind, entry.Slugs("sites", isNeeded: true))
        {
            Description = entry.Text("description", 600),
            DurationMinutes = Length(entry, "durationMinutes", MostMinutes, isNeeded: !isStay, kind),
            Nights = Length(entry, "nights", 366, isNeeded: isStay, kind),
            CheckIn = Time(entry, "checkIn", isStay) ?? new LocalTime(15, 0),
            CheckOut = Time(entry, "checkOut", isStay) ?? new LocalTime(11, 0),
            StepMinutes = entry.Number("stepMinutes", 1, MostMinutes),
            Grid = entry.Word("grid", Grids) ?? StartGrid.Opening,
            FillGaps = entry.Truth("fillGaps"),
            BufferBeforeMinutes = entry.Number("bufferBeforeMinutes", 0, MostMinutes) ?? 0,
            BufferAfterMinutes = entry.Number("bufferAfterMinutes", 0, MostMinutes) ?? 0,
            MinNoticeMinutes = entry.Number("minNoticeMinutes", 0, MostMinutes) ?? 0,
            WindowDays = entry.Number("windowDays", 0, 3660) ?? 60,
            MaxPerDay = entry.Number("maxPerDay", 1, 100_000),
            Seats = entry.Number("seats", 1, 10_000) ?? 1,
            Approval = entry.Truth("approval"),
            Approvers = Approvers(entry),
            ApprovalHours = entry.Number("approvalHours", 1, 366 * 24),
            OnApprovalTimeout = entry.Word("onApprovalTimeout", Timeouts) ?? ApprovalTimeout.Expire,
            ApprovalOnReschedule = entry.Truth("approvalOnReschedule"),
            Price = Price(entry, "price") ?? new ScenarioPrice(0, "EUR"),
            Deposit = Deposit(entry),
            Cancellation = Cancellation(entry),
            HoldMinutes = entry.Number("holdMinutes", 1, 24 * 60),
            Reminders = ReminderEntries.Reminders(entry),
            Requires = entry.Entries("requires", Group, isNeeded: true),
        };
        if (service.ApprovalOnReschedule && !service.Approval)
        {
            entry.Problem("approvalOnReschedule", "nobody agrees to bookings of this service; set \"approval\" as well");
        }

        if (kind == ServiceKind.Class && service.Seats < 2)
        {
            entry.Problem("seats", "a class has more than one seat");
        }

        if (service.Requires.Count == 0 && entry.Find("requires") is not null)
        {
            entry.Problem("requires", "at least one group of resources is needed");
        }

        return service;
    }

    /// <summary>Roles, or emails of accounts, in the order in which they are asked.</summary>
    private static IReadOnlyList<string> Approvers(JsonEntry entry)
    {
        IReadOnlyList<string> approvers = entry.Slugs("approvers");
        for (int i = 0; i < approvers.Count; i++)
        {
            if (approvers[i] is not (StaffRoles.Manager or StaffRoles.Desk) && (approvers[i].Length > 254 || !approvers[i].Contains('@', StringComparison.Ordinal)))
            {
                entry.Problem($"approvers[{i}]", $"\"{approvers[i]}\" is neither {StaffRoles.Desk} nor {StaffRoles.Manager} nor the email of an account");
            }
        }

        return approvers;
    }

    /// <summary>Money in minor units; the currency is the euro unless named.</summary>
    public static ScenarioPrice? Price(JsonEntry entry, string member)
    {
        if (entry.Entry(member) is not { } price)
        {
            return null;
        }

        long amount = Amount(price, "amount", isNeeded: true) ?? 0;
        string currency = price.Text("currency", 3) ?? "EUR";
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            price.Problem("currency", $"\"{currency}\" is no currency code like EUR");
        }

        price.Done();
        return new ScenarioPrice(amount, currency);
    }

    private static int Length(JsonEntry entry, string member, int most, bool isNeeded, ServiceKind kind)
    {
        int? length = entry.Number(member, isNeeded ? 1 : 0, most, isNeeded);
        if (!isNeeded && length > 0)
        {
            entry.Problem(member, kind == ServiceKind.Stay ? "a stay is counted in nights" : "only stays are counted in nights");
        }

        return length ?? 0;
    }

    private static LocalTime? Time(JsonEntry entry, string member, bool isStay)
    {
        if (entry.Minute(member) is not { } minute)
        {
            return null;
        }

        if (!isStay)
        {
            entry.Problem(member, "only stays have check-in and check-out times");
        }
        else if (minute == MinuteOfDay.PerDay)
        {
            entry.Problem(member, "check-in and check-out are times from 00:00 to 23:59");
            return null;
        }

        return LocalTime.FromMinutesSinceMidnight(minute % MinuteOfDay.PerDay);
    }

    public static long? Amount(JsonEntry entry, string member, bool isNeeded)
    {
        if ((isNeeded ? entry.Need(member) : entry.Find(member)) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != System.Text.Json.JsonValueKind.Number || !value.TryGetInt64(out long amount) || amount is < 0 or > MostMoney)
        {
            entry.Problem(member, $"a whole number of minor units (cents) is expected here, not {JsonEntry.KindOf(value)}");
            return null;
        }

        return amount;
    }

    private static DepositRule Deposit(JsonEntry service)
    {
        if (service.Entry("deposit") is not { } deposit)
        {
            return DepositRule.None;
        }

        DepositKind kind = deposit.Word("kind", Deposits, isNeeded: true) ?? DepositKind.None;
        long value = kind switch
        {
            DepositKind.Fixed => Amount(deposit, "amount", isNeeded: true) ?? 0,
            DepositKind.Percent => deposit.Number("percent", 1, 100, isNeeded: true) ?? 0,
            _ => 0,
        };
        deposit.Done();
        return new DepositRule(kind, value);
    }

    private static CancellationPolicy Cancellation(JsonEntry service)
    {
        if (service.Entry("cancellation") is not { } policy)
        {
            return CancellationPolicy.Free;
        }

        var read = new CancellationPolicy(policy.Number("freeUntilHours", 0, 24 * 366) ?? 0, policy.Number("feePercent", 0, 100) ?? 0);
        policy.Done();
        return read;
    }

    private static ScenarioGroup Group(JsonEntry entry) =>
        new(entry.Slugs("anyOf", isNeeded: true), entry.Word("choose", Strategies) ?? ChoosingStrategy.Order);
}
