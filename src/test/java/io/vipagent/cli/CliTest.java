package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command line as a whole. */
class CliTest {
    private static final CommandLine PROGRAM = Cli.commandLine();

    @Test
    void hasEveryVerbByItsName() {
        assertThat(PROGRAM.getSubcommands().keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(Verb.values()).map(Verb::toString).toList());
    }

    @Test
    void buildsTheVerbThatIsNamedAlone() {
        for (Verb verb : Verb.values()) {
            if (verb != Verb.GENERATE_COMPLETION && verb != Verb.COMPLETION) {
                CommandLine lean = Cli.commandLine(new String[] {verb.toString(), "--help"});
                assertThat(lean.getSubcommands().keySet()).containsExactly(verb.toString());
                assertThat(lean.getSubcommands().get(verb.toString()).getUsageMessage())
                        .isEqualTo(PROGRAM.getSubcommands().get(verb.toString()).getUsageMessage());
            }
        }
    }

    @Test
    void buildsAllWhereNoneIsNamed() {
        for (String line : new String[] {"", "--help", "--version check", "chekc", "generate-completion", "CHECK"}) {
            assertThat(Cli.commandLine(line.split(" ")).getSubcommands().keySet())
                    .as(line)
                    .isEqualTo(PROGRAM.getSubcommands().keySet());
        }
        assertThat(Cli.commandLine(new String[0]).getSubcommands()).hasSize(Verb.values().length);
    }

    @ParameterizedTest
    @EnumSource(
            value = Verb.class,
            mode = EnumSource.Mode.EXCLUDE,
            // They take any words.
            names = {"DRAIN", "GENERATE_COMPLETION"})
    void noWordIsEchoedWhole(Verb verb) {
        String word = "w".repeat(100_000);
        String[][] lines = {
            {verb.toString(), "x", "y", "z", "v", "u", word},
            {verb.toString(), "--" + word},
            {verb.toString(), "--socket", word, "--no-such-option"},
            {verb.toString(), "--no-such-option=" + word},
            IntStream.range(0, 1_000)
                    .mapToObj(i -> i == 0 ? verb.toString() : "--x" + i)
                    .toArray(String[]::new)
        };
        for (String[] line : lines) {
            assertThat(refused(line)).startsWith("vip-agent: ").hasSizeLessThan(1_000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "W",
                "--W",
                "status W",
                "status -o W",
                "status --peer W",
                "check --source W",
                "check --timeout W",
                "config --config W",
                "top --interval W",
                "history --since W",
                "why W",
                "drain --for W x",
                "drain --W",
                "doctor -o W",
                "probe https://127.0.0.1:1/ --ca-file W",
                "init --cluster W",
                "init --from W",
                "init --vip W",
                "init --set-up systemd --vip 192.0.2.9 --interface eth0 --node a=192.0.2.1 --dry-run --only W"
            })
    void noValueIsEchoedWhole(String line) {
        String word = "w".repeat(100_000);
        String said = refused(Arrays.stream(line.split(" "))
                .map(each -> each.replace("W", word))
                .toArray(String[]::new));
        assertThat(said).startsWith("vip-agent: ").contains("www").hasSizeLessThan(2_000);
    }

    @Test
    void aWordThatIsShortIsEchoedAsItIs() {
        assertThat(refused("status", "gr\u00fc\u00dfe")).contains("status takes no argument \"gr\u00fc\u00dfe\"");
    }

    private static String refused(String... line) {
        StringWriter err = new StringWriter();
        assertThat(Cli.commandLine().setErr(new PrintWriter(err)).execute(line)).isGreaterThanOrEqualTo(64);
        return err.toString();
    }

    /** {@code check} has the URL from an option, and {@code probe} without one. */
    @Test
    void aUrlIsCalledAsOnTheCommandLine() {
        CheckCommand check = new CheckCommand();
        new CommandLine(check).parseArgs("--url", "http://192.0.2.11/", "--server-name", "*");
        assertThatThrownBy(() -> check.check().targets().read())
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("  --url: \"http://192.0.2.11/\" is not a URL")
                .hasMessageContaining("  --server-name: \"*\" is not a DNS name");

        StringWriter err = new StringWriter();
        assertThat(Cli.commandLine()
                        .setErr(new PrintWriter(err))
                        .execute("probe", "http://192.0.2.11/", "--server-name", "*"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString())
                .contains("  URL: \"http://192.0.2.11/\" is not a URL", "  --server-name: \"*\" is not a DNS name");
    }
}
