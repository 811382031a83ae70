package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.ClusterTrace.Behaviour;
import io.vipagent.core.health.ClusterTrace.Reply;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.protocol.AgentReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What must hold over random traces: equal slowness moves nothing, whatever its size; one that is dead while others are
 * well is given up in time. An agent with the recommended schedule: 200 ms, at rest 500 ms and 2 s, timeout 250 ms,
 * rise 2, fall 3.
 */
class LatencyTraceTest {
    private static final int SEEDS = Integer.getInteger("trace.seeds", 3);
    private static final long WARM_UP = 15_000;
    private static final Failed REFUSED = new Failed(Reason.CONNECT_REFUSED, "nobody listens there");
    private static final Failed CLOSED = new Failed(Reason.NETWORK, "Connection reset").proving(Proof.CLOSED);
    private static final Failed ERROR = new Failed(Reason.SERVER_ERROR, "status 500");

    @ParameterizedTest
    @ValueSource(ints = {50, 100, 200, 250, 300, 350, 400, 450, 500, 600, 800, 1500, 3000})
    void equalSlownessMovesNothing(int mean) {
        for (int jitter : new int[] {0, 50}) {
            for (int seed = 0; seed < SEEDS; seed++) {
                Random random = new Random(seed);
                Behaviour behaviour = (apiserver, question, millis) -> Reply.after(
                        millis < WARM_UP
                                ? 3
                                : mean * (100 - jitter) / 100 + random.nextInt(1 + 2 * mean * jitter / 100));
                for (Policy policy : Policy.values()) {
                    ClusterTrace trace = new ClusterTrace(new DecisionRule(policy, true), seed % 2 == 0, behaviour)
                            .run(WARM_UP + 30_000);
                    assertThat(trace.harm())
                            .as("%s, %d ms, jitter %d, seed %d", policy, mean, jitter, seed)
                            .isEmpty();
                    assertThat(trace.changes()).isNotEmpty();
                }
            }
        }
    }

    /** What proved it may be forgotten by the end: full questions to the others are rare then. */
    @Test
    void oneThatIsSlowForGoodIsNotTakenBackAndGetsNextToNothing() {
        Behaviour slow = (apiserver, question, millis) ->
                Reply.after(apiserver == 0 && question == Question.FULL && millis >= WARM_UP ? 400 : 3);
        ClusterTrace trace = new ClusterTrace(true, slow).run(WARM_UP + 60_000);
        assertThat(trace.decision()).isInstanceOf(Decision.Denied.class);
        assertThat(trace.harm()).as("given up once").hasSize(1);
        for (long after = 5_000; after < 60_000; after += 1_000) {
            assertThat(trace.weight(WARM_UP + after)).as("after %d ms", after).isLessThan(5);
        }
    }

    /** The pass of another that proves it is rare, and is not to be forgotten between two. */
    @Test
    void oneThatFailsForGoodIsDownForGood() {
        Behaviour failing =
                (apiserver, question, millis) -> apiserver == 0 && question == Question.FULL && millis >= WARM_UP
                        ? Reply.failed(3, ERROR)
                        : Reply.after(3);
        ClusterTrace trace = new ClusterTrace(true, failing).run(WARM_UP + 60_000);
        assertThat(trace.decision()).isInstanceOf(Decision.Denied.class);
        for (long after = 3_000; after < 60_000; after += 100) {
            assertThat(trace.weight(WARM_UP + after)).as("after %d ms", after).isZero();
        }
    }

    /** A late answer of each other at the same moment does not make one alike them that has failed for long. */
    @Test
    void oneThatFailsForGoodStaysDownWhenAllOthersAreLateOnce() {
        for (long blemish = 4_000; blemish < 40_000; blemish += 5_000) {
            long late = WARM_UP + blemish;
            Behaviour failing = (apiserver, question, millis) -> {
                if (apiserver == 0 && question == Question.FULL && millis >= WARM_UP) {
                    return Reply.failed(3, ERROR);
                }
                return Reply.after(apiserver > 0 && millis >= late && millis < late + 400 ? 600 : 3);
            };
            ClusterTrace trace = new ClusterTrace(true, failing).run(late + 15_000);
            for (long millis = late; millis < late + 15_000; millis += 100) {
                assertThat(trace.weight(millis)).as("%d, at %d", late, millis).isZero();
            }
        }
    }

    /** An election: all wait for the storage, and the one beside the leader that died does not come back. */
    @Test
    void oneThatStaysSilentWhereAllWereSlowForAMomentIsLeftSoon() {
        for (int seed = 0; seed < 5 * SEEDS; seed++) {
            Random random = new Random(seed);
            long begin = WARM_UP + random.nextInt(2_000);
            long end = begin + 1_000 + random.nextInt(1_000);
            Behaviour election = (apiserver, question, millis) -> {
                if (millis < begin || apiserver > 0 && (millis >= end || question == Question.PING)) {
                    return Reply.after(3);
                }
                return apiserver == 0 ? Reply.never() : Reply.after(end - millis + random.nextInt(50));
            };
            ClusterTrace trace = new ClusterTrace(true, election).run(WARM_UP + 20_000);
            assertThat(trace.changes().stream()
                            .filter(change -> change.endsWith("denied"))
                            .toList())
                    .as("seed %d, %d to %d", seed, begin, end)
                    .singleElement()
                    .satisfies(change -> assertThat(Long.parseLong(change.split(" ")[0]) - end)
                            .isBetween(0L, 2_500L));
        }
    }

    /** All fail, and the agent that held the VIP is started again, such as by an upgrade. */
    @Test
    void anAgentThatStartsAgainWhileAllFailGoesOnHolding() {
        Reply gone = Reply.failed(0, REFUSED);
        for (Reply reply : List.of(Reply.failed(3, ERROR), gone, Reply.never())) {
            for (boolean pings : new boolean[] {true, false}) {
                Behaviour all =
                        (apiserver, question, millis) -> question == Question.FULL || !pings ? reply : Reply.after(3);
                ClusterTrace trace = new ClusterTrace(pings, all).startsAgain();
                for (int millis = 0; millis < 20_000; millis += 20) {
                    Decision decision = trace.run(20).decision();
                    assertThat(decision.mayHoldVip() || decision.isUnknown())
                            .as("%s at %d: %s", reply, millis, decision)
                            .isTrue();
                    assertThat(trace.service().healthy() || AgentReply.isUnknown(trace.service()) || reply.equals(gone))
                            .as("%s at %d: %s", reply, millis, trace.service())
                            .isTrue();
                }
                assertThat(trace.decision().label()).isEqualTo("held");
            }
        }
    }

    /** A storage that stalls for all, and one that does not come back from it. */
    @Test
    void oneThatStaysSilentAfterACommonSilenceIsLeft() {
        Behaviour stall = (apiserver, question, millis) ->
                millis >= WARM_UP && (apiserver == 0 || millis < WARM_UP + 60_000) ? Reply.never() : Reply.after(3);
        ClusterTrace trace = new ClusterTrace(true, stall).run(WARM_UP + 60_000);
        assertThat(trace.decision()).isNotInstanceOf(Decision.Denied.class);
        assertThat(trace.run(30_000).decision()).isInstanceOf(Decision.Denied.class);
    }

    /** As seen by the slow one and by the fast one of the three. */
    @ParameterizedTest
    @ValueSource(ints = {300, 400, 500, 800, 1500, 3000})
    void twoOfThreeSlowTakeNobodyOut(int mean) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int fast = seed % 3;
            Behaviour behaviour = (apiserver, question, millis) ->
                    Reply.after(millis < WARM_UP || apiserver == fast ? 3 : mean / 2 + random.nextInt(mean + 1));
            ClusterTrace trace = new ClusterTrace(true, behaviour).run(WARM_UP + 30_000);
            assertThat(trace.changes()).noneMatch(change -> change.endsWith("down"));
            if (fast == 0) {
                assertThat(trace.harm()).isEmpty();
            }
        }
    }

    @Test
    void noiseMovesNothing() {
        for (int seed = 0; seed < 5 * SEEDS; seed++) {
            Random random = new Random(seed);
            Behaviour behaviour = (apiserver, question, millis) -> {
                double dice = random.nextDouble();
                return dice < 0.02 ? Reply.never() : Reply.after(dice < 0.12 ? random.nextInt(1000) : 3);
            };
            ClusterTrace trace = new ClusterTrace(true, behaviour).run(60_000);
            assertThat(trace.harm()).as("seed %d", seed).isEmpty();
        }
    }

    /** Full questions hang or get a 500 for so long, on each node up to half a second apart, while pings pass. */
    @ParameterizedTest
    @CsvSource({
        "1000,  hang,  true", "2000,  hang,  true", "5000,  hang,  true", "12000, hang,  true",
        "1000,  error, true", "2000,  error, true", "5000,  error, true", "12000, error, true",
        "1000,  hang,  false", "2000,  hang,  false", "5000,  hang,  false", "12000, hang,  false",
        "1000,  error, false", "2000,  error, false", "5000,  error, false", "12000, error, false",
        "500,   pause, true", "1000,  pause, true", "2000,  pause, true", "2000,  pause, false"
    })
    void whatAllShareMovesNothingAndNeitherDoesTheRecovery(long length, String kind, boolean pings) {
        for (int seed = 0; seed < 5 * SEEDS; seed++) {
            Random random = new Random(seed);
            int skew = kind.equals("pause") ? 50 : 501;
            List<Long> begins = longs(random, WARM_UP + random.nextInt(5_000), skew);
            List<Long> ends = longs(
                    random, begins.stream().mapToLong(Long::longValue).min().orElseThrow() + length, skew);
            Behaviour behaviour = (apiserver, question, millis) -> {
                boolean struck = millis >= begins.get(apiserver)
                        && millis < ends.get(apiserver)
                        && (question == Question.FULL || kind.equals("pause"));
                if (!struck) {
                    return Reply.after(2 + random.nextInt(8));
                }
                return kind.equals("error")
                        ? Reply.failed(2 + random.nextInt(8), ERROR)
                        : Reply.after(ends.get(apiserver) - millis + random.nextInt(20));
            };
            // Each seed costs; all policies go through the first ones.
            for (Policy policy : seed < SEEDS ? List.of(Policy.values()) : List.of(Policy.LOCAL)) {
                ClusterTrace trace =
                        new ClusterTrace(new DecisionRule(policy, true), pings, behaviour).run(WARM_UP + 30_000);
                assertThat(trace.harm())
                        .as("%s, %s %d, seed %d, %s to %s", policy, kind, length, seed, begins, ends)
                        .isEmpty();
                assertThat(trace.decision().label()).isEqualTo("granted");
            }
        }
    }

    private static List<Long> longs(Random random, long begin, int skew) {
        List<Long> longs = new ArrayList<>();
        IntStream.range(0, 3).forEach(i -> longs.add(begin + random.nextInt(skew)));
        return longs;
    }

    record Death(String name, long withinMillis, Reply reply) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Death> deaths() {
        return Stream.of(
                new Death("gone at once", 500, Reply.failed(0, REFUSED.proving(Proof.CONCLUSIVE))),
                new Death("refused", 1_100, Reply.failed(0, REFUSED)),
                new Death("closes", 1_100, Reply.failed(0, CLOSED)),
                new Death("500", 1_600, Reply.failed(3, ERROR)),
                new Death("silent", 1_500, Reply.never()));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void oneThatIsDeadWhileOthersAreWellIsGivenUpInTime(Death death) {
        for (int seed = 0; seed < 5 * SEEDS; seed++) {
            Random random = new Random(seed);
            long end = WARM_UP + random.nextInt(10_000);
            Behaviour behaviour = (apiserver, question, millis) -> {
                boolean dead = apiserver == 0
                        && millis >= end
                        && (question == Question.FULL || !death.name().equals("500"));
                return dead ? death.reply() : Reply.after(2 + random.nextInt(8));
            };
            ClusterTrace trace = new ClusterTrace(true, behaviour).run(WARM_UP + 20_000);
            assertThat(trace.changes().stream()
                            .filter(change -> change.endsWith("denied"))
                            .toList())
                    .as("seed %d, %d", seed, end)
                    .singleElement()
                    .satisfies(change -> assertThat(Long.parseLong(change.split(" ")[0]) - end)
                            .isBetween(0L, death.withinMillis()));
        }
    }

    /** haproxy leaves it, so it is no reason to move the VIP; where both count it is. */
    @ParameterizedTest
    @MethodSource("deaths")
    void oneThatIsDeadBehindHaproxyMovesNothingUnlessBothCount(Death death) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            long end = WARM_UP + random.nextInt(10_000);
            Behaviour behaviour = (apiserver, question, millis) -> {
                boolean dead = apiserver == 0
                        && millis >= end
                        && (question == Question.FULL || !death.name().equals("500"));
                return dead ? death.reply() : Reply.after(2 + random.nextInt(8));
            };
            ClusterTrace frontend = new ClusterTrace(new DecisionRule(Policy.FRONTEND, true), true, behaviour);
            assertThat(frontend.run(WARM_UP + 20_000).changes())
                    .as("%s, seed %d, %d", death, seed, end)
                    .noneMatch(change -> change.endsWith("denied"));
            ClusterTrace both = new ClusterTrace(new DecisionRule(Policy.BOTH, true), true, behaviour);
            assertThat(both.run(WARM_UP + 20_000).changes().stream().filter(change -> change.endsWith("denied")))
                    .as("%s, seed %d, %d", death, seed, end)
                    .singleElement()
                    .satisfies(change -> assertThat(Long.parseLong(change.split(" ")[0]) - end)
                            .isBetween(0L, death.withinMillis()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FRONTEND", "BOTH"})
    void aHaproxyThatIsGoneIsGivenUpAtOnce(Policy policy) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            long end = WARM_UP + random.nextInt(10_000);
            Behaviour behaviour = (apiserver, question, millis) -> Reply.after(2 + random.nextInt(8));
            ClusterTrace trace = new ClusterTrace(new DecisionRule(policy, true), true, behaviour).haproxyEndsAt(end);
            assertThat(trace.run(WARM_UP + 20_000).changes())
                    .last(InstanceOfAssertFactories.STRING)
                    .satisfies(change -> assertThat(change).endsWith("denied"))
                    .satisfies(change -> assertThat(Long.parseLong(change.split(" ")[0]) - end)
                            .isBetween(0L, 400L));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 500, 800, 1500, 3000})
    void oneThatIsSlowGetsLessAndIsNotCalledDown(int latency) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            long begin = WARM_UP + random.nextInt(5_000);
            Behaviour behaviour = (apiserver, question, millis) -> Reply.after(
                    apiserver == 0 && millis >= begin ? latency + random.nextInt(20) : 2 + random.nextInt(8));
            ClusterTrace trace = new ClusterTrace(true, behaviour).run(WARM_UP + 20_000);
            assertThat(trace.changes()).as("seed %d", seed).noneMatch(change -> change.endsWith("down"));
            assertThat(trace.weight(begin - 1)).isEqualTo(100);
            assertThat(trace.weight(begin + 1_500)).isBetween(1, 50);
            assertThat(trace.weight(WARM_UP + 20_000)).isBetween(1, 10);
        }
    }

    /** One that is alive but fails where all do, and stays broken when the others are well again for long. */
    @Test
    void aHoldEndsForOneThatStaysBroken() {
        Behaviour behaviour =
                (apiserver, question, millis) -> millis >= WARM_UP && (apiserver == 0 || millis < WARM_UP + 5_000)
                        ? Reply.failed(2, ERROR)
                        : Reply.after(2);
        ClusterTrace trace = new ClusterTrace(false, behaviour).run(WARM_UP + 25_000);
        assertThat(trace.changes().stream()
                        .filter(change -> change.endsWith("denied"))
                        .toList())
                .singleElement()
                .satisfies(change -> assertThat(Long.parseLong(change.split(" ")[0]) - WARM_UP)
                        .isBetween(15_000L, 17_000L));
    }

    @Test
    void aSingleNodeHoldsWhateverHappens() {
        Behaviour behaviour =
                (apiserver, question, millis) -> millis < WARM_UP ? Reply.after(2) : Reply.failed(1, REFUSED);
        ClusterTrace trace =
                new ClusterTrace(new DecisionRule(Policy.LOCAL, true, true), true, behaviour).run(WARM_UP + 20_000);
        assertThat(trace.changes()).noneMatch(change -> change.endsWith("denied"));
        assertThat(trace.decision().label()).isEqualTo("held");
    }
}
