using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BookingPortal.Api.Wire;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace BookingPortal.Api.Describing;

/// <summary>Makes of what ASP.NET sees of the calls a description that generators of clients accept.</summary>
internal static class OpenApiWords
{
    /// <summary>Members that a request cannot do without; all are optional to the reader, which tells what is missing field by field.</summary>
    private static readonly Dictionary<Type, string[]> RequiredMembers = new()
    {
        [typeof(HoldRequest)] = ["site", "service", "start"],
        [typeof(LegRequest)] = ["site", "service", "start"],
        [typeof(HoldProof)] = ["id", "token"],
        [typeof(CustomerRequest)] = ["name", "email"],
        [typeof(BookingRequest)] = ["customer"],
        [typeof(ItineraryRequest)] = ["legs", "customer"],
        [typeof(RescheduleRequest)] = ["start"],
    };

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        // 3.0 is read by every generator; some of them still stumble over 3.1.
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        options.CreateSchemaReferenceId = static type =>
            type.Type == typeof(OffsetDateTime) || type.Type == typeof(JsonElement) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.ShouldInclude = call => call.ActionDescriptor.EndpointMetadata.OfType<CallDescription>().Any();
        options.AddDocumentTransformer((document, _, _) => DocumentAsync(document));
        options.AddOperationTransformer((operation, context, _) => OperationAsync(operation, context));
        options.AddSchemaTransformer((schema, context, _) => SchemaAsync(schema, context));
    });

    private static Task DocumentAsync(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "BookingPortal",
            Version = "v1",
            Description = "Times that can be booked, and bookings. Instants are RFC 3339 with the site's offset; errors are RFC 9457 problems.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        foreach (IOpenApiSchema schema in document.Components.Schemas?.Values ?? [])
        {
            TakeNullsOut(schema);
        }

        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [CallDescribing.KeyLock] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of the business, with scopes.",
            },
            [CallDescribing.BookingTokenLock] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Booking-Token", Description = "The token that came with the booking.",
            },
            [CallDescribing.HoldTokenLock] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Hold-Token", Description = "The token that came with the hold.",
            },
        };
        return Task.CompletedTask;
    }

    private static Task OperationAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        IList<object> about = context.Description.ActionDescriptor.EndpointMetadata;
        operation.RequestBody?.Content?.Remove(CallDescribing.AnyKind);
        operation.Parameters ??= [];
        foreach (CallParameter parameter in about.OfType<CallParameter>())
        {
            if (operation.Parameters.FirstOrDefault(each => each.Name == parameter.Name) is { } seen)
            {
                operation.Parameters.Remove(seen); // the handler takes all of them as text, to say itself what is wrong with it
            }

            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = parameter.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Required = parameter.IsRequired,
                Description = parameter.Words,
                Schema = new OpenApiSchema { Type = parameter.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String },
            });
        }

        CallLock[] locks = [.. about.OfType<CallLock>()];
        if (locks.Length > 0)
        {
            operation.Security = [.. locks.Select(each => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(each.Name, context.Document)] = [],
            })];
            if (locks.Any(each => each.IsOptional))
            {
                operation.Security.Add([]);
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsNullable(JsonPropertyInfo member) =>
        member.PropertyType.IsValueType ? Nullable.GetUnderlyingType(member.PropertyType) is not null : member.IsGetNullable;

    /// <summary>"Null or this object" is said as a choice of two, at which generators stumble; the member is optional, which says it all.</summary>
    private static void TakeNullsOut(IOpenApiSchema schema)
    {
        foreach ((string name, IOpenApiSchema member) in schema.Properties?.ToArray() ?? [])
        {
            if (member.OneOf is { Count: 2 } choices && choices.FirstOrDefault(choice => choice is OpenApiSchemaReference) is { } named)
            {
                schema.Properties![name] = named;
            }
        }
    }

    private static Task SchemaAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(OffsetDateTime) || type == typeof(OffsetDateTime?))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "date-time";
        }

        if (schema.Properties is { Count: > 0 })
        {
            // What is null is left out of an answer, so only what never is null can be counted on.
            IEnumerable<string> required = RequiredMembers.GetValueOrDefault(type)
                ?? context.JsonTypeInfo.Properties.Where(member => !IsNullable(member)).Select(member => member.Name);
            schema.Required = new HashSet<string>(required, StringComparer.Ordinal);
        }

        return Task.CompletedTask;
    }
}
