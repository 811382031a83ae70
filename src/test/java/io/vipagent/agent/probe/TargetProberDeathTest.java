package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.probe.HttpConnection.Ending;
import io.vipagent.core.target.ProbeSchedule;
import java.net.SocketException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What is told of a target that closes its connections, or lets nobody connect. */
class TargetProberDeathTest extends ScriptedTarget {
    @Test
    void closedByThePeerAndRefusedAfreshIsDeath() {
        runFor(700);
        told.clear();
        server = ScriptedConnection::refuse;
        lines.getFirst().close();
        assertThat(ticker.nanos()).isEqualTo(700 * MILLI);
        assertThat(told).containsExactly("CONNECT_REFUSED nobody listens there FULL 700 CONCLUSIVE");
    }

    /** An idle timeout, a graceful end, a proxy that was reloaded. */
    @Test
    void closedByThePeerAndAnsweredAfreshIsNothing() {
        runFor(700);
        told.clear();
        lines.getFirst().close();
        assertThat(told).containsExactly("passed FULL 700");
        server = ScriptedConnection::refuse;
        runFor(1000);
        assertThat(told).last().asString().startsWith("CONNECT_REFUSED").endsWith("ANSWER");
    }

    @Test
    void refusedAfreshAloneProvesLess() {
        server = ScriptedConnection::refuse;
        runFor(0);
        assertThat(told).containsExactly("CONNECT_REFUSED nobody listens there FULL 0 ANSWER");
    }

    /** A process that dies may accept one more connection, and reset it. */
    @Test
    void asksOnceMoreAtOnceWhereTheFreshConnectionIsResetToo() {
        runFor(700);
        told.clear();
        server = line -> line.fail(new SocketException("Connection reset"), Ending.CLOSED);
        lines.getFirst().close();
        server = ScriptedConnection::refuse;
        runFor(5);
        assertThat(told)
                .containsExactly(
                        "NETWORK Connection reset FULL 700 CLOSED",
                        "CONNECT_REFUSED nobody listens there FULL 705 CONCLUSIVE");
    }

    /**
     * Its question may have met a connection that was just being closed: it is asked afresh, and not held against it.
     */
    @Test
    void aKeptConnectionThatIsClosedInTheMiddleOfAQuestionIsTriedAfresh() {
        runFor(400);
        told.clear();
        server = ScriptedConnection::hang;
        runFor(300);
        server = ScriptedConnection::answer;
        lines.getFirst().fail(new SocketException("Connection reset"), Ending.CLOSED);
        assertThat(told).containsExactly("passed FULL 700");
    }

    /** One of many waits in the queue until a place is free: who has got it is no proof for those who wait. */
    @Test
    void oneLateAnswerOverAFreshConnectionHealsNothing() {
        prober = prober(new ProbeSchedule(millis(200), millis(250), 2, 3, millis(5000), millis(400), millis(1000)));
        runFor(900);
        server = line -> {
            if (line.number == 0) {
                line.answer();
            } else {
                line.hang();
            }
        };
        runFor(2100);
        ScriptedConnection first = lines.get(1);
        told.clear();
        server = line -> {
            if (line.number < 2) {
                line.answer();
            } else {
                line.hang();
            }
        };
        first.answer();
        assertThat(told).singleElement().asString().startsWith("late");
        runFor(4000);
        assertThat(told).noneMatch(word -> word.startsWith("passed FULL"));
        assertThat(told).filteredOn(word -> word.startsWith("passed PING")).hasSizeBetween(2, 4);
        server = ScriptedConnection::answer;
        told.clear();
        int connected = lines.size();
        runFor(2000);
        assertThat(lines.size() - connected)
                .as("two in time, and one each second")
                .isBetween(2, 4);
        assertThat(told).filteredOn(word -> word.startsWith("passed FULL")).hasSizeGreaterThan(2);
    }

    /** Else each answer would be followed by a question at once. */
    @Test
    void isNotMadeToHurryByAPeerThatClosesBehindEachAnswer() {
        for (int i = 0; i < 40; i++) {
            runFor(100);
            lines.getLast().close();
        }
        assertThat(lines).hasSizeBetween(8, 13);
    }

    @Test
    void asksAfreshAtTheNextTickWhereThePeerSpeaksUnasked() {
        runFor(200);
        ScriptedConnection first = lines.getFirst();
        first.state = "gone";
        first.listener.unasked(first);
        assertThat(lines).hasSize(1);
        runFor(300);
        assertThat(asked()).last().isEqualTo("#1 500 /readyz");
    }

    /** Where this process cannot connect, such as without descriptors, the kept connection still tells. */
    @Test
    void asksOverTheKeptConnectionWhereItHasNoDescriptorForAFreshOne() {
        runFor(900);
        noFreshConnectionIsMade(new SocketException("Too many open files"));
        runFor(600);
        assertThat(told).hasSize(2).allMatch(word -> word.startsWith("passed"));
    }

    /** The tripwire knows no rest: nothing is waited for between the close and the proof. */
    @Test
    void aDeathAtRestIsKnownWithoutAnyWaiting() {
        prober = prober(resting());
        prober.rest(true);
        runFor(2050);
        told.clear();
        long died = ticker.nanos() / MILLI;
        server = ScriptedConnection::refuse;
        lines.getLast().close();
        assertThat(told).containsExactly("CONNECT_REFUSED nobody listens there FULL " + died + " CONCLUSIVE");
    }

    /** Clients connect afresh: a fresh connection that fails is not made up for by an old one that still answers. */
    @Test
    void asksAfreshUntilAFreshConnectionAnswers() {
        prober = prober(new ProbeSchedule(millis(200), millis(400), 2, 3, millis(5000), millis(1000), millis(1000)));
        runFor(900);
        noFreshConnectionIsMade(new SSLHandshakeException("unable to find valid certification path"));
        runFor(700);
        assertThat(told).hasSize(4).allMatch(word -> word.startsWith("TLS_FAILED"));
        server = ScriptedConnection::answer;
        runFor(1000);
        assertThat(told.subList(4, told.size())).allMatch(word -> word.startsWith("passed"));
    }

    @Test
    void asksAfreshWhereNobodyCanConnectWhileAnOldConnectionAnswers() {
        prober = prober(new ProbeSchedule(millis(200), millis(400), 2, 3, millis(5000), millis(1000), millis(1000)));
        runFor(900);
        told.clear();
        server = line -> {
            if (line.number == 0) {
                line.answer();
            }
        };
        runFor(1400);
        assertThat(told).hasSize(3).allMatch(word -> word.startsWith("overdue"));
    }
}
