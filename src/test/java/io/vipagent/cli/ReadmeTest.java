package io.vipagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** What the README and the help promise is what the program does. */
class ReadmeTest {
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| (?:`([A-Z_]+)`)? ?\\|", Pattern.MULTILINE);
    private static final Pattern VERB = Pattern.compile("(?:vip-agent|·) ([a-z-]+)(?= |$)", Pattern.MULTILINE);
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

    private static String readme = "";

    @BeforeAll
    static void read() throws Exception {
        readme = Files.readString(Path.of("README.md"));
    }

    @Test
    void namesEveryExitCode() {
        Map<Integer, String> documented = new TreeMap<>();
        ROW.matcher(readme)
                .results()
                .forEach(
                        row -> documented.put(Integer.valueOf(row.group(1)), row.group(2) == null ? "" : row.group(2)));
        Map<Integer, String> real = new TreeMap<>();
        Arrays.stream(Reason.values()).forEach(reason -> real.put(reason.exitCode(), reason.name()));
        Arrays.stream(ExitCode.values()).forEach(code -> real.put(code.code(), ""));
        assertThat(documented).isEqualTo(real);
    }

    @Test
    void namesEveryVerb() {
        assertThat(VERB.matcher(commands())
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet()))
                .isEqualTo(Cli.commandLine().getSubcommands().keySet());
    }

    @Test
    void namesOnlyOptionsThatThereAre() {
        TreeSet<String> real = new TreeSet<>();
        for (CommandLine verb : Cli.commandLine().getSubcommands().values()) {
            verb.getCommandSpec().options().forEach(option -> real.addAll(Arrays.asList(option.names())));
        }
        assertThat(OPTION.matcher(commands()).results().map(MatchResult::group)).isSubsetOf(real);
    }

    @Test
    void theHelpNamesTheSameExitCodes() {
        Map<String, String> help =
                Cli.commandLine().getCommandSpec().usageMessage().exitCodeList();
        for (Reason reason : Reason.values()) {
            assertThat(help.get(Integer.toString(reason.exitCode()))).startsWith(reason.name());
        }
        for (ExitCode code : ExitCode.values()) {
            assertThat(help).containsKey(Integer.toString(code.code()));
        }
        assertThat(help).hasSize(Reason.values().length + ExitCode.values().length);
    }

    @Test
    void everyVerbSaysWhatItDoes() {
        for (CommandLine verb : Cli.commandLine().getSubcommands().values()) {
            assertThat(verb.getUsageMessage(Help.Ansi.OFF)).contains("Usage: vip-agent " + verb.getCommandName());
            assertThat(verb.getCommandSpec().usageMessage().description()).isNotEmpty();
            verb.getCommandSpec()
                    .options()
                    .forEach(option -> assertThat(option.description())
                            .as(option.longestName())
                            .isNotEmpty());
        }
    }

    private static String commands() {
        int start = readme.indexOf("## Commands");
        return readme.substring(start, readme.indexOf("###", start));
    }
}
