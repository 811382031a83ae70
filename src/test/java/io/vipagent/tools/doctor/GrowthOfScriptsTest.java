package io.vipagent.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.time.Growth;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is looked for in a check script is found in linear time, and without a stack that grows with it: eight times as
 * much text takes about eight times as long.
 */
@Timeout(600)
class GrowthOfScriptsTest {
    private static final int FEW = 8_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl ",
                "curl -ox",
                "curl -ox;",
                "kill x ",
                "kill -a ",
                "kill \"\"",
                "docker stop ",
                "ps x ",
                "nmcli x ",
                "<<A\n",
                "<<A a\nB\n",
                "\n",
                "\n ",
                ";/",
                ";/a",
                "\\\"",
                "\"",
                "'",
                "-c ",
                "; true ",
                "exit 0; true   ",
                "echo $",
                "systemctl stop a ",
                "systemctl -systemctl ",
                "sudo -n ",
                "ip -ip ",
                "set -e",
                "service service ",
                "/etc/init.d/"
            })
    void isLinear(String piece) {
        assertLinear("x ", piece);
    }

    /** Each is one word or one command that does not end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=\"|a",
                "systemctl stop|  a",
                "systemctl| -a",
                "ip| -a",
                "curl -|k",
                "curl -o|o",
                "echo|$",
                "true;true| "
            })
    void needsNoStack(String beginAndPiece) {
        String[] parts = beginAndPiece.split("\\|", 2);
        assertLinear(parts[0], parts[1]);
    }

    /** One file that is named many times is one file. */
    @Test
    void aFileIsReadOnce() {
        String facts = facts("/chk.sh ".repeat(5_000), "kill x ".repeat(9_000));
        assertThat(Doctor.examine(FactsText.parse(facts)).findings()).isNotNull();
    }

    /** Thousands of scripts that name it are judged as far as there is time. */
    @Test
    void thousandsOfScriptsOfOneFileEnd() {
        String scripts = IntStream.range(0, 10_000)
                .mapToObj(i -> "vrrp_script s%1$d {\n script \"/chk.sh %1$d\"\n}\n".formatted(i))
                .collect(Collectors.joining());
        String facts =
                facts("/chk.sh", "kill x ".repeat(9_000)).replaceFirst("vrrp_script c", scripts + "vrrp_script c");
        assertThat(Doctor.examine(FactsText.parse(facts)).findings()).isNotNull();
    }

    private static void assertLinear(String begin, String piece) {
        Growth.assertLinear(begin + piece, FEW, length -> {
            String facts = facts("/chk.sh", begin + piece.repeat(length / piece.length()) + "\u00b0 x\n");
            return () -> assertThat(Doctor.examine(FactsText.parse(facts)).findings())
                    .isNotNull();
        });
    }

    private static String facts(String command, String script) {
        return """
                [keepalived.conf]
                vrrp_script c {
                    script "%s"
                }
                vrrp_instance V {
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    virtual_ipaddress { 192.0.2.100 }
                    track_script { c }
                }
                [file /chk.sh]
                #!/bin/sh
                """.formatted(command) + script;
    }
}
