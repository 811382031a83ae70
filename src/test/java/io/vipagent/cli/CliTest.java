package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
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
