package io.vipagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.history.HistoryFile;
import io.vipagent.agent.history.HistoryRecorder;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import io.vipagent.platform.time.HandTicker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of clients that had no answer. */
class HistoryLogTest {
    private final HandTicker ticker = new HandTicker();
    private final Target vip = Targets.of("vip", TargetRole.VIP);

    @TempDir
    private Path directory;

    @Test
    void tellsHowLongClientsHadNoAnswerThroughTheVip() throws Exception {
        assertThat(history(List.of(vip))).contains("clients had no answer through the VIP for 3h");
    }

    /** Nobody asked in between. */
    @Test
    void knowsNothingOfTheTimeInWhichATargetWasGone() throws Exception {
        assertThat(history(List.of())).contains("SERVER_ERROR").doesNotContain("clients had no answer");
    }

    private String history(List<Target> followed) throws Exception {
        try (HistoryRecorder recorder =
                new HistoryRecorder("cp1", ticker, new HistoryFile(directory, 1 << 20), _ -> {})) {
            HistoryLog log = new HistoryLog(recorder, ticker);
            log.probed(vip, Asked.full(ticker.nanos()), Outcomes.passed());
            log.probed(vip, Asked.full(ticker.nanos()), Outcomes.failed(Reason.SERVER_ERROR));
            log.follows(followed);
            ticker.advance(Duration.ofHours(3));
            log.probed(vip, Asked.full(ticker.nanos()), Outcomes.passed());
        }
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
