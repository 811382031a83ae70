package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Asked;
import io.vipagent.core.health.LastAnswer;
import io.vipagent.core.health.Outcome;
import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Late;
import io.vipagent.core.health.Outcome.Overdue;
import io.vipagent.core.health.Outcome.Passed;
import io.vipagent.core.health.Outcome.Proof;
import io.vipagent.core.health.Phase;
import io.vipagent.core.health.Question;
import io.vipagent.core.health.Reason;
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A prober against a server with a real socket: TLS, keep-alive, and every bad manner that a server can have. */
@Timeout(120)
class KeptConnectionTest {
    private static final TestCa CA = TestCa.ec("kubernetes");
    /** Where the JDK or the kernel has other words for the same thing, or a limit strikes before another. */
    private static final Set<Behaviour> OTHER_WORDS = EnumSet.of(
            Behaviour.KEY_UPDATE_STORM, Behaviour.RESET_BEFORE_TLS, Behaviour.RESET_AFTER_TLS, Behaviour.PLAIN_TEXT);

    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeApiServer server =
            FakeApiServer.start(CA).slowness(Duration.ofMillis(300)).pace(Duration.ofMillis(100));
    private final SystemTicker ticker = new SystemTicker();
    private final HttpsProbe probe = new HttpsProbe(ticker, warning -> {});
    private final Reactor reactor = new Reactor(ticker);
    private final List<Told> told = new ArrayList<>();
    private final List<LastAnswer> heard = new ArrayList<>();
    private int waits;
    private Optional<ClientFiles> client = Optional.empty();
    private Optional<Path> token = Optional.empty();
    private @Nullable TargetProber prober;

    @TempDir
    private Path pki;

    private record Told(Asked asked, Outcome outcome) {}

    @BeforeEach
    void writeCa() {
        CA.writeCertificateTo(pki);
    }

    @AfterEach
    void stop() {
        if (prober != null) {
            prober.close();
        }
        reactor.close();
        server.close();
    }

    @Test
    void asksOverOneConnectionAsLongAsItMay() {
        begin(target(20_000, 20_000, 3_600_000));
        runUntil(() -> told.size() >= 20);
        assertThat(told).allMatch(each -> each.outcome() instanceof Passed);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.requests()).isGreaterThanOrEqualTo(20);
        assertThat(server.lastRequest())
                .isEqualTo("GET /livez/ping HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                        + "\r\nUser-Agent: vip-agent\r\nAccept: */*\r\n\r\n");
        assertThat(told.getFirst().outcome().certificate()).isPresent();
        assertThat(told.getLast().outcome().phases().nanos(Phase.CONNECT)).isEmpty();
        assertThat(told.getLast().outcome().phases().nanos(Phase.FIRST_BYTE)).isPresent();
    }

    @Test
    void connectsAfreshOnceInAFreshIntervalAndLeavesOneConnectionOpen() {
        begin(target(20_000, 20_000, 100));
        runUntil(() -> told.size() >= 20);
        assertThat(server.connections()).isBetween(5L, 21L);
        runUntil(() -> server.openConnections() == 1);
        assertThat(told).allMatch(each -> each.outcome() instanceof Passed);
    }

    @Test
    void showsItsCertificateOverConnectionsThatAreKept() {
        server.become(Behaviour.REQUIRE_CLIENT_CERT);
        CA.client("vip-agent").writeTo(pki, "client");
        client = Optional.of(new ClientFiles(pki.resolve("client.crt"), pki.resolve("client.key")));
        begin(target(20_000, 20_000, 200));
        runUntil(() -> told.size() >= 8);
        assertThat(told).allMatch(each -> each.outcome() instanceof Passed);
    }

    /**
     * A token is read when it changes on disk; the next full question goes over a fresh connection, with the new one.
     */
    @Test
    void takesANewTokenWithoutARestart() throws IOException {
        server.token("first").become(Behaviour.REQUIRE_TOKEN);
        token = Optional.of(Files.writeString(pki.resolve("token"), "first\n"));
        begin(target(20_000, 20_000, 3_600_000));
        runUntil(() -> told.size() >= 4);
        Files.writeString(pki.resolve("token"), "another.one\n");
        server.token("another.one");
        told.clear();
        runUntil(() -> told.stream()
                .anyMatch(each -> each.asked().question() == Question.FULL && each.outcome() instanceof Passed));
        assertThat(server.lastRequest()).contains("Authorization: Bearer another.one\r\n");
        assertThat(server.connections()).isEqualTo(2);
    }

    /** Every behaviour: what it does to a fresh connection, by the words of a one-shot probe, and again and again. */
    @ParameterizedTest
    @EnumSource
    void findsOutWhatAOneShotProbeFindsOut(Behaviour behaviour) {
        server.become(behaviour);
        Target target = target(1_000, 1_500, 100);
        begin(target);
        runUntil(() -> told.stream().filter(each -> isFinal(each.outcome())).count() >= 3);
        Outcome oneShot = probe.probe(target);
        Optional<Reason> expected = oneShot instanceof Failed failed ? Optional.of(failed.reason()) : Optional.empty();
        if (behaviour == Behaviour.KEY_UPDATE_STORM) {
            // On a busy machine its deadline may come before the limit of what a one-shot probe writes.
            expected = Optional.of(Reason.NETWORK);
        }
        List<Outcome> full = told.stream()
                .filter(each -> each.asked().question() == Question.FULL && isFinal(each.outcome()))
                .map(Told::outcome)
                .toList();
        for (Outcome outcome : full) {
            switch (outcome) {
                case Passed passed -> assertThat(expected).isEmpty();
                case Late late ->
                    assertThat(expected.orElse(Reason.RESPONSE_TIMEOUT)).isIn(Reason.RESPONSE_TIMEOUT);
                case Overdue overdue -> throw new AssertionError("not final");
                case Failed failed -> {
                    assertThat(Optional.of(failed.reason())).isEqualTo(expected);
                    if (oneShot instanceof Failed other && !OTHER_WORDS.contains(behaviour)) {
                        assertThat(failed.detail()).isEqualTo(other.detail());
                    }
                }
            }
        }
        assertThat(full).isNotEmpty();
    }

    @Test
    void aSlowAnswerIsLateAndAnswersNoOtherQuestion() {
        begin(target(100, 5_000, 3_600_000));
        runUntil(() -> told.size() >= 3);
        told.clear();
        server.become(Behaviour.SLOW);
        runUntil(() ->
                told.stream().filter(each -> each.outcome() instanceof Late).count() >= 3);
        assertThat(told.stream().filter(each -> each.outcome() instanceof Late))
                .allMatch(late -> told.stream()
                        .anyMatch(each -> each.outcome() instanceof Overdue
                                && each.asked().equals(late.asked())));
        assertThat(told).noneMatch(each -> each.outcome() instanceof Failed);
    }

    /** The whole way of the agent: what the probe keeps for others is told on, and so is that a question waits. */
    @Test
    void tellsAllThatItsProberTells() {
        begin(target(5_000, 5_000, 3_600_000));
        runUntil(() -> told.size() >= 3);
        assertThat(heard).isNotEmpty().last().isEqualTo(probe.lastAnswer(target(5_000, 5_000, 3_600_000)));
        waits = 0;
        told.clear();
        server.become(Behaviour.SLOW);
        runUntil(() -> waits > 0);
        assertThat(told).as("long before its outcome").allMatch(each -> each.outcome() instanceof Passed);
    }

    /** Known from the end of the kept connection, not at the next question, which would come in an hour. */
    @Test
    void deathIsKnownAtOnce() {
        begin(target(1_000, 5_000, 3_600_000, 3_600_000));
        runUntil(() -> told.size() == 1);
        server.become(Behaviour.REFUSE);
        runUntil(() -> told.size() == 2);
        assertThat(told.getLast().outcome()).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.CONNECT_REFUSED);
            assertThat(failed.proof()).isEqualTo(Proof.CONCLUSIVE);
        });
    }

    @Test
    void aConnectionThatTheServerEndsIsNothingWhereItAnswersAfresh() {
        begin(target(20_000, 20_000, 3_600_000, 3_600_000));
        runUntil(() -> told.size() == 1);
        server.endConnectionsOnceIdle(SOON);
        runUntil(() -> told.size() == 2);
        assertThat(told.getLast().outcome()).isInstanceOf(Passed.class);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void keepsUpWithNewKeysBetweenTwoQuestions() {
        server.become(Behaviour.KEY_UPDATES);
        begin(target(20_000, 20_000, 3_600_000));
        runUntil(() -> told.size() >= 20);
        assertThat(told).allMatch(each -> each.outcome() instanceof Passed);
        assertThat(server.connections()).isEqualTo(1);
    }

    /** What was said behind the answer might be taken for the answer to the next question. */
    @ParameterizedTest
    @EnumSource(names = {"TALKATIVE", "CLOSE_BEHIND_ANSWER"})
    void neverAsksTwiceOverAConnectionThatIsNotKeptByTheLetter(Behaviour behaviour) {
        server.become(behaviour);
        begin(target(20_000, 20_000, 3_600_000));
        runUntil(() -> told.size() >= 5);
        assertThat(told).allMatch(each -> each.outcome() instanceof Passed);
        assertThat(server.requests()).isEqualTo(server.connections());
    }

    /** Its answers to the server would pile up; no thread waits for that, and no processor is kept busy. */
    @Test
    void aStormOfNewKeysEndsTheConnectionAndBlocksNothing() {
        begin(target(1_000, 5_000, 3_600_000));
        runUntil(() -> told.size() >= 2);
        server.become(Behaviour.KEY_UPDATE_STORM);
        told.clear();
        runUntil(() -> told.stream()
                        .filter(each -> each.outcome() instanceof Failed failed
                                && failed.detail().equals("the server keeps TLS busy and says nothing"))
                        .count()
                >= 3);
        server.become(Behaviour.OK);
        told.clear();
        runUntil(() ->
                told.stream().filter(each -> each.outcome() instanceof Passed).count() >= 2);
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingOpenWhenItCloses(Behaviour behaviour) {
        long before = openDescriptors();
        server.become(behaviour);
        begin(target(100, 60_000, 100));
        for (int turn = 0; turn < 40; turn++) {
            turn();
        }
        prober.close();
        runUntil(() -> server.openConnections() == 0);
        told.clear();
        runUntil(() -> openDescriptors() <= before + 1);
        assertThat(told).isEmpty();
    }

    private void begin(Target target) {
        prober = probe.prober(target, reactor, new Telling(), ticker.nanos());
    }

    private final class Telling implements TargetProber.Sink {
        @Override
        public void post(Asked asked, Outcome outcome) {
            told.add(new Told(asked, outcome));
        }

        @Override
        public void waits() {
            waits++;
        }

        @Override
        public void heard(LastAnswer answer) {
            heard.add(answer);
        }
    }

    private void runUntil(BooleanSupplier condition) {
        long end = ticker.nanos() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(ticker.nanos()).as("told so far: %s", told).isLessThan(end);
            turn();
        }
    }

    private void turn() {
        long now = ticker.nanos();
        long next = Math.min(Duration.ofMillis(20).toNanos(), reactor.run(now));
        if (prober.dueIn(now) == 0) {
            prober.run();
        }
        reactor.await(Math.min(next, prober.dueIn(ticker.nanos())));
    }

    private static boolean isFinal(Outcome outcome) {
        return !(outcome instanceof Overdue);
    }

    private Target target(int timeout, int patience, int fresh) {
        return target(timeout, patience, fresh, 50);
    }

    private Target target(int timeout, int patience, int fresh, int interval) {
        return new Target(
                "local",
                TargetRole.LOCAL,
                URI.create(server.url("/readyz")),
                new TlsSettings("kubernetes", pki.resolve("ca.crt"), false, client, token),
                new ExpectedResponse(new TreeSet<>(Set.of(200)), Optional.of("ok")),
                new ProbeSchedule(
                        Duration.ofMillis(interval),
                        Duration.ofMillis(timeout),
                        2,
                        3,
                        Duration.ofMillis(patience),
                        Duration.ofMillis(Math.max(interval, 500)),
                        Duration.ofMillis(fresh)),
                Optional.of("/livez/ping"));
    }

    private static long openDescriptors() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
