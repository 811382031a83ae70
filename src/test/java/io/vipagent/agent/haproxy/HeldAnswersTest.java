package io.vipagent.agent.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipagent.config.AgentCheckSettings;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Denied;
import io.vipagent.core.health.Decision.Granted;
import io.vipagent.core.health.HealthSnapshot;
import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.AgentReply;
import io.vipagent.core.protocol.AgentReply.Reports;
import io.vipagent.core.protocol.AllowList;
import io.vipagent.core.text.Cidr;
import io.vipagent.platform.time.HandTicker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * haproxy allows that an answer is held back: it waits only where it would hear again that all is well. Time stands
 * still, so that a wait that nothing ends has no end.
 */
@Timeout(30)
class HeldAnswersTest {
    private static final Decision REFUSED = new Denied(Reason.CONNECT_REFUSED, "local: nobody listens there");
    private static final String WELL = "up ready 100%\n";
    private static final String WAITING = "wait 2s\n";

    /** Who gets no answer fails, and does not hang. */
    private static final int ANSWER_TIMEOUT_MILLIS = 10_000;

    private final HandTicker ticker = new HandTicker();
    private final AtomicReference<Decision> decision = new AtomicReference<>(new Granted());
    private final InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    private AgentCheckServer server;

    @BeforeEach
    void open() throws Exception {
        server = AgentCheckServer.open(options(Reports.VERDICT), ticker, this::view, reply -> {});
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void whoHasHeardThatAllIsWellHearsTheNewsAtOnce() throws Exception {
        assertThat(answered(WAITING)).as("nothing was said before").isEqualTo(WELL);
        try (Socket client = held()) {
            tell(new Granted());
            assertThat(server.waiting()).as("no news").isEqualTo(1);
            tell(REFUSED);
            assertThat(answer(client)).startsWith("down # CONNECT_REFUSED");
        }
        assertThat(answered(WAITING)).as("bad news is repeated at once").startsWith("down");
        decision.set(new Granted());
        assertThat(answered(WAITING)).as("good news is told at once").isEqualTo(WELL);
        assertThat(server.waiting()).isZero();
    }

    /** Two servers of one haproxy, or two haproxys behind one address, that ask for the same. */
    @Test
    void goodNewsIsToldToAllWhoWereToldBadNews() throws Exception {
        decision.set(REFUSED);
        assertThat(answered(WAITING)).startsWith("down");
        assertThat(answered(WAITING)).as("the other one").startsWith("down");
        decision.set(new Granted());
        assertThat(answered(WAITING)).isEqualTo(WELL);
        assertThat(answered(WAITING)).as("the other one").isEqualTo(WELL);
        ticker.advance(LastReplies.HOLD_DELAY);
        try (Socket client = held()) {
            tell(REFUSED);
            assertThat(answer(client)).startsWith("down");
        }
    }

    @Test
    void whatIsNoNewsIsSaidWhenTheTimeIsOver() throws Exception {
        assertThat(answered(WAITING)).isEqualTo(WELL);
        try (Socket client = held("wait 1ms\n")) {
            ticker.advance(Duration.ofMillis(1));
            assertThat(answer(client)).isEqualTo(WELL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "wait 0s\n"})
    void whoAllowsNothingWaitsForNothing(String line) throws Exception {
        assertThat(answered(line)).isEqualTo(WELL);
        assertThat(answered(line)).isEqualTo(WELL);
    }

    /** haproxy keeps its word too where nobody has looked: it must hear that, and then what comes of it. */
    @Test
    void thatNobodyHasLookedIsNews() throws Exception {
        assertThat(answered(WAITING)).isEqualTo(WELL);
        try (Socket client = held()) {
            tell(new Denied(Reason.STALE, "local: not probed for 3 s"));
            assertThat(answer(client)).isEqualTo("# STALE local: not probed for 3 s\n");
        }
    }

    @Test
    void aDrainIsNews() throws Exception {
        assertThat(answered(WAITING)).isEqualTo(WELL);
        try (Socket client = held()) {
            tell(new Denied(Reason.MAINTENANCE, "kernel update"));
            assertThat(answer(client)).isEqualTo("drain\n");
        }
    }

    @Test
    void anAgentThatLeavesKeepsNobodyWaiting() throws Exception {
        assertThat(answered(WAITING)).isEqualTo(WELL);
        try (Socket client = held()) {
            assertThat(server.release()).isFalse();
            assertThat(answer(client)).isEqualTo(WELL);
        }
    }

    @Test
    void otherSettingsAreInForceAtOnce() throws Exception {
        assertThat(answered(WAITING)).isEqualTo(WELL);
        try (Socket client = held()) {
            server.behave(options(Reports.MAINTENANCE));
            assertThat(answer(client)).isEqualTo(WELL);
        }
    }

    @Test
    void whoSaysMoreOrGoesIsNotHeld() throws Exception {
        assertThat(answered(WAITING)).isEqualTo(WELL);
        try (Socket client = held()) {
            client.getOutputStream().write('x');
            assertThat(answer(client)).isEqualTo(WELL);
        }
        held().close();
        await().untilAsserted(() -> assertThat(server.waiting()).isZero());
    }

    private AgentCheckSettings options(Reports reports) {
        return new AgentCheckSettings(
                Optional.of(new InetSocketAddress(here, 0)),
                new AllowList(List.of(Cidr.parse("127.0.0.0/8"))),
                reports,
                AgentReply.DRAIN,
                Duration.ofSeconds(1),
                Duration.ZERO);
    }

    private HealthSnapshot view() {
        return new HealthSnapshot(ticker.nanos(), List.of(), Optional.empty(), decision.get());
    }

    private void tell(Decision next) {
        decision.set(next);
        server.hear(view());
    }

    private Socket held() throws Exception {
        return held(WAITING);
    }

    private Socket held(String line) throws Exception {
        Socket client = ask(line);
        await().untilAsserted(() -> assertThat(server.waiting()).isEqualTo(1));
        return client;
    }

    private String answered(String line) throws Exception {
        try (Socket client = ask(line)) {
            return answer(client);
        }
    }

    private Socket ask(String line) throws Exception {
        Socket client = new Socket(here, server.port());
        client.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
        client.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static String answer(Socket client) throws Exception {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
