package io.vipagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code vip-agent config} prints is a file that means the same. */
class RoundTripTest {
    @TempDir
    private Path directory;

    @Test
    void everythingWrittenOut() throws Exception {
        Settings settings = Loading.load(directory, """
                vip-agent:
                  node: cp1
                  targets:
                    local:
                      url: https://[fd00::11]:6443/readyz?verbose&exclude=etcd
                      server-name: fd00::11
                      ca-file: "/etc/with space/\\"ca\\".crt"
                      insecure: true
                      cert-file: /etc/vip-agent/client.crt
                      key-file: /etc/vip-agent/client.key
                      token-file: /etc/vip-agent/token
                      accept-status: [401, 200]
                      expect-body: "[+]ping ok"
                      interval: 1500ms
                      timeout: 59s
                      rise: 7
                      fall: 9
                    "2": {role: frontend, url: "https://127.0.0.1"}
                  decision: {policy: both, hold-when-all-down: false}
                  control: {socket: /tmp/a.sock}
                  agent-check: {listen: "[::1]:1", allow: ["fd00::/8", 192.0.2.1], reports: maintenance, drain-as: maint}
                  http: {listen: "[::]:9706"}
                  keepalived: {track-file: /run/vip-agent/track}
                """);
        assertSame(settings);
    }

    @Test
    void nothingWritten() throws Exception {
        assertSame(Loading.load(directory, ""));
    }

    @Test
    void noAgentCheckAtAll() throws Exception {
        assertSame(Loading.load(directory, "vip-agent:\n  agent-check: {listen: none, release: 1s}\n"));
    }

    /** From the environment, which takes every text as it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b",
                "a #b",
                "'",
                "\"",
                "\\",
                "\\n",
                "a\nb",
                "a\r\nb",
                "a\tb",
                "{a}",
                "[a]",
                "*a",
                "&a",
                "!a",
                "|",
                ">",
                "%",
                "@",
                "`",
                "~",
                "null",
                "true",
                "010",
                "- a",
                "? a",
                "<<",
                "k\u00f6ln",
                "\u0085",
                "a\u2028b",
                "\u0007",
                "\uD83D\uDE00",
                "\uFEFFa",
                "a\u007fb",
                "${HOME}",
                "any",
                "none"
            })
    void anyText(String text) throws Exception {
        Settings settings = Loading.load(
                directory, "", Map.of("VIP_AGENT_NODE", text, "VIP_AGENT_TARGETS_LOCAL_EXPECT_BODY", text));
        assertThat(settings.node()).isEqualTo(text.strip());
        assertSame(settings);
    }

    @Test
    void randomTexts() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            String text = new Random(seed)
                    .ints(12, 0, 0x3000)
                    .filter(c -> c != 0 && !Character.isSurrogate((char) c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .append('x')
                    .toString();
            assertSame(Loading.load(directory, "", Map.of("VIP_AGENT_NODE", text)));
        }
    }

    private void assertSame(Settings settings) throws Exception {
        assertThat(Loading.load(directory, SettingsYaml.of(settings))).isEqualTo(settings);
    }
}
