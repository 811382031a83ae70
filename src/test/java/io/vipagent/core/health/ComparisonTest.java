package io.vipagent.core.health;

import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.NETWORK;
import static io.vipagent.core.health.Reason.SERVER_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Slow;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.TargetRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When another apiserver is known to be better, to each edge of the skews and counts. */
class ComparisonTest {
    private static final long MILLI = 1_000_000;
    private static final long SKEW = Comparison.SKEW.toNanos();
    /** When the own apiserver's trouble began. */
    private static final long TROUBLE = 100_000 * MILLI;

    private static final long NOW = TROUBLE + 9_000 * MILLI;
    private static final Failed ERROR = new Failed(SERVER_ERROR, "status 500");
    private static final Failed REFUSED = new Failed(CONNECT_REFUSED, "nobody listens there");
    private static final Outcome OVERDUE = new Overdue(Phases.NONE);
    private static final Outcome LATE = new Late(200, Phases.NONE, Optional.empty());

    private static TargetHealth own(Verdict verdict, ProbeHistory history) {
        return new TargetHealth("local", TargetRole.LOCAL, verdict, true, false, NOW, history);
    }

    private static TargetHealth other(long sinceNanos, ProbeHistory history) {
        return new TargetHealth("cp2", TargetRole.BACKEND, new Up(Tallies.passes(9)), true, false, sinceNanos, history);
    }

    /** Full questions that passed, asked at these moments. */
    private static ProbeHistory passed(long... nanos) {
        ProbeHistory history = ProbeHistory.NONE;
        for (long asked : nanos) {
            history = history.next(Asked.full(asked), Outcomes.passed(), asked + MILLI, true);
        }
        return history;
    }

    private static Outcome after(long millis) {
        return new Passed(200, Phases.of(Map.of(Phase.TOTAL, millis * MILLI)), Optional.empty());
    }

    /** So many questions 200 ms apart, the first at {@code begin}, each answered after {@code millis}. */
    private static ProbeHistory latencies(Question question, long begin, int count, long millis) {
        ProbeHistory history = ProbeHistory.NONE;
        for (int i = 0; i < count; i++) {
            history = history.next(new Asked(question, begin + 200 * MILLI * i), after(millis), NOW, true);
        }
        return history;
    }

    private static boolean better(TargetHealth other, TargetHealth own) {
        return Comparison.anyBetter(List.of(other), own, NOW);
    }

    private static Down down(Failed failed) {
        return new Down(Tallies.failures(3), failed.reason(), failed.detail(), failed.proof());
    }

    @Test
    void comparesWithOtherNodesAndBehindAProxyWithThisNodesToo() {
        TargetHealth local = TargetHealths.UP.as(TargetRole.LOCAL);
        TargetHealth cp1 = TargetHealths.UP.as("cp1", TargetRole.BACKEND);
        TargetHealth cp2 = TargetHealths.UP.as("cp2", TargetRole.BACKEND);
        TargetHealth frontend = TargetHealths.UP.as(TargetRole.FRONTEND);
        List<TargetHealth> all = List.of(local, cp1, cp2, frontend);
        assertThat(Comparison.others(local, all)).containsExactly(cp1, cp2);
        assertThat(Comparison.others(frontend, all)).containsExactly(local, cp1, cp2);
        assertThat(Comparison.others(cp1, all)).containsExactly(local, cp2);
    }

    @Test
    void isPossibleOnceSomethingWasProvenOfAnotherNode() {
        assertThat(Comparison.possible(List.of())).isFalse();
        assertThat(Comparison.possible(List.of(TargetHealths.UP.as(TargetRole.LOCAL))))
                .isFalse();
        assertThat(Comparison.possible(List.of(TargetHealths.STARTING_PASSING.as(TargetRole.BACKEND))))
                .isFalse();
        assertThat(Comparison.possible(List.of(TargetHealths.DOWN.as(TargetRole.BACKEND))))
                .isTrue();
    }

    @Test
    void isPendingWhileNothingIsProvenOfAnyOtherNodeAndOneIsLookedAtForTheFirstTime() {
        TargetHealth starting = TargetHealths.STARTING_PASSING.as(TargetRole.BACKEND);
        TargetHealth flapping =
                new TargetHealth("cp3", TargetRole.BACKEND, starting.verdict(), true, false, 0, ProbeHistory.NONE);
        assertThat(Comparison.pending(List.of())).isFalse();
        assertThat(Comparison.pending(List.of(TargetHealths.STARTING_PASSING.as(TargetRole.LOCAL))))
                .isFalse();
        assertThat(Comparison.pending(List.of(starting))).isTrue();
        assertThat(Comparison.pending(List.of(flapping))).isFalse();
        assertThat(Comparison.pending(List.of(flapping, starting))).isTrue();
        assertThat(Comparison.pending(List.of(starting, TargetHealths.DOWN.as(TargetRole.BACKEND))))
                .isFalse();
    }

    @Test
    void nothingIsWorseThanOneThatIsNotUpOrNotFresh() {
        TargetHealth own = own(down(REFUSED), ProbeHistory.NONE.next(Asked.full(TROUBLE), REFUSED, TROUBLE, false));
        TargetHealth well = other(0, passed(NOW));
        assertThat(better(well, own)).isTrue();
        assertThat(better(new TargetHealth("cp2", well.role(), well.verdict(), false, false, 0, well.history()), own))
                .isFalse();
        assertThat(better(
                        new TargetHealth(
                                "cp2", well.role(), new Slow(Tally.NONE, true), true, false, 0, well.history()),
                        own))
                .isFalse();
    }

    @Test
    void oneThatWasInTroubleItselfMustHaveSettled() {
        TargetHealth own = own(down(REFUSED), ProbeHistory.NONE.next(Asked.full(TROUBLE), REFUSED, TROUBLE, false));
        long settled = NOW - Comparison.SETTLE.toNanos();
        long later = NOW + 2 * Comparison.SETTLE.toNanos();
        assertThat(better(other(NOW, passed(NOW).recovered(TROUBLE)), own))
                .as("well all along")
                .isTrue();
        assertThat(better(other(NOW, passed(NOW).recovered(TROUBLE + 1)), own))
                .as("was down later")
                .isFalse();
        assertThat(better(other(TROUBLE + 1, passed(NOW)), own))
                .as("was slow later, but never down")
                .isTrue();
        assertThat(settled).isLessThan(TROUBLE);
        long since = later - Comparison.SETTLE.toNanos();
        assertThat(Comparison.anyBetter(List.of(other(0, passed(NOW).recovered(since))), own, later))
                .isTrue();
        assertThat(Comparison.anyBetter(List.of(other(0, passed(NOW).recovered(since + 1))), own, later))
                .isFalse();
    }

    @Test
    void oneWithoutTroubleOfItsOwnIsComparedByThisMoment() {
        TargetHealth own = own(down(REFUSED), ProbeHistory.NONE);
        assertThat(better(other(0, passed(NOW).recovered(NOW)), own)).isTrue();
        assertThat(better(other(0, passed(NOW).recovered(NOW + 1)), own)).isFalse();
    }

    /** haproxy was told down: a late answer of the other afterwards does not make the two alike. */
    @Test
    void oneThatHasBeenDownForLongStaysWorseThanOneThatWasUpAllAlong() {
        long asked = TROUBLE + SKEW;
        long since = NOW - Comparison.LASTING.toNanos();
        TargetHealth own = downSince(since);
        ProbeHistory passed = passed(asked);
        ProbeHistory blemished = passed.next(Asked.full(asked + 1), LATE, NOW, false);
        assertThat(better(other(TROUBLE, blemished), own)).isTrue();
        assertThat(better(other(TROUBLE, blemished), downSince(since + 1)))
                .as("not for long")
                .isFalse();
        assertThat(better(other(TROUBLE + 1, blemished), own))
                .as("not all along")
                .isFalse();
        ProbeHistory early = passed(asked - 1).next(Asked.full(asked), LATE, NOW, false);
        assertThat(better(other(TROUBLE, early), own)).as("not asked since").isFalse();
        ProbeHistory pinged = ProbeHistory.NONE.next(Asked.ping(asked), Outcomes.passed(), asked + 1, true);
        assertThat(better(other(TROUBLE, pinged), own)).as("a ping alone").isFalse();
    }

    private static TargetHealth downSince(long nanos) {
        ProbeHistory history = ProbeHistory.NONE.next(Asked.full(TROUBLE), ERROR, TROUBLE, false);
        return new TargetHealth("local", TargetRole.LOCAL, down(ERROR), true, false, nanos, history);
    }

    @Test
    void aProcessThatIsGoneLosesAgainstAnyThatPassesNow() {
        TargetHealth own = own(down(REFUSED), ProbeHistory.NONE.next(Asked.full(TROUBLE), REFUSED, TROUBLE, false));
        assertThat(better(other(0, passed(TROUBLE - 5)), own)).isTrue();
        ProbeHistory late = passed(TROUBLE - 5).next(Asked.full(TROUBLE), OVERDUE, NOW, false);
        assertThat(better(other(0, late), own)).isFalse();
    }

    /** A proxy that is reloaded resets a few connections at once, and is well before another is asked again. */
    @Test
    void oneThatClosesFreshConnectionsLosesALittleSoonerWhereItStillDoes() {
        Failed closed = new Failed(NETWORK, "Connection reset").proving(Proof.CLOSED);
        long edge = TROUBLE + 2 * MILLI + Comparison.CLOSED_SKEW.toNanos();
        ProbeHistory once = ProbeHistory.NONE.next(Asked.full(TROUBLE), closed, TROUBLE + 2 * MILLI, false);
        ProbeHistory still = once.next(Asked.full(edge), closed, edge + MILLI, false);
        ProbeHistory early = once.next(Asked.full(edge - 1), closed, edge + MILLI, false);
        ProbeHistory over = once.next(Asked.full(edge), Outcomes.passed(), edge + MILLI, false);
        assertThat(Comparison.CLOSED_SKEW).isLessThan(Comparison.SKEW);
        assertThat(better(other(0, passed(edge)), own(down(closed), still))).isTrue();
        assertThat(better(other(0, passed(edge - 1)), own(down(closed), still))).isFalse();
        assertThat(better(other(0, passed(edge)), own(down(closed), early))).isFalse();
        assertThat(better(other(0, passed(edge)), own(down(closed), over)))
                .as("it has answered since")
                .isFalse();
        assertThat(better(other(0, passed(edge)), own(down(ERROR), still)))
                .as("what may be shared is waited for")
                .isFalse();
    }

    @Test
    void oneThatAnswersWronglyLosesOnceAnotherPassedLaterThanTheSkewAndItStillFails() {
        long edge = TROUBLE + 2 * MILLI + SKEW;
        ProbeHistory once = ProbeHistory.NONE.next(Asked.full(TROUBLE), ERROR, TROUBLE + 2 * MILLI, false);
        ProbeHistory still = once.next(Asked.full(edge), ERROR, edge + MILLI, false);
        ProbeHistory early = once.next(Asked.full(edge - 1), ERROR, edge + MILLI, false);
        assertThat(better(other(0, passed(edge)), own(down(ERROR), still))).isTrue();
        assertThat(better(other(0, passed(edge - 1)), own(down(ERROR), still))).isFalse();
        assertThat(better(other(0, passed(edge)), own(down(ERROR), early))).isFalse();
    }

    @Test
    void oneThatIsSilentLosesAgainstTwoPassesLaterThanTheSkew() {
        ProbeHistory silent = ProbeHistory.NONE.next(Asked.full(TROUBLE), OVERDUE, TROUBLE + MILLI, false);
        Down dead = down(ERROR.proving(Proof.SILENCE));
        long edge = TROUBLE + SKEW;
        assertThat(better(other(0, passed(edge, edge + 1)), own(dead, silent))).isTrue();
        assertThat(better(other(0, passed(edge - 1, edge)), own(dead, silent))).isFalse();
        Slow quiet = new Slow(new Tally(0, 0, 0, 4, 0, 4), false);
        assertThat(better(other(0, passed(edge, edge + 1)), own(quiet, silent))).isTrue();
        assertThat(better(other(0, passed(edge - 1, edge)), own(quiet, silent))).isFalse();
    }

    @Test
    void oneThatWasHeardSinceIsWaitedForLonger() {
        ProbeHistory heard = ProbeHistory.NONE
                .next(Asked.full(TROUBLE), OVERDUE, TROUBLE + MILLI, false)
                .next(Asked.ping(TROUBLE + 5), Outcomes.passed(), TROUBLE + 6, false);
        Slow quiet = new Slow(new Tally(0, 0, 0, 4, 0, 4), false);
        long edge = TROUBLE + Comparison.ALIVE_SKEW.toNanos();
        assertThat(better(other(0, passed(edge, edge + 1)), own(quiet, heard))).isTrue();
        assertThat(better(other(0, passed(edge - 1, edge)), own(quiet, heard))).isFalse();
    }

    @Test
    void anotherThatHadTroubleTooMustHavePassedLongAfterIt() {
        ProbeHistory silent = ProbeHistory.NONE.next(Asked.full(TROUBLE), OVERDUE, TROUBLE + MILLI, false);
        Slow quiet = new Slow(new Tally(0, 0, 0, 4, 0, 4), false);
        long blemish = TROUBLE + SKEW;
        long edge = blemish + Comparison.RECOVERY_SKEW.toNanos();
        ProbeHistory recovered = ProbeHistory.NONE.next(Asked.full(TROUBLE), OVERDUE, blemish, false);
        ProbeHistory steady = recovered
                .next(Asked.full(edge), Outcomes.passed(), edge, true)
                .next(Asked.full(edge + 1), Outcomes.passed(), edge + 1, true);
        ProbeHistory early = recovered
                .next(Asked.full(edge - 1), Outcomes.passed(), edge, true)
                .next(Asked.full(edge), Outcomes.passed(), edge + 1, true);
        assertThat(better(other(0, steady), own(quiet, silent))).isTrue();
        assertThat(better(other(0, early), own(quiet, silent))).isFalse();
    }

    @Test
    void troubleOfAnotherThatIsLongOverMakesNothingEarlier() {
        ProbeHistory silent = ProbeHistory.NONE.next(Asked.full(TROUBLE), OVERDUE, TROUBLE + MILLI, false);
        Slow quiet = new Slow(new Tally(0, 0, 0, 4, 0, 4), false);
        long edge = TROUBLE + SKEW;
        ProbeHistory once = ProbeHistory.NONE.next(Asked.full(1), OVERDUE, 2, false);
        ProbeHistory early = once.next(Asked.full(edge - 1), Outcomes.passed(), edge, true)
                .next(Asked.full(edge), Outcomes.passed(), edge + 1, true);
        assertThat(better(other(0, early), own(quiet, silent))).isFalse();
        ProbeHistory steady = early.next(Asked.full(edge + 1), Outcomes.passed(), edge + 2, true);
        assertThat(better(other(0, steady), own(quiet, silent))).isTrue();
    }

    /** Slower by both, the factor of two and the difference of 100 ms, in every one of twelve. */
    @ParameterizedTest
    @CsvSource({
        "12, 200, 12, 100, true",
        "12, 199, 12, 100, false",
        "12, 110, 12,  10, true",
        "12, 100, 12,   0, true",
        "12, 109, 12,  10, false",
        "12, 300, 11, 100, false",
        "11, 300, 12, 100, false"
    })
    void oneThatAnswersLateLosesWhereEverySampleIsClearlySlower(
            int ourCount, long ours, int theirCount, long theirs, boolean expected) {
        for (Question question : Question.values()) {
            TargetHealth own = own(new Slow(Tally.NONE, true), latencies(question, TROUBLE, ourCount, ours));
            TargetHealth other = other(0, latencies(question, TROUBLE, theirCount, theirs));
            assertThat(better(other, own)).isEqualTo(expected);
            assertThat(Comparison.anyFaster(List.of(other), own)).isEqualTo(expected);
        }
    }

    @Test
    void fasterIsOneThatIsFreshAndUp() {
        TargetHealth own = own(new Up(Tallies.passes(2)), latencies(Question.FULL, TROUBLE, 12, 500));
        ProbeHistory fast = latencies(Question.FULL, TROUBLE, 12, 3);
        assertThat(Comparison.anyFaster(List.of(other(0, fast)), own)).isTrue();
        assertThat(Comparison.anyFaster(
                        List.of(new TargetHealth("cp2", TargetRole.BACKEND, new Up(Tally.NONE), false, false, 0, fast)),
                        own))
                .isFalse();
        assertThat(Comparison.anyFaster(
                        List.of(new TargetHealth("cp2", TargetRole.BACKEND, down(ERROR), true, false, 0, fast)), own))
                .isFalse();
    }

    @Test
    void samplesOfAnotherTimeAreNotCompared() {
        TargetHealth own = own(new Slow(Tally.NONE, true), latencies(Question.FULL, TROUBLE, 12, 500));
        long same = Comparison.SAME_TIME.toNanos();
        assertThat(better(other(0, latencies(Question.FULL, TROUBLE - same, 12, 3)), own))
                .isTrue();
        assertThat(better(other(0, latencies(Question.FULL, TROUBLE - same - 1, 12, 3)), own))
                .isFalse();
    }

    @Test
    void weighsByTheRatioOfTheMediansBetweenOneAndFifty() {
        assertThat(weight(new Up(Tallies.passes(4)), 3, 3)).isEqualTo(100);
        assertThat(weight(new Up(Tallies.passes(4)), 400, 100)).isEqualTo(25);
        assertThat(weight(new Up(Tallies.passes(4)), 200, 100)).isEqualTo(50);
        assertThat(weight(new Slow(Tally.NONE, true), 3000, 3)).isEqualTo(1);
        assertThat(weight(new Slow(Tally.NONE, true), 500, 500)).isEqualTo(50);
    }

    private static int weight(Verdict verdict, long ours, long theirs) {
        TargetHealth own = own(verdict, latencies(Question.PING, TROUBLE, 4, ours));
        return Comparison.weight(List.of(other(0, latencies(Question.PING, TROUBLE, 4, theirs))), own, NOW);
    }

    @Test
    void weighsByTheFastestOfThoseThatAreUpAndFresh() {
        TargetHealth own = own(new Up(Tallies.passes(4)), latencies(Question.FULL, TROUBLE, 4, 1000));
        TargetHealth quick = other(0, latencies(Question.FULL, TROUBLE, 4, 100));
        TargetHealth quicker = other(0, latencies(Question.FULL, TROUBLE, 4, 50));
        assertThat(Comparison.weight(List.of(quick, quicker), own, NOW)).isEqualTo(5);
        TargetHealth stale =
                new TargetHealth("cp3", TargetRole.BACKEND, quicker.verdict(), false, false, 0, quicker.history());
        TargetHealth dead = new TargetHealth("cp3", TargetRole.BACKEND, down(ERROR), true, false, 0, quicker.history());
        assertThat(Comparison.weight(List.of(quick, stale, dead), own, NOW)).isEqualTo(10);
    }

    /** One answer among the other's that took long, such as a lost packet, does not make it slow as well. */
    @Test
    void oneOutlierOfTheOtherIsForgivenInAWeight() {
        TargetHealth own = own(new Up(Tallies.passes(4)), latencies(Question.FULL, TROUBLE, 4, 1000));
        ProbeHistory outlier = latencies(Question.FULL, TROUBLE, 3, 100)
                .next(Asked.full(TROUBLE + 900 * MILLI), after(900), NOW, true);
        assertThat(Comparison.weight(List.of(other(0, outlier)), own, NOW)).isEqualTo(10);
        ProbeHistory two = latencies(Question.FULL, TROUBLE, 2, 100)
                .next(Asked.full(TROUBLE + 700 * MILLI), after(900), NOW, true)
                .next(Asked.full(TROUBLE + 900 * MILLI), after(900), NOW, true);
        assertThat(Comparison.weight(List.of(other(0, two)), own, NOW)).isEqualTo(100);
    }

    @Test
    void oneThatDoesNotAnswerWeighsOneWhereAnotherIsBetter() {
        ProbeHistory silent = ProbeHistory.NONE.next(Asked.full(TROUBLE), OVERDUE, TROUBLE + MILLI, false);
        TargetHealth own = own(new Slow(new Tally(0, 0, 0, 4, 0, 4), false), silent);
        assertThat(Comparison.weight(List.of(other(0, passed(NOW - 1, NOW))), own, NOW))
                .isEqualTo(1);
        assertThat(Comparison.weight(List.of(other(0, passed(NOW))), own, NOW)).isEqualTo(50);
    }

    /** While one is slow for long, the other is asked in full so seldom that no samples of the same seconds are left. */
    @Test
    void oneThatIsSlowWeighsByWhatTheOtherGoesOnToAnswerSince() {
        long lately = TROUBLE + 60_000 * MILLI;
        ProbeHistory late = latencies(Question.FULL, lately, 4, 400);
        TargetHealth slow = since(new Slow(Tally.NONE, true), late);
        ProbeHistory before = latencies(Question.FULL, TROUBLE - 30_000 * MILLI, 3, 40);
        ProbeHistory once = before.next(Asked.full(TROUBLE), after(40), TROUBLE + 1, true);
        ProbeHistory twice = once.next(Asked.full(TROUBLE + 10_000 * MILLI), after(40), TROUBLE + 10_000 * MILLI, true);
        assertThat(Comparison.weight(List.of(other(0, once)), slow, lately)).isEqualTo(50);
        assertThat(Comparison.weight(List.of(other(0, twice)), slow, lately)).isEqualTo(10);
        assertThat(Comparison.weight(List.of(other(0, twice)), since(new Up(Tallies.passes(4)), late), lately))
                .as("up, and not known to be slower")
                .isEqualTo(100);
    }

    private static TargetHealth since(Verdict verdict, ProbeHistory history) {
        return new TargetHealth("local", TargetRole.LOCAL, verdict, true, false, TROUBLE, history);
    }
}
