package io.vipagent.agent.monitor;

import static io.vipagent.core.health.Reason.CONNECT_REFUSED;
import static io.vipagent.core.health.Reason.CONNECT_TIMEOUT;
import static io.vipagent.core.health.Reason.MAINTENANCE;
import static io.vipagent.core.health.Reason.SERVER_ERROR;
import static io.vipagent.core.health.Reason.STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.Decision.Held;
import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.health.Health.Unhealthy;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.Phases;
import io.vipagent.core.health.Policy;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.health.Verdict.Down;
import io.vipagent.core.health.Verdict.Starting;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import io.vipagent.platform.time.HandTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is known and what follows from it: transitions, the decision, and who hears of them. */
class TargetBoardTest {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Outcome PASSED = Outcomes.passed();
    private static final Outcome REFUSED = Outcomes.failed(CONNECT_REFUSED);

    private final Target local = Targets.of("local", TargetRole.LOCAL);
    private final Target backend = Targets.of("cp2", TargetRole.BACKEND);
    private final HandTicker ticker = new HandTicker();
    private final Maintenance maintenance = new MaintenanceInMemory();
    private final Recorder recorder = new Recorder();
    private final Told told = new Told();
    private final TargetBoard board = new TargetBoard(
            new MonitoringPlan(List.of(local, backend), new DecisionRule(Policy.LOCAL, true)),
            Duration.ZERO,
            ticker,
            maintenance,
            recorder);

    @Test
    void knowsNothingAtFirst() {
        assertThat(board.targets()).containsExactly(local, backend);
        assertThat(board.view().decision()).isEqualTo(new Denied(STARTING, "local: not probed yet"));
        assertThat(board.snapshot("local").verdict()).isInstanceOf(Starting.class);
        assertThat(board.snapshot("local").last()).isEmpty();
        assertThat(recorder.takeAll()).isEmpty();
    }

    /** A log that hangs must hold up neither the next decision nor who asks, and gets every change in order. */
    @Test
    void announcesUnderNoLockAndInOrder() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch reader = new CountDownLatch(1);
        List<String> announced = new CopyOnWriteArrayList<>();
        MaintenanceInMemory drains = new MaintenanceInMemory();
        TargetBoard slow = new TargetBoard(
                new MonitoringPlan(List.of(local), new DecisionRule(Policy.LOCAL, true)),
                Duration.ZERO,
                ticker,
                drains,
                new HealthListener() {
                    @Override
                    public void announced(Decision before, Decision after) {
                        announced.add(before.label() + " " + after.label());
                        first.countDown();
                        try {
                            reader.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                });
        Thread logging = Thread.ofPlatform().daemon().start(() -> {
            slow.post(local, Asked.full(ticker.nanos()), PASSED);
            slow.post(local, Asked.full(ticker.nanos()), PASSED);
        });
        first.await();
        // It hangs in the announcement of the grant: this thread goes on all the same.
        slow.drain("the disk is replaced");
        assertThat(slow.view().decision().answer())
                .isInstanceOfSatisfying(
                        Unhealthy.class, why -> assertThat(why.reason()).isEqualTo(MAINTENANCE));
        slow.resume();
        assertThat(announced).containsExactly("denied granted");
        reader.countDown();
        logging.join();
        assertThat(announced).containsExactly("denied granted", "granted denied", "denied granted");
    }

    /** Of targets that change a line may be logged. */
    @Test
    void tellsOfOtherTargetsUnderNoLock() {
        MonitoringPlan plan = new MonitoringPlan(List.of(local), new DecisionRule(Policy.LOCAL, true));
        List<Boolean> decidedMeanwhile = new CopyOnWriteArrayList<>();
        AtomicReference<TargetBoard> itself = new AtomicReference<>();
        itself.set(new TargetBoard(plan, Duration.ZERO, ticker, new MaintenanceInMemory(), new HealthListener() {
            @Override
            public void follows(List<Target> targets) {
                Thread other = Thread.ofPlatform().daemon().start(itself.get()::decide);
                try {
                    decidedMeanwhile.add(other.join(Duration.ofSeconds(20)));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }));
        itself.get().replace(plan);
        assertThat(decidedMeanwhile).containsExactly(true);
    }

    /** haproxy is told by whoever hears judgements: a log that hangs must not hold that up either. */
    @Test
    void aJudgementIsHeardBeforeTheDecisionIsAnnounced() {
        List<String> heard = new CopyOnWriteArrayList<>();
        TargetBoard told = new TargetBoard(
                new MonitoringPlan(List.of(local), new DecisionRule(Policy.LOCAL, true)),
                Duration.ZERO,
                ticker,
                new MaintenanceInMemory(),
                new HealthListener() {
                    @Override
                    public void announced(Decision before, Decision after) {
                        heard.add("announced " + after.label());
                    }
                });
        told.onSnapshot(view -> heard.add("judged " + view.decision().label()));
        told.post(local, Asked.full(ticker.nanos()), PASSED);
        told.post(local, Asked.full(ticker.nanos()), PASSED);
        assertThat(heard).containsExactly("judged denied", "judged granted", "announced granted");
    }

    /** A person or a stranger asks once; keepalived and kube-vip ask again and again, until they are gone. */
    @Test
    void whoeverAsksRegularlyActsOnTheDecision() {
        assertThat(board.ask()).isInstanceOf(Unhealthy.class);
        assertThat(board.isAskedRegularly()).isFalse();
        for (int i = 0; i < 4; i++) {
            ticker.advance(Duration.ofSeconds(3));
            board.ask();
        }
        assertThat(board.isAskedRegularly()).isTrue();
        ticker.advance(Duration.ofMinutes(1));
        assertThat(board.isAskedRegularly()).isFalse();
    }

    @Test
    void knowsNoTargetOfAnotherName() {
        assertThatThrownBy(() -> board.snapshot("cp9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no target cp9");
    }

    @Test
    void tellsEachTransitionOnceAndInOrder() {
        // Nothing is heard of the other one for longer than a first look takes.
        ticker.advance(Duration.ofSeconds(6));
        post(local, PASSED);
        assertThat(recorder.takeAll()).containsExactly("probed local passed");

        post(local, PASSED);
        assertThat(recorder.takeAll())
                .containsExactly(
                        "probed local passed", "turned local Starting Up after 7000ms", "decided denied granted");

        post(local, PASSED);
        post(local, REFUSED);
        post(local, REFUSED);
        assertThat(recorder.takeAll())
                .containsExactly("probed local passed", "probed local failed", "probed local failed");

        post(local, REFUSED);
        assertThat(recorder.takeAll())
                .containsExactly(
                        "probed local failed",
                        "turned local Up Down after 2000ms",
                        "decided granted denied CONNECT_REFUSED");
    }

    @Test
    void tellsNothingWhereATargetFailsInAnotherWay() {
        prove(local, REFUSED, 3);
        recorder.takeAll();

        post(local, Outcomes.failed(SERVER_ERROR));

        assertThat(recorder.takeAll()).containsExactly("probed local failed");
        assertThat(board.view().decision()).isEqualTo(new Denied(SERVER_ERROR, "local: as the test wants it"));
    }

    /** The first bad news is news too, although it was denied before: now it is known. */
    @Test
    void tellsWhenItBeginsToKnow() {
        prove(local, REFUSED, 2);
        assertThat(recorder.takeAll()).containsExactly("probed local failed", "probed local failed");
        prove(local, REFUSED, 1);
        assertThat(recorder.takeAll()).endsWith("decided denied denied CONNECT_REFUSED");
    }

    @Test
    void remembersWhenAVerdictBegan() {
        Instant began = ticker.wall();
        assertThat(board.snapshot("local").since()).isEqualTo(began);
        prove(local, PASSED, 2);
        TargetSnapshot up = board.snapshot("local");
        assertThat(up.since()).isEqualTo(began.plusMillis(1000));
        assertThat(up.sinceNanos()).isEqualTo(ticker.nanos());

        post(local, PASSED);
        assertThat(board.snapshot("local").since()).isEqualTo(up.since());
        assertThat(board.snapshot("local").sinceNanos()).isEqualTo(up.sinceNanos());
        assertThat(board.snapshot("local").lastNanos()).isEqualTo(ticker.nanos());

        prove(local, REFUSED, 3);
        assertThat(board.snapshot("local").since()).isEqualTo(began.plusMillis(3000));
    }

    /** Its expiry is what matters most while probes fail before they come to it. */
    @Test
    void keepsTheCertificateThatWasLastShown() {
        post(local, Outcomes.measured());
        post(local, REFUSED);
        assertThat(board.snapshot("local").last()).contains(REFUSED);
        assertThat(board.snapshot("local").certificate()).contains(Outcomes.CERTIFICATE);
        assertThat(board.snapshot("cp2").certificate()).isEmpty();
    }

    @Test
    void keepsTargetsApart() {
        prove(backend, REFUSED, 3);
        assertThat(board.snapshot("cp2").verdict()).isInstanceOf(Down.class);
        assertThat(board.snapshot("local").verdict()).isInstanceOf(Starting.class);
        prove(local, PASSED, 2);
        assertThat(board.snapshot("local").verdict()).isInstanceOf(Up.class);
        assertThat(board.view().snapshots()).extracting(s -> s.target().name()).containsExactly("local", "cp2");
    }

    @Test
    void holdsWhatItHadWhileAllAreDownAndLetsGoWhenOneServes() {
        prove(local, PASSED, 2);
        prove(backend, REFUSED, 3);
        recorder.takeAll();

        prove(local, REFUSED, 2);
        post(backend, REFUSED);
        post(local, REFUSED);
        assertThat(recorder.takeAll()).endsWith("turned local Up Down after 3500ms", "decided granted held");

        post(local, Outcomes.failed(CONNECT_TIMEOUT));
        post(backend, PASSED);
        assertThat(board.view().decision().label()).isEqualTo("held");
        post(backend, PASSED);
        assertThat(board.view().decision().label())
                .as("the first that is back does not end it")
                .isEqualTo("held");
        for (int i = 0; i < 20; i++) {
            post(local, Outcomes.failed(CONNECT_TIMEOUT));
            post(backend, PASSED);
        }
        assertThat(recorder.takeAll()).contains("decided held denied CONNECT_TIMEOUT");

        prove(backend, REFUSED, 3);
        assertThat(board.view().decision().label())
                .as("what was let go is not taken back")
                .isEqualTo("denied");
        prove(local, PASSED, 2);
        assertThat(board.view().decision()).isEqualTo(new Granted());
    }

    @Test
    void drainsAndResumesAtOnce() {
        prove(local, PASSED, 2);
        recorder.takeAll();

        board.drain("new kernel");
        assertThat(maintenance.reason()).contains("new kernel");
        assertThat(recorder.takeAll()).containsExactly("decided granted denied MAINTENANCE");
        assertThat(board.view().maintenance()).contains("new kernel");
        assertThat(board.view().decision().answer()).isEqualTo(new Unhealthy(MAINTENANCE, "new kernel"));

        board.drain("another reason");
        assertThat(recorder.takeAll()).isEmpty();

        board.resume();
        assertThat(maintenance.reason()).isEmpty();
        assertThat(recorder.takeAll()).containsExactly("decided denied granted");
    }

    @Test
    void readsADrainThatItWasStartedWith() {
        maintenance.drain("left by the agent before");
        TargetBoard heir = new TargetBoard(
                new MonitoringPlan(List.of(local), new DecisionRule(Policy.LOCAL, true)),
                Duration.ZERO,
                ticker,
                maintenance,
                recorder);
        heir.decide();
        assertThat(recorder.takeAll()).containsExactly("decided denied denied MAINTENANCE");
    }

    /** An upgrade in the middle of an outage that all share must not end what was held. */
    @Test
    void holdsWhatTheAgentBeforeHeld() {
        TargetBoard heir = new TargetBoard(
                new MonitoringPlan(List.of(local, backend), new DecisionRule(Policy.LOCAL, true)),
                Duration.ZERO,
                ticker,
                maintenance,
                recorder,
                RunningTime.ALWAYS,
                new Held(STARTING, "the agent before"));
        heir.decide();
        assertThat(heir.view().decision().isUnknown()).isTrue();
        for (Target target : List.of(local, backend)) {
            for (int i = 0; i < 3; i++) {
                heir.post(target, Asked.full(ticker.nanos()), REFUSED);
                assertThat(heir.view().decision().isUnknown()
                                || heir.view().decision().mayHoldVip())
                        .isTrue();
            }
        }
        assertThat(heir.view().decision()).isInstanceOf(Held.class);
    }

    @Test
    void doesNotRepeatADecision() {
        board.decide();
        board.decide();
        assertThat(recorder.takeAll())
                .as("denied for starting, as before the first decision")
                .isEmpty();
        assertThat(board.view().decision().sameKind(Decision.undecided())).isTrue();
    }

    @Test
    void holdsTheVipOfANewClusterUntilAnApiserverHasServed() {
        TargetBoard fresh = fresh(Duration.ofMinutes(10));
        fresh.decide();
        assertThat(recorder.takeAll()).containsExactly("decided denied bootstrap");
        for (int i = 0; i < 3; i++) {
            fresh.post(local, Asked.full(ticker.nanos()), REFUSED);
        }
        assertThat(fresh.view().decision().mayHoldVip()).isTrue();
        fresh.post(local, Asked.full(ticker.nanos()), PASSED);
        fresh.post(local, Asked.full(ticker.nanos()), PASSED);
        assertThat(fresh.view().decision()).isEqualTo(new Granted());
        for (int i = 0; i < 3; i++) {
            fresh.post(local, Asked.full(ticker.nanos()), REFUSED);
        }
        assertThat(fresh.view().decision())
                .as("what has served once is a cluster")
                .isInstanceOf(Denied.class);
    }

    @Test
    void endsABootstrapWhenItsGraceIsOver() {
        TargetBoard fresh = fresh(Duration.ofMinutes(10));
        fresh.decide();
        ticker.advance(Duration.ofMinutes(10).minusNanos(1));
        assertThat(fresh.view().decision().mayHoldVip()).isTrue();
        ticker.advance(Duration.ofNanos(1));
        assertThat(fresh.view().decision().mayHoldVip()).isFalse();
    }

    @Test
    void keepsWhatItKnowsOfTargetsThatAreAskedInAnotherManner() {
        prove(local, PASSED, 2);
        prove(backend, REFUSED, 3);
        recorder.takeAll();
        Target slower = Targets.of(
                "local", TargetRole.LOCAL, new ProbeSchedule(Duration.ofSeconds(1), Duration.ofSeconds(1), 5, 5));

        board.replace(new MonitoringPlan(List.of(slower, backend), new DecisionRule(Policy.LOCAL, false)));

        assertThat(board.targets()).containsExactly(slower, backend);
        assertThat(board.snapshot("local").verdict()).isInstanceOf(Up.class);
        assertThat(board.snapshot("cp2").verdict()).isInstanceOf(Down.class);
        assertThat(recorder.takeAll()).isEmpty();
        post(local, REFUSED);
        assertThat(recorder.takeAll()).as("of a loop that is ending").isEmpty();
        post(slower, REFUSED);
        assertThat(recorder.takeAll()).containsExactly("probed local failed");
    }

    @Test
    void beginsAgainWhereSomethingElseIsAsked() {
        prove(local, PASSED, 2);
        recorder.takeAll();
        Target elsewhere = Targets.at("https://127.0.0.2:6443/readyz");

        board.replace(new MonitoringPlan(List.of(elsewhere), new DecisionRule(Policy.LOCAL, true)));

        assertThat(board.snapshot("local").verdict()).isInstanceOf(Starting.class);
        assertThat(recorder.takeAll()).containsExactly("decided granted denied STARTING");
        assertThatThrownBy(() -> board.snapshot("cp2")).hasMessage("no target cp2");
        post(backend, PASSED);
        assertThat(recorder.takeAll()).as("a target that is gone").isEmpty();
    }

    @Test
    void beginsAgainWhereTheRoleIsAnother() {
        prove(backend, PASSED, 2);
        Target asLocal = Targets.of("cp2", TargetRole.LOCAL);
        board.replace(new MonitoringPlan(List.of(asLocal), new DecisionRule(Policy.LOCAL, true)));
        assertThat(board.snapshot("cp2").verdict()).isInstanceOf(Starting.class);
    }

    /** Not for a target that does not decide, nor while all are compared anyway, and seldomer the longer it goes on. */
    @Test
    void looksAtAllWhereOneThatDecidesWaits() {
        board.onComparing(told);
        board.waits(backend);
        assertThat(told.looks).isEqualTo(0);
        board.waits(local);
        board.waits(local);
        assertThat(told.looks).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            ticker.advance(TICK);
            board.waits(local);
        }
        assertThat(told.looks).isEqualTo(5);
        ticker.advance(Duration.ofSeconds(30));
        prove(local, PASSED, 2);
        post(local, REFUSED);
        board.waits(local);
        assertThat(told.looks).as("they are compared").isEqualTo(5);
    }

    /** Each may need proof of its own that another is better. */
    @Test
    void comparesAgainWhereTroubleThatIsOldTurnsIntoAnother() {
        board.onComparing(told);
        Outcome late = new Late(200, Phases.NONE, Optional.empty());
        prove(local, PASSED, 2);
        assertThat(told.compares).isFalse();
        prove(local, late, 3);
        assertThat(told.compares).isTrue();
        ticker.advance(TargetBoard.COMPARISON);
        post(local, late);
        assertThat(told.compares).as("slow for long").isFalse();
        post(local, REFUSED);
        assertThat(told.compares).as("wrong now").isTrue();
        ticker.advance(TargetBoard.COMPARISON);
        board.decide();
        assertThat(told.compares).isFalse();
        prove(local, REFUSED, 3);
        assertThat(told.compares).as("down now").isTrue();
        ticker.advance(TargetBoard.COMPARISON);
        post(local, REFUSED);
        assertThat(told.compares).as("down for long").isFalse();
    }

    /** What the probes were told last, and how often they were to look. */
    private static final class Told implements Comparing {
        private boolean compares;
        private int looks;

        @Override
        public void compare(boolean now) {
            compares = now;
        }

        @Override
        public void rest(boolean now) {
            // Not of interest here.
        }

        @Override
        public void look() {
            looks++;
        }
    }

    private TargetBoard fresh(Duration grace) {
        return new TargetBoard(
                new MonitoringPlan(List.of(local), new DecisionRule(Policy.LOCAL, true)),
                grace,
                ticker,
                maintenance,
                recorder);
    }

    private void prove(Target target, Outcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            post(target, outcome);
        }
    }

    private void post(Target target, Outcome outcome) {
        ticker.advance(TICK);
        board.post(target, Asked.full(ticker.nanos()), outcome);
    }
}
