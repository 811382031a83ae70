package io.vipagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vipagent.agent.history.HistoryFile;
import io.vipagent.agent.history.HistoryRecorder;
import io.vipagent.config.Loading;
import io.vipagent.core.protocol.NotifyLine.Event;
import io.vipagent.core.protocol.NotifyLine.VrrpKind;
import io.vipagent.core.vip.VipConsistency.Permission;
import io.vipagent.core.vip.VrrpState;
import io.vipagent.platform.time.HandTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keepalived, or who takes its place, says without a pause fills neither the log nor the memory. */
class VipServiceTest {
    private static final int FLOOD = 2000;

    private final HandTicker ticker = new HandTicker();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> lines = new ArrayList<>();
    private final Logger log = Logger.getLogger("vip-agent");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    private Path directory;

    private HistoryRecorder recorder;
    private VipService service;

    @BeforeEach
    void make() throws Exception {
        log.addHandler(handler);
        recorder = new HistoryRecorder("cp1", ticker, new HistoryFile(directory, 1 << 20), _ -> {});
        service = new VipService(
                Loading.load(
                        directory,
                        Loading.file(Map.of(
                                "targets.local.insecure",
                                "true",
                                "control.socket",
                                directory.resolve("agent.sock").toString()))),
                ticker,
                registry,
                new HistoryLog(recorder, ticker));
    }

    @AfterEach
    void end() throws Exception {
        log.removeHandler(handler);
        recorder.close();
    }

    @Test
    void aChangeOfAnInstanceIsALine() {
        for (int takeover = 0; takeover < 10; takeover++) {
            hear("V", VrrpState.MASTER);
            hear("V", VrrpState.BACKUP);
            second();
        }
        assertThat(lines).hasSize(20).allMatch(line -> line.startsWith("VRRP V is "));
        seconds(120);
        assertThat(lines).hasSize(20);
    }

    @Test
    void changesWithoutAPauseAreSomeLinesAndANumber() throws Exception {
        for (int i = 0; i < FLOOD; i++) {
            hear("V", VrrpState.MASTER);
            hear("V", VrrpState.BACKUP);
        }
        hear("other", VrrpState.MASTER);
        assertThat(lines).hasSize(61).last().isEqualTo("VRRP other is MASTER");
        seconds(59);
        assertThat(lines).hasSize(61);
        second();
        assertThat(lines)
                .hasSize(62)
                .last()
                .isEqualTo("VRRP: " + (2 * FLOOD - 60)
                        + " more changes in a minute were not logged; the last: V is BACKUP");
        hear("V", VrrpState.MASTER);
        assertThat(lines).hasSize(63).last().asString().startsWith("VRRP V is MASTER, was BACKUP for ");
        seconds(120);
        assertThat(lines).hasSize(63);
        assertThat(registry.get("vip.agent.vrrp.transitions")
                        .tags("instance", "V", "to", "master")
                        .counter()
                        .count())
                .isEqualTo(FLOOD);
        assertThat(history()).hasSize(63);
    }

    @Test
    void whatWasLeftOutIsSaidAtTheEnd() throws Exception {
        for (int i = 0; i < 50; i++) {
            hear("V", VrrpState.MASTER);
            hear("V", VrrpState.BACKUP);
        }
        service.close();
        assertThat(lines).last().isEqualTo("VRRP: 40 more changes in a minute were not logged; the last: V is BACKUP");
    }

    @Test
    void namesWithoutAnEndAreSomeLinesAndSomeSeries() {
        for (int i = 0; i < FLOOD; i++) {
            hear("gone" + i, VrrpState.DELETED);
        }
        assertThat(lines).hasSize(64 + 60);
        seconds(60);
        assertThat(lines)
                .hasSize(64 + 60 + 1)
                .last()
                .isEqualTo("VRRP: " + (FLOOD - 64 - 60) + " more changes in a minute were not logged; the last: gone"
                        + (FLOOD - 1) + " is DELETED");
        assertThat(registry.find("vip.agent.vrrp.priority").gauges()).hasSize(256);
        lines.clear();
        for (int i = 0; i < FLOOD; i++) {
            hear("there" + i, VrrpState.MASTER);
        }
        assertThat(lines).hasSize(64 + 10);
        seconds(60);
        assertThat(lines)
                .last()
                .isEqualTo((FLOOD - 64 - 10) + " such lines in a minute were not logged; the last: VRRP: more than 64"
                        + " instances; not followed: there" + (FLOOD - 1));
    }

    @Test
    void worthlessNotesAreSomeLinesAndANumber() throws IOException {
        for (int i = 0; i < FLOOD; i++) {
            Files.writeString(directory.resolve("vrrp-INSTANCE-" + i + "-0"), "worthless");
        }
        seconds(60);
        assertThat(lines)
                .hasSize(10)
                .allMatch(line -> line.startsWith("removed the note ") && line.contains("cannot be read"));
        seconds(2);
        assertThat(lines)
                .hasSize(11)
                .last()
                .asString()
                .startsWith((FLOOD - 10) + " such lines in a minute were not logged; the last: removed the note ");
        assertThat(directory.toFile().list((_, name) -> name.startsWith("vrrp-")))
                .isEmpty();
    }

    private void hear(String name, VrrpState state) {
        service.hear(new Event(VrrpKind.INSTANCE, name, state, 100));
    }

    private void second() {
        ticker.advance(Duration.ofSeconds(1));
        service.housekeep(Permission.UNKNOWN);
    }

    private void seconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            second();
        }
    }

    private List<String> history() throws Exception {
        recorder.close();
        return Files.readAllLines(directory.resolve("history")).stream()
                .filter(line -> line.contains("\"vrrp\""))
                .toList();
    }
}
