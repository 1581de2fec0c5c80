namespace BookingPortal.Core.Data.Providers;

/// <summary>
/// Every statement written by hand, in the SQL that both databases read: the path of a search, a hold and a booking. All
/// else goes through EF, and so do these tables wherever time does not matter; rows are inserted by <see cref="BulkInsert"/>.
/// </summary>
public static class HotStatements
{
    /// <summary>(id) → version</summary>
    public static readonly Statement StampOf = new("""SELECT "Version" FROM "VersionStamps" WHERE "Id" = @0""");

    /// <summary>(ids) → id, version</summary>
    public static readonly Statement StampsOf = new("""SELECT "Id", "Version" FROM "VersionStamps" WHERE "Id" IN (@ids)""");

    /// <summary>(id)</summary>
    public static readonly Statement RaiseStamp = new("""UPDATE "VersionStamps" SET "Version" = "Version" + 1 WHERE "Id" = @0""");

    /// <summary>(from, to, now, resources) → resource, owner, site, from, to, units, expiry, date</summary>
    public static readonly Statement TakenBetween = new("""
        SELECT "ResourceId", "OwnerId", "SiteId", "BlockedFrom", "BlockedTo", "Units", "ExpiresAt", "LocalDate" FROM "TakenTimes"
        WHERE "ResourceId" IN (@ids) AND "BlockedTo" > @0 AND "BlockedFrom" < @1 AND ("ExpiresAt" IS NULL OR "ExpiresAt" > @2)
        """);

    /// <summary>(from, to, resources) → resource, start, end</summary>
    public static readonly Statement BusyBetween = new("""
        SELECT "ResourceId", "StartsAt", "EndsAt" FROM "BusyTimes"
        WHERE "ResourceId" IN (@ids) AND "EndsAt" > @0 AND "StartsAt" < @1
        """);

    /// <summary>(key) → body hash, status, body, expiry</summary>
    public static readonly Statement AnswerUnder = new("""SELECT "BodyHash", "Status", "Body", "ExpiresAt" FROM "IdempotentAnswers" WHERE "Id" = @0""");

    /// <summary>(resource, unit, first cell, last cell, now)</summary>
    public static readonly Statement TakeOverExpired = new("""
        DELETE FROM "SlotClaims" WHERE "ResourceId" = @0 AND "Unit" = @1 AND "Cell" >= @2 AND "Cell" <= @3 AND "ExpiresAt" <= @4
        """);

    /// <summary>(owner, expiry): the claims of time, and not the visitor's place</summary>
    public static readonly Statement KeepClaims = new("""UPDATE "SlotClaims" SET "ExpiresAt" = @1 WHERE "OwnerId" = @0 AND "Cell" >= 0""");

    /// <summary>(owner, cell)</summary>
    public static readonly Statement ReleaseCell = new("""DELETE FROM "SlotClaims" WHERE "OwnerId" = @0 AND "Cell" = @1""");

    /// <summary>(owner, expiry)</summary>
    public static readonly Statement KeepTimes = new("""UPDATE "TakenTimes" SET "ExpiresAt" = @1 WHERE "OwnerId" = @0""");

    /// <summary>(id) → all but the id, in the order of the class</summary>
    public static readonly Statement HoldOf = new("""
        SELECT "SiteId", "ServiceId", "SessionId", "StartsAt", "EndsAt", "Seats", "Resources", "WantedResource", "ExpiresAt", "IsRenewed", "ClaimCount", "CreatedAt"
        FROM "Holds" WHERE "Id" = @0
        """);

    /// <summary>(id)</summary>
    public static readonly Statement EndHold = new("""DELETE FROM "Holds" WHERE "Id" = @0""");

    /// <summary>(reference) → one row where it is taken</summary>
    public static readonly Statement BookingCalled = new("""SELECT "Id" FROM "Bookings" WHERE "Reference" = @0""");

    /// <summary>(id) → all but the id, in the order of the class and of its customer</summary>
    public static readonly Statement BookingOf = new("""
        SELECT "Reference", "SiteId", "ServiceId", "ItineraryId", "SessionId", "Status", "Version", "StartsAt", "EndsAt", "LocalStart", "TzdbVersion", "Seats",
            "Notes", "PriceAmount", "Currency", "FeeAmount", "Source", "ImportKey", "CreatedAt", "ChangedAt",
            "Customer_Name", "Customer_Email", "Customer_Phone", "Customer_TimeZone", "Customer_Locale", "StoodAt"
        FROM "Bookings" WHERE "Id" = @0
        """);

    /// <summary>(booking) → group, resource</summary>
    public static readonly Statement ResourcesOf = new("""SELECT "Group", "ResourceId" FROM "BookingResource" WHERE "BookingId" = @0""");

    /// <summary>(booking, version) → id, type, at, by, data, schema version</summary>
    public static readonly Statement EventOf = new("""
        SELECT "Id", "Type", "At", "By", "Data", "SchemaVersion" FROM "BookingEvents" WHERE "BookingId" = @0 AND "Version" = @1
        """);

    /// <summary>(plan) → new version, old version, percentage</summary>
    public static readonly Statement RolloutOf = new("""SELECT "NewVersion", "OldVersion", "Percentage" FROM "SagaRollouts" WHERE "Plan" = @0""");

    /// <summary>(site, kind, language) → version, subject, body of the words that hold</summary>
    public static readonly Statement TemplateOf = new("""
        SELECT "Version", "Subject", "Body" FROM "NoticeTemplates"
        WHERE "SiteId" = @0 AND "Kind" = @1 AND "Language" = @2
        AND "Version" = (SELECT MAX("Version") FROM "NoticeTemplates" WHERE "SiteId" = @0 AND "Kind" = @1 AND "Language" = @2)
        """);

    /// <summary>(key, at, receipt): the first result under a key stays</summary>
    public static readonly Statement KeepResult = new("""
        INSERT INTO "EffectResults" ("Key", "At", "Receipt") SELECT @0, @1, @2 WHERE NOT EXISTS (SELECT 1 FROM "EffectResults" WHERE "Key" = @0)
        """);

    /// <summary>(event): the next number of the stream. Only where there is one writer.</summary>
    public static readonly Statement NumberEvent = new("""
        INSERT INTO "EventStream" ("Sequence", "EventId") SELECT COALESCE(MAX("Sequence"), 0) + 1, @0 FROM "EventStream"
        """);
}
