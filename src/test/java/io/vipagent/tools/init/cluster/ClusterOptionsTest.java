package io.vipagent.tools.init.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The table of options against the document and the command line. */
class ClusterOptionsTest {
    @Test
    void everyRowIsInTheDocument() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("docs/SETUPS.md")).stream()
                .filter(line -> line.startsWith("| `--"))
                .toList();
        assertThat(documented)
                .containsExactlyElementsOf(
                        ClusterOptions.rows().stream().map(ClusterOption::row).toList());
    }

    @Test
    void everyRowIsAnOptionOfInit() {
        CommandLine init = Cli.commandLine().getSubcommands().get("init");
        assertThat(ClusterOptions.rows()).allSatisfy(row -> {
            OptionSpec option = init.getCommandSpec().findOption("--" + row.name());
            assertThat(option.description()).containsExactly(row.help());
            assertThat(option.paramLabel()).isEqualTo(row.isFlag() ? option.paramLabel() : row.parameter());
        });
    }

    @Test
    void noRowIsThereTwice() {
        assertThat(ClusterOptions.rows()).extracting(ClusterOption::name).doesNotHaveDuplicates();
    }
}
