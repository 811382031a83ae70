package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

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
}
