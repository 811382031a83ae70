package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.target.ProbeSchedule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told of a target that is late, or says nothing, and of a pause of this process. */
class TargetProberSilenceTest extends ScriptedTarget {
    @Test
    void tellsOnceThatAQuestionIsOverdueAndThenWhatBecameOfIt() {
        runFor(500);
        told.clear();
        server = ScriptedConnection::hang;
        runFor(1500);
        assertThat(told).containsExactly("overdue PING 1000");
        assertThat(asked()).last().isEqualTo("#2 2000 /readyz");
        lines.get(1).answer();
        assertThat(told).containsExactly("overdue PING 1000", "late PING 1000");
        lines.get(2).answer();
        assertThat(told).last().isEqualTo("passed FULL 2000");
    }

    /** Each late answer counts once and for its own question; what a server says behind it counts for none. */
    @Test
    void aServerThatAnswersLateTwiceIsLateTwiceAndNoMore() {
        runFor(500);
        told.clear();
        server = ScriptedConnection::hang;
        runFor(1500);
        ScriptedConnection first = lines.get(1);
        first.answer();
        first.listener.answered(first);
        runFor(1100);
        lines.get(2).answer();
        assertThat(told).containsExactly("overdue PING 1000", "late PING 1000", "overdue FULL 2000", "late FULL 2000");
    }

    /** The others are looked at while it is not known yet what that means, which is long before the timeout. */
    @Test
    void tellsOnceOfEachQuestionThatItWaits() {
        runFor(400);
        server = ScriptedConnection::hang;
        runFor(700);
        assertThat(waits).containsExactly(600L);
        lines.getFirst().answer();
        server = ScriptedConnection::answer;
        runFor(2000);
        assertThat(waits).containsExactly(600L);
    }

    @Test
    void holdsNoQuestionBackForOneThatIsOverdue() {
        prober = prober(new ProbeSchedule(millis(200), millis(400), 2, 3, millis(5000), millis(500), millis(1000)));
        runFor(200);
        server = ScriptedConnection::hang;
        runFor(1600);
        assertThat(asked())
                .as("one while the latest may be in time, each over a connection of its own")
                .containsExactly(
                        "#0 0 /readyz",
                        "#0 200 /readyz",
                        "#0 400 /livez/ping",
                        "#1 800 /readyz",
                        "#2 1200 /livez/ping",
                        "#3 1600 /readyz");
        assertThat(told.subList(2, told.size()))
                .containsExactly("overdue PING 400", "overdue FULL 800", "overdue PING 1200");
    }

    @Test
    void boundsHowManyWaitAndKeepsItsRate() {
        prober = prober(new ProbeSchedule(millis(100), millis(100), 2, 3, millis(5000), millis(500), millis(1000)));
        server = ScriptedConnection::hang;
        for (int i = 0; i < 100; i++) {
            runFor(100);
            assertThat(lines.stream().filter(line -> line.state.equals("open")))
                    .hasSizeLessThanOrEqualTo(QuestionsUnderWay.MAX_WAITING);
        }
        assertThat(lines).hasSize(101);
        assertThat(told)
                .as("the oldest one proves a silence")
                .contains("RESPONSE_TIMEOUT no answer to the request in time FULL 0 SILENCE");
    }

    @Test
    void aQuestionEndsWithThePatience() {
        runFor(500);
        told.clear();
        server = ScriptedConnection::hang;
        runFor(5500);
        assertThat(lines.get(1).state).isEqualTo("aborted");
        assertThat(told).contains("RESPONSE_TIMEOUT no answer to the request in time PING 1000 SILENCE");
        assertThat(told).filteredOn(word -> word.contains("SILENCE")).hasSize(1);
    }

    /** One packet that was lost proves nothing, and neither does what its question would have said. */
    @Test
    void tellsNothingOfASilenceThatALaterAnswerHasOvertaken() {
        runFor(500);
        told.clear();
        server = line -> {
            if (line.number != 1) {
                line.answer();
            }
        };
        runFor(6000);
        assertThat(lines.get(1).state).isEqualTo("aborted");
        assertThat(told).filteredOn(word -> !word.startsWith("passed")).containsExactly("overdue PING 1000");
    }

    /** That pings are answered says nothing of a full question that is not. */
    @Test
    void aPingDoesNotOvertakeAFullQuestion() {
        runFor(500);
        told.clear();
        server = line -> {
            if (isPing(line)) {
                line.answer();
            } else {
                line.hang();
            }
        };
        runFor(6000);
        assertThat(told).contains("passed PING 1000");
        assertThat(told).contains("RESPONSE_TIMEOUT no answer to the request in time FULL 1500 SILENCE");
    }

    /**
     * A status that does not pass is known with the headers, and need not wait for the rest until the patience ends.
     */
    @Test
    void saysABadStatusAtTheTimeoutAlsoWhereTheRestNeverComes() {
        server = line -> line.say("HTTP/1.1 503 X\r\nContent-Length: 100\r\n\r\nand no more");
        runFor(1000);
        assertThat(told).containsExactly("SERVER_ERROR status 503 FULL 0 ANSWER");
        assertThat(lines.getFirst().state).isEqualTo("aborted");
    }

    /** A pause of this process is not the target's time. */
    @Test
    void holdsNoPauseOfItsOwnAgainstTheTarget() {
        runFor(400);
        told.clear();
        server = ScriptedConnection::hang;
        runFor(100);
        ticker.advance(Duration.ofSeconds(30));
        server = ScriptedConnection::answer;
        lines.getFirst().answer();
        assertThat(told).containsExactly("passed FULL 500");
    }

    @Test
    void givesAQuestionThatAPauseHasInterruptedItsTimeAgain() {
        runFor(400);
        told.clear();
        server = ScriptedConnection::hang;
        runFor(100);
        ticker.advance(Duration.ofSeconds(30));
        prober.run();
        assertThat(told).isEmpty();
        runFor(1000);
        assertThat(told).containsExactly("overdue FULL 500");
    }

    @Test
    void asksAtOnceAfterAPause() {
        runFor(600);
        int before = asked().size();
        ticker.advance(Duration.ofMillis(30_070));
        prober.run();
        assertThat(asked()).hasSize(before + 1);
        assertThat(asked().getLast()).contains(" 30670 ");
    }
}
