package io.vipagent.agent.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.config.AgentCheckSettings;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.Outcomes;
import io.vipagent.core.health.ProbeHistory;
import io.vipagent.core.health.Reason;
import io.vipagent.core.health.Tallies;
import io.vipagent.core.health.TargetSnapshot;
import io.vipagent.core.health.Verdict;
import io.vipagent.core.health.Verdict.Up;
import io.vipagent.core.protocol.AgentReply;
import io.vipagent.core.protocol.AgentReply.Reports;
import io.vipagent.core.protocol.AllowList;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.Targets;
import io.vipagent.core.text.Cidr;
import io.vipagent.platform.time.HandTicker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What haproxy hears of an agent that does not know: nothing where it has a verdict already, else down. */
@Timeout(30)
class AgentCheckServerTest {
    /** The one that ends late clients. */
    private static final int IDLE = 1;

    /** The same, and the one that waits for the first verdict. */
    private static final int WAITING = 2;

    private static final Duration WAIT = Duration.ofMillis(1500);
    private static final Duration STARTING_POLL_INTERVAL = Duration.ofMillis(20);
    private static final Duration MILLI = Duration.ofMillis(1);

    private static final Decision STARTING = new Denied(Reason.STARTING, "local: not probed yet");
    private static final Decision STALE = new Denied(Reason.STALE, "local: not probed for 3 s");
    /** A line that names no target. */
    private static final String NODE = "\n";

    private static final String HELD = "local wait 2s\n";

    /** Lines are there at once: this is never waited for, be the machine as busy as it may. */
    private static final Duration LINE_WAIT = Duration.ofSeconds(1);

    /** Who gets no answer fails, and does not hang. */
    private static final int ANSWER_TIMEOUT_MILLIS = 10_000;

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("127.0.0.2");

    private final HandTicker ticker = new HandTicker();
    private final AtomicReference<Decision> decision = new AtomicReference<>(STARTING);
    private final AtomicReference<List<TargetSnapshot>> targets = new AtomicReference<>(List.of());
    private AgentCheckServer server;

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void theFirstVerdictIsWaitedFor() throws Exception {
        open(Reports.VERDICT);
        try (Socket client = ask(HERE, NODE)) {
            ticker.awaitSleepers(WAITING);
            decision.set(new Granted());
            ticker.advance(Duration.ofMillis(20));
            assertThat(answer(client)).isEqualTo("up ready 100%\n");
        }
    }

    /** All may be slow: to say down would have haproxy cut every session, each time an agent is restarted. */
    @Test
    void whatIsStillUnknownAfterAWhileChangesNothingUntilThePatienceHasEnded() throws Exception {
        open(Reports.VERDICT);
        Target local = Targets.at("https://127.0.0.1:6443/readyz");
        targets.set(List.of(TargetSnapshot.unknown(local, ticker.nanos(), Instant.EPOCH)));
        Duration patience = local.schedule().patience().plusSeconds(1);
        Duration spent = Duration.ZERO;
        while (spent.plus(WAIT).compareTo(patience) < 0) {
            assertThat(answeredAfterTheWait(HERE, NODE)).startsWith("# STA");
            spent = spent.plus(WAIT);
        }
        ticker.advance(patience.minus(spent));
        assertThat(answeredAfterTheWait(HERE, NODE)).startsWith("down # STA");
    }

    @Test
    void whatNobodyIsLookingForIsDownAfterAWhile() throws Exception {
        open(Reports.VERDICT);
        try (Socket client = ask(HERE, NODE)) {
            ticker.awaitSleepers(WAITING);
            ticker.advance(WAIT.minus(MILLI));
            // Who waits sleeps again, until the end and not beyond: nothing was answered.
            ticker.awaitSleepers(WAITING);
            assertThat(ticker.nextWake() - ticker.nanos()).isEqualTo(MILLI.toNanos());
            ticker.advance(MILLI);
            assertThat(answer(client)).isEqualTo("down # STARTING local: not probed yet\n");
        }
    }

    /** haproxy waits from its connection on: what it took to send its line is not there to wait in. */
    @Test
    void theWaitCountsFromTheConnectionAndNotFromTheLine() throws Exception {
        open(Reports.VERDICT);
        targets.set(List.of(TargetSnapshot.unknown(Targets.at("https://127.0.0.1:6443/readyz"), 0, Instant.EPOCH)));
        try (Socket client = ask(HERE, "lo")) {
            ticker.awaitSleepers(IDLE);
            ticker.advance(Duration.ofMillis(800));
            client.getOutputStream().write("cal\n".getBytes(StandardCharsets.US_ASCII));
            ticker.awaitSleepers(WAITING);
            ticker.advance(WAIT.minusMillis(800));
            assertThat(answer(client)).isEqualTo("# STARTING local: not probed yet\n");
        }
    }

    @Test
    void aVerdictIsNotTakenBackWhereNobodyHasLookedSince() throws Exception {
        open(Reports.VERDICT);
        decision.set(new Granted());
        assertThat(answered(HERE, NODE)).isEqualTo("up ready 100%\n");
        for (Reason reason : List.of(Reason.STALE, Reason.STARTING, Reason.AGENT_ERROR)) {
            decision.set(new Denied(reason, "local: not probed for 3 s"));
            assertThat(answered(HERE, NODE)).isEqualTo("# " + reason + " local: not probed for 3 s\n");
        }
        assertThat(server.release()).as("haproxy has it up").isFalse();
        decision.set(new Denied(Reason.CONNECT_REFUSED, "local: nobody listens there"));
        assertThat(answered(HERE, NODE)).startsWith("up ready");
    }

    /** A comment changes nothing in haproxy: one that has just started would keep a server up that nobody vouches for. */
    @Test
    void anotherHaproxyHasHeardNoVerdict() throws Exception {
        open(Reports.VERDICT);
        decision.set(new Granted());
        assertThat(answered(HERE, NODE)).isEqualTo("up ready 100%\n");
        decision.set(STALE);
        assertThat(answered(HERE, NODE)).startsWith("# STALE");
        assertThat(answeredAfterTheWait(ELSEWHERE, NODE)).startsWith("down # STALE");
        assertThat(answered(HERE, NODE)).startsWith("# STALE");
        assertThat(server.release()).as("the other one has it down").isTrue();
        assertThat(answered(HERE, NODE)).startsWith("up ready");
        assertThat(server.release()).as("the other one still has it down").isTrue();
        assertThat(answered(ELSEWHERE, NODE)).startsWith("up ready");
        assertThat(server.release()).isFalse();
    }

    @Test
    void aVerdictOfTheNodeIsNoneOfATarget() throws Exception {
        open(Reports.VERDICT);
        targets.set(List.of(up(Targets.at("https://127.0.0.1:6443/readyz"))));
        assertThat(answered(HERE, NODE)).isEqualTo("up ready 100%\n");
        ticker.advance(Duration.ofMinutes(1));
        assertThat(answered(HERE, NODE)).startsWith("# STALE");
        assertThat(answeredAfterTheWait(HERE, "local\n")).startsWith("down # STALE");
    }

    @Test
    void anUpThatMaintenanceAloneCallsForIsNoVerdict() throws Exception {
        open(Reports.MAINTENANCE);
        for (Decision unsaid : List.of(STARTING, new Denied(Reason.CONNECT_REFUSED, "local: nobody listens there"))) {
            decision.set(unsaid);
            assertThat(answered(HERE, NODE)).isEqualTo("up ready 100%\n");
        }
        server.behave(options(Reports.VERDICT));
        decision.set(STALE);
        assertThat(answeredAfterTheWait(HERE, NODE)).startsWith("down # STALE");
    }

    /** The board starts such a target from nothing too; another schedule makes no verdict untrue. */
    @Test
    void aReloadThatChangesTheTargetForgetsWhatWasTold() throws Exception {
        open(Reports.VERDICT);
        for (String asked : List.of(NODE, "local\n")) {
            targets.set(List.of(up(Targets.at("https://127.0.0.1:6443/readyz"))));
            assertThat(answered(HERE, asked)).isEqualTo("up ready 100%\n");
            targets.set(List.of(up(Targets.at("https://127.0.0.1:6443/readyz")), up(backend())));
            ticker.advance(Duration.ofMinutes(1));
            assertThat(answered(HERE, asked)).startsWith("# STALE");
            Target moved = Targets.at("https://127.0.0.1:7443/readyz");
            targets.set(List.of(TargetSnapshot.unknown(moved, ticker.nanos(), ticker.wall())));
            assertThat(answeredAfterTheWait(HERE, asked)).startsWith("# STARTING");
            ticker.advance(moved.schedule().patience());
            assertThat(answeredAfterTheWait(HERE, asked)).startsWith("down # STA");
        }
    }

    /** Whoever waits for news of what it asked for before asks again, and then the first verdict is waited for. */
    @Test
    void aReloadThatChangesTheTargetTellsNobodyWhoIsHeldThatItIsDown() throws Exception {
        open(Reports.VERDICT);
        targets.set(List.of(up(Targets.at("https://127.0.0.1:6443/readyz"))));
        assertThat(answered(HERE, HELD)).isEqualTo("up ready 100%\n");
        Target moved = Targets.at("https://127.0.0.1:7443/readyz");
        try (Socket client = ask(HERE, HELD)) {
            await().untilAsserted(() -> assertThat(server.waiting()).isEqualTo(1));
            targets.set(List.of(TargetSnapshot.unknown(moved, ticker.nanos(), ticker.wall())));
            server.hear(view());
            assertThat(answer(client)).as("haproxy keeps what it was told").isEmpty();
        }
        try (Socket client = ask(HERE, HELD)) {
            ticker.awaitSleepers(WAITING);
            targets.set(List.of(up(moved)));
            ticker.advance(Duration.ofMillis(20));
            assertThat(answer(client)).isEqualTo("up ready 100%\n");
        }
    }

    @Test
    void aDownThatIsKnownIsSaidAtOnce() throws Exception {
        open(Reports.VERDICT);
        decision.set(new Denied(Reason.CONNECT_REFUSED, "local: nobody listens there"));
        assertThat(answered(HERE, NODE)).startsWith("down # CONNECT_REFUSED");
    }

    @Test
    void whereOnlyMaintenanceIsReportedNothingIsWaitedFor() throws Exception {
        open(Reports.MAINTENANCE);
        assertThat(answered(HERE, NODE)).startsWith("up ready");
    }

    /** A crowd that asks for what nobody knows would hold everybody up for as long as each may wait. */
    @Test
    void whoWaitsForAFirstVerdictMakesRoomForAnother() throws Exception {
        server = AgentCheckServer.open(options(Reports.VERDICT), ticker, this::view, reply -> {}, 1);
        try (Socket waits = ask(HERE, NODE)) {
            ticker.awaitSleepers(WAITING);
            assertThat(answered(HERE, "")).as("the only place is taken").isEmpty();
            assertThat(answer(waits)).as("nothing is known of it").isEmpty();
            ticker.advance(STARTING_POLL_INTERVAL);
            await().ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(answered(HERE, "unheard-of\n")).startsWith("down # AGENT_ERROR"));
        }
    }

    private void open(Reports reports) throws Exception {
        server = AgentCheckServer.open(options(reports), ticker, this::view, reply -> {});
    }

    private HealthSnapshot view() {
        return new HealthSnapshot(ticker.nanos(), targets.get(), Optional.empty(), decision.get());
    }

    private static AgentCheckSettings options(Reports reports) {
        return new AgentCheckSettings(
                Optional.of(new InetSocketAddress(HERE, 0)),
                new AllowList(List.of(Cidr.parse("127.0.0.0/8"))),
                reports,
                AgentReply.DRAIN,
                LINE_WAIT,
                Duration.ZERO);
    }

    private TargetSnapshot up(Target target) {
        Verdict verdict = new Up(Tallies.passes(2));
        return new TargetSnapshot(
                target,
                verdict,
                Optional.of(Outcomes.passed()),
                Optional.empty(),
                ticker.nanos(),
                ticker.wall(),
                ticker.nanos(),
                ProbeHistory.NONE);
    }

    private static Target backend() {
        return Targets.of("cp2", TargetRole.BACKEND);
    }

    /** What comes at once: time stands still. */
    private String answered(InetAddress client, String line) throws Exception {
        try (Socket asked = ask(client, line)) {
            return answer(asked);
        }
    }

    private String answeredAfterTheWait(InetAddress client, String line) throws Exception {
        try (Socket asked = ask(client, line)) {
            ticker.awaitSleepers(WAITING);
            ticker.advance(WAIT);
            return answer(asked);
        }
    }

    private Socket ask(InetAddress client, String line) throws Exception {
        Socket asked = new Socket(HERE, server.port(), client, 0);
        asked.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
        asked.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        return asked;
    }

    private static String answer(Socket client) throws Exception {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
