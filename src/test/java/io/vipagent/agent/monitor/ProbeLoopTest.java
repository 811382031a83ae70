package io.vipagent.agent.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.agent.monitor.ProbeLoop.ProberFactory;
import io.vipagent.agent.probe.HttpsProbe;
import io.vipagent.agent.probe.TargetProber;
import io.vipagent.core.health.Asked;
import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.health.LastAnswer;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Policy;
import io.vipagent.core.health.Question;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.HandTicker;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All targets at their rates, whatever the others do, and nothing left behind. Real connections, real time. */
@Timeout(300)
class ProbeLoopTest {
    private static final TestCa CA = TestCa.ec("kubernetes");
    private static final DecisionRule RULE = new DecisionRule(Policy.FRONTEND, true);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final FakeApiServer server = FakeApiServer.start(CA);
    private final SystemTicker ticker = new SystemTicker();
    private final HttpsProbe probe = new HttpsProbe(ticker, warning -> {});
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    private final HealthListener listener = new HealthListener() {
        @Override
        public void probed(Target target, Asked asked, Outcome outcome) {
            threads.add(Thread.currentThread());
            told.add(target.name() + (outcome.passed() ? " passed" : " " + outcome));
        }
    };

    @TempDir
    private Path pki;

    @BeforeEach
    void writeCa() {
        CA.writeCertificateTo(pki);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void spreadsTheTargetsOverTheirInterval() {
        HandTicker byHand = new HandTicker(0);
        List<Long> firsts = new CopyOnWriteArrayList<>();
        ProberFactory noting = (target, reactor, sink, first) -> {
            firsts.add(first);
            return probe.prober(target, reactor, sink, first);
        };
        TargetBoard board = new TargetBoard(
                new MonitoringPlan(targets(4), RULE), Duration.ZERO, byHand, new MaintenanceInMemory(), listener);
        try (ProbeLoop _ = ProbeLoop.start(board, noting, byHand)) {
            await().atMost(SOON).until(() -> firsts.size() == 4);
        }
        long interval = targets(1).getFirst().schedule().interval().toNanos();
        assertThat(firsts).containsExactlyInAnyOrder(0L, interval / 4, interval / 2, interval * 3 / 4);
    }

    /** 50 of 200 hang; the others are asked, each and every one, by a handful of threads. */
    @Test
    void letsNoTargetDelayAnother() {
        try (FakeApiServer hanging = FakeApiServer.start(CA)) {
            hanging.become(Behaviour.SILENT_BEFORE_TLS);
            List<Target> targets = IntStream.range(0, 200)
                    .mapToObj(i ->
                            target("t" + i, (i % 4 == 0 ? hanging : server).url("/readyz"), Duration.ofSeconds(20)))
                    .toList();
            TargetBoard board = board(targets);
            try (ProbeLoop _ = ProbeLoop.start(board, probe::prober, ticker)) {
                await().atMost(SOON)
                        .until(() -> IntStream.range(0, 200)
                                .filter(i -> i % 4 != 0)
                                .allMatch(i -> board.snapshot("t" + i).verdict() instanceof Up));
                hanging.awaitConnections(50, SOON);
            }
            assertThat(threads).hasSizeLessThanOrEqualTo(ProbeLoop.MAX_THREADS).noneMatch(Thread::isVirtual);
        }
    }

    @ParameterizedTest
    @MethodSource
    void countsADefectAsOneFailureAndGoesOn(Supplier<Throwable> defect) {
        AtomicBoolean broken = new AtomicBoolean(true);
        ProberFactory factory = (target, reactor, sink, first) -> probe.prober(
                target,
                reactor,
                before(sink, _ -> {
                    if (broken.getAndSet(false)) {
                        fail(defect.get());
                    }
                }),
                first);
        TargetBoard board = board(targets(1));
        try (ProbeLoop _ = ProbeLoop.start(board, factory, ticker)) {
            await().atMost(SOON).until(() -> board.snapshot("t0").verdict() instanceof Up);
        }
        assertThat(told)
                .anyMatch(word -> word.contains("AGENT_ERROR")
                        && word.contains(defect.get().getClass().getSimpleName()));
    }

    static List<Supplier<Throwable>> countsADefectAsOneFailureAndGoesOn() {
        return List.of(
                () -> new IllegalStateException("a defect"),
                () -> new AssertionError("a defect"),
                () -> new StackOverflowError(),
                () -> new OutOfMemoryError("no memory"));
    }

    @Test
    void leavesNoThreadNoConnectionAndNoDescriptorWhenItCloses() throws IOException {
        server.become(Behaviour.SILENT_AFTER_TLS);
        long before = openDescriptors();
        ProbeLoop loop = ProbeLoop.start(board(targets(3)), probe::prober, ticker);
        server.awaitConnections(3, SOON);
        List<Thread> probing = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("probe t"))
                .toList();
        assertThat(probing).hasSize(3);

        loop.close();

        told.clear();
        server.awaitOpenConnections(0, SOON);
        assertThat(probing).noneMatch(Thread::isAlive);
        assertThat(openDescriptors()).isLessThanOrEqualTo(before);
        assertThat(told).as("what was given up is not counted").isEmpty();
    }

    @Test
    void hasNothingToDoWithoutTargets() {
        try (ProbeLoop _ = ProbeLoop.start(board(List.of()), probe::prober, ticker)) {
            assertThat(threads).isEmpty();
        }
    }

    @Test
    void followsTheTargetsAsTheyChange() {
        try (FakeApiServer removed = FakeApiServer.start(CA);
                FakeApiServer added = FakeApiServer.start(CA)) {
            Target stays = target("stays", server.url("/readyz"));
            Target goes = target("goes", removed.url("/readyz"));
            Target comes = target("comes", added.url("/readyz"));
            TargetBoard board = board(List.of(stays, goes));
            try (ProbeLoop loop = ProbeLoop.start(board, probe::prober, ticker)) {
                await().atMost(SOON).until(() -> threads.size() == 2);
                server.awaitRequests(3, SOON);
                removed.awaitRequests(3, SOON);

                board.replace(new MonitoringPlan(List.of(stays, comes), RULE));
                loop.follow();

                removed.awaitOpenConnections(0, SOON);
                await().atMost(SOON).until(() -> board.snapshot("comes").verdict() instanceof Up);
                assertThat(threads.stream().filter(Thread::isAlive)).hasSize(2);
                server.awaitRequests(server.requests() + 2, SOON);
            }
        }
    }

    /** In the plan of these tests a target is asked in full once an hour, once it is up. */
    @Test
    void asksEveryTargetInFullWhileTheyAreCompared() {
        TargetBoard board = board(targets(2));
        try (ProbeLoop loop = ProbeLoop.start(board, probe::prober, ticker)) {
            await().atMost(SOON).until(() -> server.lastRequest().startsWith("GET /livez/ping "));
            loop.compare(true);
            await().atMost(SOON).until(() -> server.lastRequest().startsWith("GET /readyz "));
            loop.compare(false);
            await().atMost(SOON).until(() -> server.lastRequest().startsWith("GET /livez/ping "));
        }
    }

    /** The prober that goes on behind a defect was not there when the others were told. */
    @Test
    void oneThatBeginsLaterIsComparedAsTheOthersAre() {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger fullAfterDefect = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean();
        ProberFactory factory = (target, reactor, sink, first) -> {
            opened.incrementAndGet();
            return probe.prober(
                    target,
                    reactor,
                    before(sink, asked -> {
                        if (broken.getAndSet(false)) {
                            throw new IllegalStateException("a defect");
                        }
                        if (opened.get() == 2 && asked.question() == Question.FULL) {
                            fullAfterDefect.incrementAndGet();
                        }
                    }),
                    first);
        };
        try (ProbeLoop loop = ProbeLoop.start(board(targets(1)), factory, ticker)) {
            await().atMost(SOON).until(() -> server.lastRequest().startsWith("GET /livez/ping "));
            loop.compare(true);
            await().atMost(SOON).until(() -> server.lastRequest().startsWith("GET /readyz "));
            broken.set(true);
            await().atMost(SOON).until(() -> fullAfterDefect.get() > 3);
        }
    }

    /** This node's own apiserver fails: the board has the others asked in full. */
    @Test
    void theBoardHasThemComparedWhereThisNodesOwnApiserverFails() {
        try (FakeApiServer own = FakeApiServer.start(CA)) {
            Target local = target("local", TargetRole.LOCAL, own.url("/readyz"), Duration.ofSeconds(20));
            TargetBoard board = board(List.of(local, target("t0", server.url("/readyz"))));
            try (ProbeLoop _ = ProbeLoop.start(board, probe::prober, ticker)) {
                await().atMost(SOON).until(() -> server.lastRequest().startsWith("GET /livez/ping "));
                own.become(Behaviour.ERROR_500);
                await().atMost(SOON).until(() -> server.lastRequest().startsWith("GET /readyz "));
            }
        }
    }

    private TargetBoard board(List<Target> targets) {
        return new TargetBoard(
                new MonitoringPlan(targets, RULE), Duration.ZERO, ticker, new MaintenanceInMemory(), listener);
    }

    private List<Target> targets(int count) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            targets.add(target("t" + i, server.url("/readyz")));
        }
        return targets;
    }

    private Target target(String name, String url) {
        return target(name, url, Duration.ofSeconds(20));
    }

    private Target target(String name, String url, Duration timeout) {
        return target(name, TargetRole.BACKEND, url, timeout);
    }

    private Target target(String name, TargetRole role, String url, Duration timeout) {
        return new Target(
                name,
                role,
                URI.create(url),
                new TlsSettings("kubernetes", pki.resolve("ca.crt"), false, Optional.empty(), Optional.empty()),
                new ExpectedResponse(new TreeSet<>(Set.of(200)), Optional.of("ok")),
                new ProbeSchedule(
                        Duration.ofMillis(200),
                        timeout,
                        2,
                        3,
                        Duration.ofSeconds(60),
                        Duration.ofHours(1),
                        Duration.ofHours(1)),
                Optional.of("/livez/ping"));
    }

    private static void fail(Throwable defect) {
        switch (defect) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalArgumentException(defect);
        }
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    /** {@code sink}, with something done before it gets what was asked. */
    private static TargetProber.Sink before(TargetProber.Sink sink, Consumer<Asked> action) {
        return new TargetProber.Sink() {
            @Override
            public void post(Asked asked, Outcome outcome) {
                action.accept(asked);
                sink.post(asked, outcome);
            }

            @Override
            public void waits() {
                sink.waits();
            }

            @Override
            public void heard(LastAnswer answer) {
                sink.heard(answer);
            }
        };
    }
}
