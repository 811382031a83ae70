package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.probe.HttpConnection.Ending;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.LastAnswer;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.platform.time.HandTicker;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What is asked when and over which connection, and what is told of it. One thread, and time moves by hand. */
class TargetProberTest {
    private static final long MILLI = 1_000_000;

    private final HandTicker ticker = new HandTicker(0);
    private final List<ScriptedConnection> lines = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private Consumer<ScriptedConnection> server = ScriptedConnection::answer;
    private TargetProber prober = prober(schedule(500, 1000));

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
                        "NETWORK Connection reset FULL 700 ANSWER",
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
        assertThat(lines).hasSize(2);
    }

    @Test
    void connectsAfreshWhereItsFilesHaveChanged() {
        runFor(0);
        lines.getFirst().current = false;
        runFor(500);
        assertThat(asked()).containsExactly("#0 0 /readyz", "#1 500 /readyz");
    }

    /** Where this process cannot connect, such as without descriptors, the kept connection still tells. */
    @Test
    void asksOverTheKeptConnectionWhereItHasNoDescriptorForAFreshOne() {
        runFor(900);
        noFreshConnectionIsMade(new SocketException("Too many open files"));
        runFor(600);
        assertThat(told).hasSize(2).allMatch(word -> word.startsWith("passed"));
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

    @Test
    void comparesInFullAtOnceAndAtEachIntervalAndSeldomerLater() {
        prober = prober(new ProbeSchedule(millis(200), millis(400), 2, 3, millis(5000), millis(5000), millis(5000)));
        runFor(1100);
        told.clear();
        prober.compare(true);
        assertThat(prober.dueIn(ticker.nanos())).isZero();
        runFor(1000);
        assertThat(told).hasSize(6).allMatch(word -> word.startsWith("passed FULL"));
        runFor(5000);
        told.clear();
        runFor(5000);
        assertThat(told).filteredOn(word -> word.contains("FULL")).hasSizeBetween(4, 6);
        prober.compare(false);
        told.clear();
        runFor(3000);
        assertThat(told).filteredOn(word -> word.contains("FULL")).hasSizeLessThanOrEqualTo(1);
    }

    /**
     * The end of the rest, which comes with the comparison or the look, must not put off what is to be asked at once.
     */
    @Test
    void asksAtOnceAlsoWhereTheRestEnds() {
        assertAsksAtOnce(() -> prober.compare(true));
        assertAsksAtOnce(() -> prober.look());
    }

    private void assertAsksAtOnce(Runnable call) {
        prober = prober(resting());
        prober.rest(true);
        runFor(2050);
        int before = asked().size();
        long begun = ticker.nanos();
        call.run();
        prober.rest(false);
        prober.run();
        assertThat(asked()).hasSize(before + 1).last().asString().endsWith(" /readyz");
        assertThat(ticker.nanos()).isEqualTo(begun);
    }

    /** Else one blip would be two failures. */
    @Test
    void isNotHurriedByAComparisonWhereItFailsItself() {
        runFor(900);
        server = line -> line.answer(500, "x");
        runFor(600);
        int before = asked().size();
        prober.compare(true);
        prober.run();
        assertThat(asked()).hasSize(before);
        runFor(500);
        assertThat(asked()).hasSize(before + 1);
    }

    @Test
    void tellsNothingMoreOnceItIsClosed() {
        runFor(400);
        told.clear();
        server = ScriptedConnection::hang;
        runFor(1200);
        told.clear();
        prober.close();
        assertThat(lines).extracting(line -> line.state).doesNotContain("open");
        assertThat(told).isEmpty();
    }

    @Test
    void isAskedSeldomerAtRestAndAtTheIntervalAsSoonAsItIsToldOfTrouble() {
        prober = prober(resting());
        runFor(1000);
        prober.rest(true);
        told.clear();
        runFor(4000);
        assertThat(told).hasSizeBetween(10, 11).allMatch(word -> word.startsWith("passed"));
        prober.rest(false);
        told.clear();
        runFor(1000);
        assertThat(told).hasSizeBetween(5, 6);
    }

    /** Nobody needs to tell it so: its own question hurries it. */
    @Test
    void aQuestionAtRestThatIsNotAnsweredIsFollowedAsInTrouble() {
        prober = prober(resting());
        prober.rest(true);
        runFor(2000);
        told.clear();
        server = ScriptedConnection::hang;
        runFor(1200);
        List<String> overdue = told.subList(0, 3);
        assertThat(overdue).allMatch(word -> word.startsWith("overdue"));
        long first = millis(overdue.getFirst());
        assertThat(overdue).extracting(TargetProberTest::millis).containsExactly(first, first + 250, first + 500);
    }

    @Test
    void aWrongAnswerAtRestIsFollowedAsInTrouble() {
        prober = prober(resting());
        prober.rest(true);
        runFor(2000);
        told.clear();
        server = line -> line.answer(500, "x");
        runFor(1000);
        long first = millis(told.getFirst());
        assertThat(told.subList(0, 3))
                .extracting(TargetProberTest::millis)
                .containsExactly(first, first + 200, first + 400);
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

    private static ProbeSchedule resting() {
        return new ProbeSchedule(millis(200), millis(250), 2, 3, millis(5000), millis(800), millis(2000), millis(400));
    }

    private static long millis(String word) {
        return Long.parseLong(word.replaceAll(".*(?:FULL|PING) ([0-9]+).*", "$1"));
    }

    private List<String> asked() {
        List<String> all = new ArrayList<>();
        lines.forEach(line -> line.asked.forEach(asked -> all.add("#" + line.number + " " + asked)));
        return all;
    }

    private static boolean isPing(ScriptedConnection line) {
        return line.asked.getLast().endsWith("/livez/ping");
    }

    /** From now on the kept connection answers, and every other one ends so. */
    private void noFreshConnectionIsMade(Exception ending) {
        told.clear();
        server = line -> {
            if (line.number == 0) {
                line.answer();
            } else {
                line.fail(ending, Ending.OTHER);
            }
        };
    }

    /** Runs the prober whenever it is due, for so many milliseconds. */
    private void runFor(long millis) {
        long end = ticker.nanos() + millis * MILLI;
        while (true) {
            long due = prober.dueIn(ticker.nanos());
            if (ticker.nanos() + due > end) {
                ticker.advance(Duration.ofNanos(end - ticker.nanos()));
                return;
            }
            ticker.advance(Duration.ofNanos(due));
            prober.run();
        }
    }

    private TargetProber prober(ProbeSchedule schedule) {
        return prober(schedule, Optional.of("/livez/ping"));
    }

    private TargetProber prober(ProbeSchedule schedule, Optional<String> ping) {
        Target target = new Target(
                "local",
                TargetRole.LOCAL,
                URI.create("https://127.0.0.1:6443/readyz"),
                new TlsSettings("kubernetes", Path.of("ca.crt"), false, Optional.empty(), Optional.empty()),
                new ExpectedResponse(new TreeSet<>(Set.of(200)), Optional.of("ok")),
                schedule,
                ping);
        return new TargetProber(
                target,
                ticker,
                (hello, listener) -> {
                    ScriptedConnection line = new ScriptedConnection(
                            lines.size(), hello, listener, ticker, asked -> server.accept(asked));
                    lines.add(line);
                    return line;
                },
                new Telling(),
                ticker.nanos());
    }

    private final class Telling implements TargetProber.Sink {
        @Override
        public void post(Asked asked, Outcome outcome) {
            told.add(word(outcome).formatted(asked.question() + " " + asked.nanos() / MILLI));
        }

        @Override
        public void waits() {
            waits.add(ticker.nanos() / MILLI);
        }

        @Override
        public void heard(LastAnswer answer) {
            // What is kept of it is tested where it is kept.
        }
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Passed passed -> "passed %s";
            case Overdue overdue -> "overdue %s";
            case Late late -> "late %s";
            case Failed failed -> failed.reason() + " " + failed.detail() + " %s " + failed.proof();
        };
    }

    private static ProbeSchedule schedule(int interval, int timeout) {
        return new ProbeSchedule(millis(interval), millis(timeout), 2, 3, millis(5000), millis(1000), millis(1000));
    }

    private static Duration millis(int number) {
        return Duration.ofMillis(number);
    }
}
