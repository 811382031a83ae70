package io.vipagent.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.status.TopScreen.Header;
import io.vipagent.core.status.TopScreen.ScreenForm;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One screen, to the letter. */
class TopScreenTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-01-02T03:04:05Z");
    private static final Header HEADER = new Header(NOW, "1s", false, true);
    private static final ScreenForm PLAIN = new ScreenForm(80, 24, false);
    private static final String TEXT = ClusterTable.of(ClusterTableTest.cluster(), false);

    @Test
    void hasAHeaderAndFitsEightyColumns() {
        String screen = TopScreen.of(TEXT, Optional.empty(), HEADER, PLAIN);
        assertThat(screen).isEqualTo("""
                vip-agent top  03:04:05  every 1s                                q quit, p pause

                  VIP      192.0.2.100 is held by cp1
                  fault    cp1 is on fire
                  look at  peer http://192.0.2.13:9706 is unknown (CONNECT_REFUSED nobody liste~

                  NODE            VIP  VRRP        APISERVER  HAPROXY   DECISION  CERT     CLOCK
                  cp1*            yes  MASTER 150  up         starting  granted   363d     0
                  cp2             no   BACKUP 149  down       -         denied    expired  -3.2s
                  http://192.0.~  ?    -           -          -         ?         -        -
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 40, 79, 80, 81, 200})
    void neverPassesItsEdges(int width) {
        String screen = TopScreen.of(TEXT, Optional.empty(), HEADER, new ScreenForm(width, 6, false));
        assertThat(screen.lines())
                .hasSizeLessThanOrEqualTo(5)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        String coloured = TopScreen.of(TEXT, Optional.of(""), HEADER, new ScreenForm(width, 50, true));
        assertThat(coloured.replaceAll("\033\\[[0-9]+m", "").lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }

    @Test
    void marksWhatChangedAndNothingElse() {
        String after = TEXT.replace(
                        "BACKUP 149  down       -         denied ", "MASTER 149  up         -         granted")
                .replace("held by cp1", "held by cp2")
                .replace("-3.2s", "+0.1s");
        String screen = TopScreen.of(after, Optional.of(TEXT), HEADER, PLAIN);
        assertThat(screen.lines().filter(line -> line.startsWith("> ")))
                .containsExactly(
                        "> VIP      192.0.2.100 is held by cp2",
                        "> cp2             no   MASTER 149  up         -         granted   expired  +0.1s");
        String coloured = TopScreen.of(after, Optional.of(TEXT), HEADER, new ScreenForm(80, 24, true));
        assertThat(coloured)
                .contains(
                        "\033[32m\033[7mMASTER 149\033[0m  \033[32m\033[7mup\033[0m",
                        "\033[32m\033[7mgranted\033[0m   \033[31mexpired\033[0m  +0.1s\n")
                .contains("\033[31m  fault    cp1 is on fire\033[0m", "\033[1mvip-agent top")
                .contains("  cp1*            \033[32myes\033[0m  \033[32mMASTER 150\033[0m");
    }

    @Test
    void marksANodeThatIsNew() {
        String before = TEXT.replaceAll("(?m)^cp2 .*\n", "");
        assertThat(TopScreen.of(TEXT, Optional.of(before), HEADER, PLAIN)
                        .lines()
                        .filter(line -> line.startsWith("> ")))
                .hasSize(1)
                .allMatch(line -> line.startsWith("> cp2 "));
    }

    @Test
    void saysThatItStandsStillAndHasNoKeysWithoutAKeyboard() {
        assertThat(TopScreen.of(TEXT, Optional.empty(), new Header(NOW, "500ms", true, true), PLAIN))
                .startsWith("vip-agent top  03:04:05  every 500ms  PAUSED                     q quit, p go on\n");
        assertThat(TopScreen.of(TEXT, Optional.empty(), new Header(NOW, "1s", false, false), PLAIN))
                .startsWith("vip-agent top  03:04:05  every 1s\n");
    }

    @Test
    void showsAnErrorAsAFault() {
        String error = "fault    AGENT_UNREACHABLE no agent\n";
        assertThat(TopScreen.of(error, Optional.of(TEXT), HEADER, PLAIN))
                .endsWith("\n\n> fault    AGENT_UNREACHABLE no agent\n");
    }

    /** An agent's words are printed: nothing in them moves the cursor. */
    @Test
    void letsNothingReachTheTerminalButItsOwnColours() {
        String evil = "VIP      \033[2J\u009b31m\u202e is\rheld\n\nNODE  VIP\n\033[7m  \u0007x\n";
        assertThat(TopScreen.of(evil, Optional.empty(), HEADER, PLAIN).replace("\n", ""))
                .matches("[ -~]*")
                .contains("?[2J?31m? is?held");
    }
}
