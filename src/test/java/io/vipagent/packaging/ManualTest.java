package io.vipagent.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.cli.Cli;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManualTest {
    private final CommandLine program = Cli.commandLine();
    private final Map<String, String> pages = new Manual("2026-01-02").pages(program);

    @Test
    void everyVerbHasAPageThatTheMainPageNames() {
        assertThat(pages)
                .containsKeys("vip-agent", "vip-agent-check", "vip-agent-run")
                .hasSize(1 + program.getSubcommands().size());
        program.getSubcommands()
                .keySet()
                .forEach(verb -> assertThat(pages.get("vip-agent"))
                        .contains(
                                "\\fB" + Roff.escape(verb) + "\\fR\n",
                                ".BR " + Roff.escape("vip-agent-" + verb) + " (1)"));
    }

    @Test
    void everyOptionIsExplained() {
        program.getSubcommands().forEach((verb, command) -> {
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(pages.get("vip-agent-" + verb)).contains(Roff.escape(option.longestName()));
            }
        });
        assertThat(pages.get("vip-agent-check")).contains("\\fB\\-\\-timeout=DURATION\\fR\n", "(default: 1500ms)");
        assertThat(pages.get("vip-agent-probe")).contains("\\fBURL\\fR\n");
    }

    @Test
    void everyExitCodeIsExplained() {
        program.getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .forEach((code, meaning) ->
                        assertThat(pages.get("vip-agent")).contains("\\fB" + code + "\\fR\n" + Roff.escape(meaning)));
    }

    @Test
    void isDatedByTheSources() {
        assertThat(pages.get("vip-agent")).startsWith(".TH \"VIP\\-AGENT\" 1 \"2026-01-02\" \"vip\\-agent ");
        assertThat(new Manual("2026-01-02").pages(Cli.commandLine())).isEqualTo(pages);
    }

    @Test
    void noTextIsTakenForARequest() {
        String page = new Roff("t", "d", "s")
                .text(".so /etc/passwd\n'x \\n(yr \"q\" a-b\n\n" + "word ".repeat(40) + ".x")
                .toString();
        assertThat(page).contains("\n\\&.so /etc/passwd\n.PP\n\\(aqx \\en(yr \\(dqq\\(dq a\\-b\n.PP\nword");
        assertThat(page.lines()).allMatch(line -> line.length() <= 80);
        assertThat(page.lines().skip(3)).noneMatch(line -> line.matches("[.'](?!PP).*"));
    }
}
