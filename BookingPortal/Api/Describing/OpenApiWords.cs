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
        CallDescription about = context.Description.ActionDescriptor.EndpointMetadata.OfType<CallDescription>().Single();
        operation.Parameters ??= [];
        foreach (CallDescription.Parameter parameter in about.Parameters)
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

        if (about.Locks.Count > 0)
        {
            operation.Security = [.. about.Locks.Select(name => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(name, context.Document)] = [],
            })];
            if (about.IsLockOptional)
            {
                operation.Security.Add([]);
            }
        }

        return Task.CompletedTask;
    }

    private static Task SchemaAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(OffsetDateTime) || type == typeof(OffsetDateTime?))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "date-time";
        }

        if (type.Namespace == typeof(ApiJson).Namespace && RequiredMembers.TryGetValue(type, out string[]? required))
        {
            schema.Required = new HashSet<string>(required, StringComparer.Ordinal);
        }
        else if (type.Name.EndsWith("Request", StringComparison.Ordinal) || type == typeof(ChangeReason))
        {
            schema.Required = null;
        }

        return Task.CompletedTask;
    }
}
