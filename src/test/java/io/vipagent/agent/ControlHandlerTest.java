package io.vipagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.history.HistoryFile;
import io.vipagent.agent.history.HistoryRecorder;
import io.vipagent.agent.history.RecentHistory;
import io.vipagent.agent.monitor.HealthListener;
import io.vipagent.agent.monitor.MaintenanceFile;
import io.vipagent.agent.monitor.MonitoringPlan;
import io.vipagent.agent.monitor.TargetBoard;
import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.health.Policy;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import io.vipagent.platform.time.HandTicker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever drains a node hears where nothing that is known acts on it. */
class ControlHandlerTest {
    private static final Request DRAIN = new Request.Drain("new disk");
    private static final Request DRAIN_FOR = new Request.DrainFor(Duration.ofMinutes(5), "new disk");
    private static final String HINT = "; but nothing that is known acts on it: ";

    private final HandTicker ticker = new HandTicker();
    private final TargetBoard board;
    private final HistoryRecorder recorder;
    private final Path directory;

    ControlHandlerTest(@TempDir Path directory) {
        this.directory = directory;
        recorder = new HistoryRecorder("cp1", ticker, new HistoryFile(directory, 1 << 20), _ -> {});
        board = new TargetBoard(
                new MonitoringPlan(
                        List.of(Targets.of("local", TargetRole.LOCAL)), new DecisionRule(Policy.LOCAL, true)),
                Duration.ZERO,
                ticker,
                MaintenanceFile.beside(directory.resolve("agent.sock")),
                new HealthListener() {});
    }

    @AfterEach
    void end() throws InterruptedException {
        recorder.close();
    }

    @Test
    void whereTheAgentTellsNobodyAndNobodyAsksADrainIsOnlyShown() {
        ControlHandler handler = handler(false);
        assertThat(text(handler, DRAIN)).startsWith("drained: new disk" + HINT);
        assertThat(text(handler, DRAIN_FOR)).startsWith("drained: new disk, for 5m" + HINT);
    }

    @Test
    void whatTheAgentIsSetToTellIsActedOn() {
        assertThat(text(handler(true), DRAIN)).isEqualTo("drained: new disk");
    }

    @Test
    void whoeverAsksCheckRegularlyActsOnItAndOneQuestionIsNoSign() {
        ControlHandler handler = handler(false);
        handler.answer(new Request.CheckDecision());
        assertThat(text(handler, DRAIN)).contains(HINT);
        for (int i = 0; i < 4; i++) {
            ticker.advance(Duration.ofSeconds(3));
            handler.answer(new Request.CheckDecision());
        }
        assertThat(text(handler, DRAIN)).isEqualTo("drained: new disk");
        assertThat(text(handler, DRAIN_FOR)).isEqualTo("drained: new disk, for 5m");
        ticker.advance(Duration.ofMinutes(1));
        assertThat(text(handler, DRAIN)).contains(HINT);
    }

    private static String text(ControlHandler handler, Request request) {
        return handler.answer(request).text();
    }

    private ControlHandler handler(boolean tells) {
        return new ControlHandler(
                board,
                () -> {
                    throw new AssertionError("nobody asks for the status");
                },
                _ -> {},
                () -> "",
                _ -> {},
                new HistoryLog(recorder, ticker),
                new RecentHistory(directory, ticker),
                tells);
    }
}
