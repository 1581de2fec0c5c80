namespace BookingPortal.Tests.Tidy;

public sealed class BannedWordsTests
{
    private const string Path = "BookingPortal.Core/Holds/A.cs";

    [Theory]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("var now = System.DateTimeOffset.Now;")]
    [InlineData("var zone = TimeZoneInfo.Local;")]
    [InlineData("var x = task.Result;")]
    [InlineData("task.Wait();")]
    [InlineData("task.GetAwaiter().GetResult();")]
    [InlineData("Thread.Sleep(10);")]
    [InlineData("private async void OnClick() { }")]
    [InlineData("throw new NotImplementedException();")]
    [InlineData("Console.WriteLine(text);")]
    [InlineData("await Console.Error.WriteLineAsync(text);")]
    [InlineData("// TODO: later")]
    [InlineData("/* FIXME */")]
    [InlineData("try { A(); } catch { }")]
    [InlineData("try { A(); } catch (Exception) { }")]
    [InlineData("try { A(); } catch (Exception e) { /* never mind */ }")]
    [InlineData("try { A(); } catch (IOException e) when (e.HResult == Code(1)) { }")]
    public void What_is_banned_is_found(string text) => Assert.Single(Sample.Words(Path, text));

    [Theory]
    [InlineData("// DateTime.Now is not for us")]
    [InlineData("var text = \"Thread.Sleep(10)\";")]
    [InlineData("var text = $\"async void {x}\";")]
    [InlineData("var text = @\"a \"\" TimeZoneInfo\";")]
    [InlineData("var text = \"\"\"\n  task.Wait(); \"quoted\" TODO\n  \"\"\";")]
    [InlineData("var quote = '\"'; var more = '\\''; var now = clock.GetCurrentInstant();")]
    [InlineData("var x = request.ResultCode;")]
    [InlineData("try { A(); } catch (OperationCanceledException) { /* the visitor has left */ }")]
    [InlineData("try { A(); } catch (Exception e) { Log(e); throw; }")]
    public void What_only_looks_like_it_is_not(string text) => Assert.Empty(Sample.Words(Path, text));

    [Theory]
    [InlineData("BookingPortal/Commands/Check.cs")]
    [InlineData("BookingPortal.Bench/Program.cs")]
    public void Command_line_verbs_may_print(string path) => Assert.Empty(Sample.Words(path, "Console.WriteLine(text);"));

    [Fact]
    public void A_finding_names_the_line() => Assert.Equal(
        $"{Path}:3: `.Wait()`: Await it.",
        Assert.Single(Sample.Words(Path, "/* one\n two */\ntask.Wait();")).ToString());
}
