package io.vipagent.tools.init.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.platform.time.Growth;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Word;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check script does besides asking is one note, with what matters first. */
class CheckScriptTest {
    private static final int FEW = 8_000;

    @Test
    void whatTakesTheNodeOutComesFirst() {
        String script = """
                #!/bin/bash
                if [ $(pgrep -c haproxy) -eq 0 ]; then
                  systemctl start haproxy
                  sleep 3
                  pgrep haproxy || { %s; }
                fi
                """;
        for (String command : List.of(
                "systemctl stop keepalived",
                "service keepalived stop",
                "pkill keepalived",
                "rc-service keepalived stop",
                "docker stop keepalived",
                "ip link set eth0 down",
                "shutdown now",
                "reboot")) {
            Word note = CheckScript.surplus(new Source("chk.sh", script.formatted(command)))
                    .orElseThrow();
            assertThat(note.text()).isEqualTo(command + " and 3 more lines");
            assertThat(note.at().line()).isEqualTo(5);
        }
        assertThat(CheckScript.surplus(new Source("chk.sh", script.formatted("exit 1")))
                        .orElseThrow()
                        .text())
                .startsWith("systemctl start haproxy and ");
    }

    /** Eight times as much text takes about eight times as long, and no stack. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl |https://",
                "|curl https://",
                "kill| -a",
                "kill x|;",
                "|kill ;;",
                "ip| -a",
                "|ip -ip ",
                "systemctl| --a",
                "|systemctl --systemctl ",
                "|/etc/init.d/",
                "|a\n",
                "|kill a\n",
                "|--cert --cert=/"
            })
    void isLinear(String beginAndPiece) {
        String[] parts = beginAndPiece.split("\\|", 2);
        Growth.assertLinear(beginAndPiece, FEW, length -> {
            String text = parts[0] + parts[1].repeat(length / parts[1].length()) + " ;";
            Source script = new Source("chk.sh", text);
            return () -> {
                assertThat(CheckScript.surplus(script)).isPresent();
                assertThat(CheckScript.port(script)).isEmpty();
                assertThat(CheckScript.file(script.text(), "--key")).isEmpty();
            };
        });
    }
}
