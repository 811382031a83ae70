package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.probe.HttpConnection.Ending;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.TargetRole;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What is asked when, and over which connection. */
class TargetProberTest extends ScriptedTarget {
    @Test
    void asksThePingBetweenFullQuestionsAndConnectsAfreshOnceInAWhile() {
        runFor(3000);
        assertThat(asked())
                .containsExactly(
                        "#0 0 /readyz",
                        "#0 500 /readyz",
                        "#1 1000 /livez/ping",
                        "#1 1500 /readyz",
                        "#2 2000 /livez/ping",
                        "#2 2500 /readyz",
                        "#3 3000 /livez/ping");
        assertThat(lines).extracting(line -> line.state).containsExactly("ended", "ended", "ended", "open");
        assertThat(told).hasSize(7).allMatch(word -> word.startsWith("passed"));
    }

    @Test
    void asksTheSamePathEachTimeWhereThereIsNoPing() {
        prober = prober(schedule(500, 1000), Optional.empty());
        runFor(1500);
        assertThat(asked()).containsExactly("#0 0 /readyz", "#0 500 /readyz", "#1 1000 /readyz", "#1 1500 /readyz");
        assertThat(told).allMatch(word -> word.startsWith("passed FULL"));
    }

    /** Any answer below 500 says that somebody is there; it is not judged as the full one is. */
    @Test
    void aPingPassesWithAnyStatusBelow500() {
        server = line -> line.answer(isPing(line) ? 401 : 200, isPing(line) ? "Unauthorized" : "ok");
        runFor(1000);
        assertThat(told.getLast()).isEqualTo("passed PING 1000");
        server = line -> line.answer(isPing(line) ? 500 : 200, "ok");
        runFor(1000);
        assertThat(told.getLast()).isEqualTo("SERVER_ERROR status 500 PING 2000 ANSWER");
    }

    /** A ping heals nothing: after a failure only full questions are asked, until as many have passed as it takes. */
    @Test
    void asksInFullAfterAFailureUntilItHasRisen() {
        runFor(1000);
        server = line -> line.answer(isPing(line) ? 200 : 500, "x");
        runFor(500);
        server = ScriptedConnection::answer;
        assertThat(told).last().isEqualTo("SERVER_ERROR status 500 FULL 1500 ANSWER");
        told.clear();
        runFor(1500);
        assertThat(told).containsExactly("passed FULL 2000", "passed FULL 2500", "passed PING 3000");
    }

    /** haproxy keeps a connection with the server that it chose for it, and clients come over fresh ones. */
    @Test
    void asksAfreshBehindAProxyWhatWasAnsweredWronglyOverAKeptConnection() {
        ProbeSchedule schedule =
                new ProbeSchedule(millis(100), millis(100), 2, 3, millis(5000), millis(100), millis(60_000));
        for (TargetRole role : List.of(TargetRole.LOCAL, TargetRole.FRONTEND)) {
            lines.clear();
            server = line -> line.answer(line.number == 0 && line.asked.size() > 2 ? 500 : 200, "ok");
            prober = prober(role, schedule, Optional.empty());
            told.clear();
            runFor(400);
            boolean asksAnother = role == TargetRole.FRONTEND;
            assertThat(lines).as("%s", role).hasSize(asksAnother ? 2 : 1);
            assertThat(told.getLast().startsWith("passed")).as("%s", role).isEqualTo(asksAnother);
        }
    }

    /** The fresh one may be with the same server: over it no more is asked than over any other. */
    @Test
    void connectsForEveryOtherQuestionAtMostWhereAllBehindAProxyFails() {
        server = line -> line.answer(500, "no");
        prober = prober(
                TargetRole.FRONTEND,
                new ProbeSchedule(millis(100), millis(100), 2, 3, millis(5000), millis(100), millis(60_000)),
                Optional.empty());
        runFor(1000);
        assertThat(lines).hasSize(6);
    }

    /** Slow answers do not prove that it serves in time; to ask for more of them at each tick would make it slower. */
    @Test
    void asksInFullOnceASecondWhereFullAnswersAreLate() {
        prober =
                prober(new ProbeSchedule(millis(100), millis(100), 2, 3, millis(5000), millis(60_000), millis(60_000)));
        server = line -> {
            if (isPing(line)) {
                line.answer();
            } else {
                line.hang();
            }
        };
        for (int i = 0; i < 50; i++) {
            List<ScriptedConnection> waiting = lines.stream()
                    .filter(line -> line.parser.isPresent() && line.state.equals("open"))
                    .toList();
            runFor(100);
            waiting.forEach(ScriptedConnection::answer);
        }
        assertThat(told).filteredOn(word -> word.startsWith("late FULL")).hasSizeBetween(4, 6);
        server = ScriptedConnection::answer;
        told.clear();
        runFor(3000);
        assertThat(told).filteredOn(word -> word.startsWith("passed FULL")).hasSize(2);
    }

    @Test
    void repeatsTheSameQuestionWithTheFullHelloWhereTheLeanOneIsRefused() {
        server = line -> {
            if (line.hello == ClientHello.LEAN) {
                line.fail(new ClientHelloRefused(new SSLHandshakeException("alert")), Ending.OTHER);
            } else {
                line.answer();
            }
        };
        runFor(0);
        assertThat(told).containsExactly("passed FULL 0");
        assertThat(lines).extracting(line -> line.hello).containsExactly(ClientHello.LEAN, ClientHello.FULL);
    }

    @Test
    void connectsAfreshWhereItsFilesHaveChanged() {
        runFor(0);
        lines.getFirst().current = false;
        runFor(500);
        assertThat(asked()).containsExactly("#0 0 /readyz", "#1 500 /readyz");
    }

    /** Whatever was under way: its connections may end, be answered or be refused a moment later. */
    @Test
    void tellsAndAsksNothingMoreOnceItIsClosed() {
        runFor(400);
        server = ScriptedConnection::hang;
        runFor(1200);
        List<ScriptedConnection> open =
                lines.stream().filter(line -> line.state.equals("open")).toList();
        assertThat(open).isNotEmpty();
        prober.close();
        assertThat(lines).extracting(line -> line.state).doesNotContain("open");
        assertIsQuiet(() -> open.forEach(line -> line.listener.answered(line)));
        assertIsQuiet(() -> open.forEach(ScriptedConnection::refuse));
        assertIsQuiet(() -> ticker.advance(millis(60_000)));
    }

    @Test
    void asksNotAfreshWhereItsKeptConnectionEndsOnceItIsClosed() {
        runFor(400);
        prober.close();
        assertIsQuiet(() -> lines.getLast().close());
        assertIsQuiet(() -> lines.getLast().listener.unasked(lines.getLast()));
    }

    private void assertIsQuiet(Runnable step) {
        told.clear();
        int before = asked().size();
        step.run();
        assertThat(prober.dueIn(ticker.nanos())).isEqualTo(Long.MAX_VALUE);
        prober.run();
        assertThat(told).isEmpty();
        assertThat(asked()).hasSize(before);
    }
}
