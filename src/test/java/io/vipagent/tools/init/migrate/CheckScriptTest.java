package io.vipagent.tools.init.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a check script does besides asking is one note, with what matters first. */
class CheckScriptTest {
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
}
