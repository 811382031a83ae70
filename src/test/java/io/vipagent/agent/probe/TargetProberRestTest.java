package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.target.ProbeSchedule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a target is asked while all are well, and while it is compared with others. */
class TargetProberRestTest extends ScriptedTarget {
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
        assertThat(overdue).extracting(TargetProberRestTest::millis).containsExactly(first, first + 250, first + 500);
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
                .extracting(TargetProberRestTest::millis)
                .containsExactly(first, first + 200, first + 400);
    }

    private static long millis(String word) {
        return Long.parseLong(word.replaceAll(".*(?:FULL|PING) ([0-9]+).*", "$1"));
    }
}
