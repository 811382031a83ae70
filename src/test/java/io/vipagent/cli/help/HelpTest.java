package io.vipagent.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vipagent.cli.Cli;
import io.vipagent.config.SettingText;
import io.vipagent.core.health.Reason;
import io.vipagent.lab.NeedsHost;
import io.vipagent.tools.doctor.rules.FindingId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What the program says of itself. */
class HelpTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyHelpHasExamplesThatTheProgramTakes() {
        for (CommandLine verb : Cli.commandLine().getSubcommands().values()) {
            String help = verb.getUsageMessage(Ansi.OFF);
            assertThat(help).as(verb.getCommandName()).contains("Examples:\n  ");
            for (String line : verb.getCommandSpec().usageMessage().footer()) {
                if (line.startsWith("  vip-agent ")) {
                    String[] words = line.strip().split("[;|>]")[0].strip().split(" +");
                    String[] arguments = java.util.Arrays.copyOfRange(words, 1, words.length);
                    assertThat(Cli.commandLine().parseArgs(arguments).errors())
                            .as(line)
                            .isEmpty();
                }
            }
        }
        assertThat(Cli.commandLine().getUsageMessage(Ansi.OFF)).contains("Examples:\n  vip-agent status --cluster");
    }

    @ParameterizedTest
    @EnumSource
    void explainsEveryReason(Reason reason) {
        String text = ExplainCommand.explained(reason.name()).orElseThrow();
        assertThat(text).startsWith(reason + ", exit code " + reason.exitCode() + "\n");
        assertThat(text.lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).isNotBlank().hasSizeLessThan(121));
        assertThat(ExplainCommand.explained(Integer.toString(reason.exitCode())))
                .hasValue(text);
        assertThat(ExplainCommand.explained(
                        reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')))
                .hasValue(text);
    }

    @ParameterizedTest
    @EnumSource
    void explainsEveryFinding(FindingId finding) {
        assertThat(ExplainCommand.explained(finding.name()).orElseThrow())
                .startsWith(finding + ", a finding of doctor: ")
                .contains(finding.impact());
    }

    @Test
    void explainsEveryKey() {
        for (SettingText setting : SettingText.all()) {
            for (String word : List.of(
                    setting.key(),
                    "vip-agent." + setting.key(),
                    setting.key().replace("*", "cp2"),
                    setting.variable())) {
                assertThat(ExplainCommand.explained(word).orElseThrow())
                        .as(word)
                        .startsWith("vip-agent." + setting.key() + ", a key of the configuration\n")
                        .contains("\ndefault       ", "\nenvironment   " + setting.variable() + "\n");
            }
        }
        assertThat(ExplainCommand.explained("interval").orElseThrow()).startsWith("vip-agent.targets.*.interval,");
    }

    @ParameterizedTest
    @CsvSource({
        "CONECT_REFUSED, did you mean CONNECT_REFUSED?",
        "conect-refused, did you mean CONNECT_REFUSED?",
        "decision.polcy, did you mean decision.policy?",
        "Stal, did you mean STALE?",
        "SCRIPT_USER, 'there are SCRIPT_USER_MISSING, SCRIPT_USER_KEPT_OUT'",
        "nonsense, vip-agent explain lists them all",
        "999, vip-agent explain lists them all",
        "'', vip-agent explain lists them all"
    })
    void saysWhatWasMeant(String given, String meant) {
        assertThat(run("explain", given)).isEqualTo(64);
        assertThat(err.toString())
                .startsWith("vip-agent: \"" + given + "\" is no reason, exit code, finding or key; " + meant + "\n");
    }

    @Test
    void explainsTheExitCodesThatAreNoReasons() {
        for (String code :
                Cli.commandLine().getCommandSpec().usageMessage().exitCodeList().keySet()) {
            assertThat(run("explain", code)).as(code).isZero();
            assertThat(out.toString()).as(code).contains(code);
            out.getBuffer().setLength(0);
        }
    }

    @Test
    void saysWhatAVerbDoesThatIsGivenAWordTooMany() {
        assertThat(run("config", "check")).isEqualTo(64);
        assertThat(err.toString()).isEqualTo("""
                vip-agent: config takes no argument "check"
                vip-agent config: Checks the configuration and prints it with all defaults, as YAML.
                Try 'vip-agent config --help'.
                """);
        err.getBuffer().setLength(0);
        assertThat(run("probe", "https://192.0.2.11/", "https://192.0.2.12/")).isEqualTo(64);
        assertThat(err.toString())
                .startsWith("vip-agent: probe takes no further argument \"https://192.0.2.12/\"\nvip-agent probe: ");
        err.getBuffer().setLength(0);
        assertThat(run("chek")).isEqualTo(64);
        assertThat(err.toString())
                .startsWith("vip-agent: there is no command \"chek\"\nDid you mean: ")
                .contains("check");
        err.getBuffer().setLength(0);
        assertThat(run("status", "--outptu")).isEqualTo(64);
        assertThat(err.toString()).startsWith("vip-agent: Unknown option: '--outptu'\n");
    }

    @Test
    void listsAllWords() {
        assertThat(run("explain")).isZero();
        assertThat(out.toString()).contains("  RESPONSE_TIMEOUT ", "  VIP_UNCHECKED\n", "  targets.*.interval\n");
    }

    @Test
    void saysItsVersionToPrograms() throws IOException {
        assertThat(run("version", "-o", "json")).isZero();
        Set<String> names = new TreeSet<>();
        try (JsonParser json = new JsonFactory().createParser(out.toString())) {
            while (json.nextToken() != null) {
                if (json.currentName() != null) {
                    names.add(json.currentName());
                }
            }
        }
        assertThat(names).containsExactly("arch", "os", "revision", "runtime", "version");
        out.getBuffer().setLength(0);
        assertThat(run("version")).isZero();
        assertThat(out.toString()).matches("vip-agent [^ ]+ \\(jvm\\), commit ([0-9a-f]{12}|unknown)\n");
        out.getBuffer().setLength(0);
        assertThat(run("version", "-o", "yaml")).isZero();
        assertThat(out.toString()).startsWith("version: \"").contains("\nruntime: \"jvm\"\n");
    }

    /** bash itself completes by the script. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vip-agent sta                    | status
            vip-agent status --out           | --output
            vip-agent status --output w      | wide
            vip-agent check --source agent-t | agent-then-probe
            vip-agent completion f           | fish
            vip-agent init --profile rec     | recommended
            vip-agent explain CERT_EXPIRE    | CERT_EXPIRED
            """)
    void bashCompletes(String line, String word, @TempDir Path directory) throws Exception {
        assertThat(run("completion", "bash")).isZero();
        Path script = Files.writeString(directory.resolve("completion"), out.toString());
        String[] words = line.split(" ");
        String asked = "source " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1)
                + "; _complete_vip-agent 2>/dev/null || _complete_vip_agent; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", asked)
                .redirectErrorStream(true)
                .start();
        String reply = new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(reply.lines().map(String::strip)).as(reply).contains(word);
    }

    /** A real zsh completes on a terminal of its own: what it writes is awaited, no time is. */
    @Test
    @NeedsHost
    void zshCompletes(@TempDir Path directory) throws Exception {
        assertThat(run("completion", "zsh")).isZero();
        Path script = Files.writeString(directory.resolve("completion"), out.toString());
        StringBuilder asked = new StringBuilder("zmodload zsh/zpty; zpty z zsh -f -i\n" + "zpty -w z \"source " + script
                + "; print LO''ADED\"; zpty -r z seen '*LOADED*'\n");
        for (String[] each : new String[][] {
            {"vip-agent dra", "vip-agent drain"},
            {"vip-agent status --output y", "--output yaml"},
            {"vip-agent completion f", "completion fish"},
            {"vip-agent explain CERT_EXPIRE", "CERT_EXPIRED"}
        }) {
            asked.append("zpty -w -n z $'%s\\t'; zpty -r z seen '*%s*' && print -r -- '%s'; zpty -w -n z $'\\C-u'\n"
                    .formatted(each[0], each[1], each[1]));
        }
        assertThat(said(directory, "zsh", "-f", "-c", asked.append("zpty -d z").toString()))
                .contains("vip-agent drain", "--output yaml", "completion fish", "CERT_EXPIRED");
    }

    /** fish itself completes by the script. */
    @Test
    @NeedsHost
    void fishCompletes(@TempDir Path directory) throws Exception {
        assertThat(run("completion", "fish")).isZero();
        Path script = Files.writeString(directory.resolve("completion"), out.toString());
        Files.createFile(directory.resolve("some-file"));
        String asked = "cd " + directory + "; source " + script;
        for (String line : new String[] {
            "vip-agent sta", "vip-agent status --output ", "vip-agent completion ", "vip-agent run --config so"
        }) {
            asked += "; echo '>'; complete -C'" + line + "' | string split -f1 \\t";
        }
        assertThat(said(directory, "env", "HOME=" + directory, "fish", "--no-config", "-c", asked))
                .isEqualTo(">\nstatus\n>\njson\nprometheus\ntable\nwide\nyaml\n>\nbash\nfish\nzsh\n>\nsome-file\n");
    }

    private static String said(Path directory, String... command) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertThat(ended).as(said).isTrue();
        return said;
    }

    @Test
    void zshImitatesBash() {
        assertThat(run("completion", "zsh")).isZero();
        assertThat(out.toString())
                .startsWith("autoload -Uz compinit bashcompinit\n")
                .contains("complete -F");
    }

    @Test
    void fishHasVerbsOptionsValuesAndFiles() {
        assertThat(run("completion", "fish")).isZero();
        assertThat(out.toString().lines())
                .allMatch(line -> line.startsWith("complete -c vip-agent ") || line.startsWith("#"))
                .allSatisfy(line -> assertThat(line.replace("\\'", "")
                                        .chars()
                                        .filter(c -> c == '\'')
                                        .count()
                                % 2)
                        .as(line)
                        .isZero())
                .contains("complete -c vip-agent -f")
                .anyMatch(line -> line.startsWith("complete -c vip-agent -n __fish_use_subcommand -a status -d '"))
                .anyMatch(
                        line -> line.startsWith("complete -c vip-agent -n '__fish_seen_subcommand_from status' -s o -l"
                                + " output -x -a 'table wide json yaml prometheus' -d '"))
                .anyMatch(line -> line.startsWith(
                        "complete -c vip-agent -n '__fish_seen_subcommand_from check' -l ca-file -r -F -d '"))
                .anyMatch(line -> line.startsWith(
                        "complete -c vip-agent -n '__fish_seen_subcommand_from run' -l config -r -F -d '"))
                .anyMatch(line -> line.startsWith(
                        "complete -c vip-agent -n '__fish_seen_subcommand_from status' -s w -l watch -d '"))
                .anyMatch(line -> line.startsWith(
                        "complete -c vip-agent -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'"))
                .anyMatch(line -> line.contains("__fish_seen_subcommand_from explain' -a 'CONNECT_REFUSED "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completion", "completion tcsh", "version -o xml", "explain a b"})
    void whatIsWrongIsMisuse(String line) {
        assertThat(run(line.split(" "))).isEqualTo(64);
        assertThat(err.toString()).startsWith("vip-agent: ");
    }

    private int run(String... arguments) {
        return Cli.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
