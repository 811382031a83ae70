package io.vipagent.agent.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.agent.probe.Probe;
import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Policy;
import io.vipagent.core.health.ProbeSchedule;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.Target;
import io.vipagent.core.health.TargetRole;
import io.vipagent.core.health.Targets;
import io.vipagent.platform.time.HandTicker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each target at its own fixed rate, whatever the others do. Time moves by hand. */
@Timeout(300)
class ProbeLoopTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final ProbeSchedule EVERY_SECOND =
            new ProbeSchedule(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 3);

    private static final DecisionRule RULE = new DecisionRule(Policy.FRONTEND, true);

    private final HandTicker ticker = new HandTicker(0);
    private final FakeProbe probe = new FakeProbe(ticker::nanos);
    private final Recorder recorder = new Recorder();

    @Test
    void spreadsTheTargetsOverTheirIntervalAndKeepsTheirRate() {
        try (ProbeLoop _ = start(targets(4), probe)) {
            ticker.awaitSleepers(4);
            for (int wake = 0; wake < 11; wake++) {
                ticker.advance(Duration.ofNanos(ticker.nextWake() - ticker.nanos()));
                ticker.awaitSleepers(4);
            }
        }
        assertThat(probe.asked("t0")).containsExactly(0L, SECOND, 2 * SECOND);
        assertThat(probe.asked("t1")).containsExactly(SECOND / 4, SECOND * 5 / 4, SECOND * 9 / 4);
        assertThat(probe.asked("t2")).containsExactly(SECOND / 2, SECOND * 3 / 2, SECOND * 5 / 2);
        assertThat(probe.asked("t3")).containsExactly(SECOND * 3 / 4, SECOND * 7 / 4, SECOND * 11 / 4);
    }

    @Test
    void letsEachTargetHaveItsOwnInterval() {
        Target fast = target("fast", Duration.ofMillis(250));
        Target slow = target("slow", Duration.ofSeconds(1));
        try (ProbeLoop _ = start(List.of(fast, slow), probe)) {
            ticker.awaitSleepers(2);
            for (int i = 0; i < 16; i++) {
                ticker.advance(Duration.ofMillis(125));
                ticker.awaitSleepers(2);
            }
        }
        assertThat(probe.asked("fast")).hasSize(9);
        assertThat(probe.asked("slow")).containsExactly(SECOND / 2, SECOND * 3 / 2);
    }

    /** Time that a probe takes must not add up: from 0.3 s on, all begin on the second. */
    @Test
    void doesNotDriftByTheTimeThatProbesTake() {
        List<Long> begun = new CopyOnWriteArrayList<>();
        Probe slow = target -> {
            begun.add(ticker.nanos());
            ticker.advance(Duration.ofMillis(300));
            return Outcomes.passed();
        };
        try (ProbeLoop _ = start(targets(1), slow)) {
            ticker.awaitSleepers(1);
            for (int i = 0; i < 5; i++) {
                ticker.advance(Duration.ofMillis(700));
                await().atMost(Duration.ofMinutes(1)).until(() -> ticker.nanos() % SECOND == 300_000_000);
                ticker.awaitSleepers(1);
            }
        }
        assertThat(begun)
                .containsExactlyElementsOf(
                        LongStream.range(0, 6).map(i -> i * SECOND).boxed().toList());
    }

    @Test
    void neverProbesATargetTwiceAtOnceAndLeavesMissedTicksOut() {
        probe.hang("t0");
        try (ProbeLoop _ = start(targets(1), probe)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> probe.asked("t0").size() == 1);
            ticker.advance(Duration.ofMillis(10_500));
            assertThat(probe.asked("t0")).containsExactly(0L);

            probe.release("t0");
            ticker.awaitSleepers(1);
            assertThat(ticker.nextWake()).isEqualTo(11 * SECOND);
            ticker.advance(Duration.ofMillis(500));
            ticker.awaitSleepers(1);
            assertThat(probe.asked("t0")).containsExactly(0L, 11 * SECOND);
        }
    }

    /** 50 of 200 hang for ever; the others are asked once a second, each and every one. */
    @Test
    void letsNoTargetDelayAnother() {
        List<Target> targets = targets(200);
        IntStream.range(0, 50).forEach(i -> probe.hang("t" + 4 * i));
        try (ProbeLoop _ = start(targets, probe)) {
            ticker.awaitSleepers(199);
            for (int second = 0; second < 5; second++) {
                ticker.advance(Duration.ofSeconds(1));
                ticker.awaitSleepers(150);
            }
            for (int i = 0; i < 200; i++) {
                List<Long> asked = probe.asked("t" + i);
                if (i % 4 == 0) {
                    assertThat(asked).as("t%d hangs", i).hasSize(1);
                } else {
                    assertThat(asked).as("t%d", i).hasSize(5);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void countsADefectAsOneFailureAndGoesOn(Supplier<Throwable> defect) {
        AtomicInteger calls = new AtomicInteger();
        Probe broken = target -> {
            if (calls.incrementAndGet() == 1) {
                fail(defect.get());
            }
            return Outcomes.passed();
        };
        List<Target> targets = targets(1);
        TargetBoard board = board(targets);
        try (ProbeLoop _ = ProbeLoop.start(board, broken, ticker)) {
            ticker.awaitSleepers(1);
            assertThat(board.snapshot("t0").last())
                    .contains(new Failed(Reason.AGENT_ERROR, defect.get().toString()));
            ticker.advance(Duration.ofSeconds(1));
            ticker.awaitSleepers(1);
        }
        assertThat(board.snapshot("t0").last()).contains(Outcomes.passed());
        assertThat(recorder.takeAll()).containsExactly("probed t0 failed", "probed t0 passed");
    }

    static List<Supplier<Throwable>> countsADefectAsOneFailureAndGoesOn() {
        return List.of(
                () -> new IllegalStateException("a defect"),
                () -> new AssertionError("a defect"),
                () -> new StackOverflowError(),
                () -> new OutOfMemoryError("no memory"));
    }

    @Test
    void endsItsThreadsWhenItCloses() {
        probe.hang("t1");
        ProbeLoop loop = start(targets(3), probe);
        ticker.awaitSleepers(3);
        ticker.advance(Duration.ofSeconds(1));
        ticker.awaitSleepers(2);
        assertThat(probe.threads()).hasSize(3).noneMatch(Thread::isVirtual);
        recorder.takeAll();

        loop.close();

        assertThat(probe.threads()).noneMatch(Thread::isAlive);
        ticker.advance(Duration.ofSeconds(10));
        assertThat(recorder.takeAll())
                .as("a probe that was given up is not counted")
                .isEmpty();
        assertThat(probe.asked("t1")).hasSize(1);
    }

    @Test
    void canCloseBeforeItsFirstProbe() {
        ProbeLoop loop = start(List.of(targets(1).getFirst(), target("late", Duration.ofHours(1))), probe);
        ticker.awaitSleepers(2);
        loop.close();
        ticker.awaitSleepers(0);
        assertThat(probe.asked("late")).isEmpty();
    }

    @Test
    void hasNothingToDoWithoutTargets() {
        try (ProbeLoop _ = start(List.of(), probe)) {
            ticker.awaitSleepers(0);
        }
        assertThat(probe.threads()).isEmpty();
    }

    @Test
    void followsTheTargetsAsTheyChange() {
        List<Target> targets = targets(3);
        TargetBoard board = board(targets);
        try (ProbeLoop loop = ProbeLoop.start(board, probe, ticker)) {
            ticker.awaitSleepers(3);
            Target late = target("late", Duration.ofHours(1));
            board.replace(new MonitoringPlan(List.of(targets.get(0), targets.get(2), late), RULE));
            loop.follow();
            ticker.awaitSleepers(3);
            ticker.advance(Duration.ofSeconds(1));
            ticker.awaitSleepers(3);
        }
        assertThat(probe.asked("t0")).as("goes on undisturbed").containsExactly(0L, SECOND);
        assertThat(probe.asked("t1")).isEmpty();
        assertThat(probe.asked("t2")).hasSize(1);
        assertThat(probe.asked("late")).isEmpty();
    }

    private ProbeLoop start(List<Target> targets, Probe with) {
        return ProbeLoop.start(board(targets), with, ticker);
    }

    private TargetBoard board(List<Target> targets) {
        return new TargetBoard(
                new MonitoringPlan(targets, RULE), Duration.ZERO, ticker, new MaintenanceInMemory(), recorder);
    }

    private static List<Target> targets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Targets.of("t" + i, TargetRole.BACKEND, EVERY_SECOND))
                .toList();
    }

    private static Target target(String name, Duration interval) {
        return Targets.of(name, TargetRole.BACKEND, new ProbeSchedule(interval, interval, 2, 3));
    }

    private static void fail(Throwable defect) {
        switch (defect) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalArgumentException(defect);
        }
    }
}
