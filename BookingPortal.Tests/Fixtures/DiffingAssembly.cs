#if PARTIAL_REGISTRY
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace BookingPortal.Tests.Fixtures;

/// <summary>Hands bunit the AngleSharp.Diffing that build/ComponentTests.targets puts beside the tests.</summary>
internal static class DiffingAssembly
{
    [ModuleInitializer]
    internal static void HandOver() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "diffing", "AngleSharp.Diffing.dll"))
            : null;
}
#endif
