package io.vipagent.agent.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.config.AgentCheckOptions;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What haproxy hears of an agent that has just started: nothing, until it has looked. */
@Timeout(30)
class AgentCheckServerTest {
    /** The one that ends late clients, and the one that waits for the first verdict. */
    private static final int SLEEPERS = 2;

    private static final Decision STARTING = new Denied(Reason.STARTING, "local: not probed yet");

    private final HandTicker ticker = new HandTicker();
    private final AtomicReference<Decision> decision = new AtomicReference<>(STARTING);
    private AgentCheckServer server;

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void theFirstVerdictIsWaitedFor() throws Exception {
        try (Socket client = ask(Reports.VERDICT)) {
            ticker.awaitSleepers(SLEEPERS);
            decision.set(new Granted());
            ticker.advance(Duration.ofMillis(20));
            assertThat(answer(client)).isEqualTo("up ready 100%\n");
        }
    }

    @Test
    void whatIsStillUnknownAfterAWhileIsDown() throws Exception {
        try (Socket client = ask(Reports.VERDICT)) {
            ticker.awaitSleepers(SLEEPERS);
            ticker.advance(Duration.ofMillis(1500));
            assertThat(answer(client)).startsWith("down # STARTING local: not probed yet");
        }
    }

    @Test
    void aVerdictIsNotTakenBackWhereNobodyHasLookedSince() throws Exception {
        decision.set(new Granted());
        try (Socket client = ask(Reports.VERDICT)) {
            assertThat(answer(client)).isEqualTo("up ready 100%\n");
        }
        for (Reason reason : List.of(Reason.STALE, Reason.STARTING)) {
            decision.set(new Denied(reason, "local: not probed for 3 s"));
            try (Socket client = again()) {
                assertThat(answer(client)).isEqualTo("# " + reason + " local: not probed for 3 s\n");
            }
        }
        assertThat(server.release()).as("haproxy has it up").isFalse();
        decision.set(new Denied(Reason.CONNECT_REFUSED, "local: nobody listens there"));
        try (Socket client = again()) {
            assertThat(answer(client)).startsWith("up ready");
        }
    }

    @Test
    void aDownThatIsKnownIsSaidAtOnce() throws Exception {
        decision.set(new Denied(Reason.CONNECT_REFUSED, "local: nobody listens there"));
        try (Socket client = ask(Reports.VERDICT)) {
            assertThat(answer(client)).startsWith("down # CONNECT_REFUSED");
        }
    }

    @Test
    void whereOnlyMaintenanceIsReportedNothingIsWaitedFor() throws Exception {
        try (Socket client = ask(Reports.MAINTENANCE)) {
            assertThat(answer(client)).startsWith("up ready");
        }
    }

    private Socket ask(Reports reports) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        AgentCheckOptions options = new AgentCheckOptions(
                new InetSocketAddress(loopback, 0),
                new AllowList(List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1/128"))),
                reports,
                AgentReply.DRAIN,
                Duration.ofMillis(1));
        server = AgentCheckServer.open(
                options,
                ticker,
                () -> new HealthSnapshot(ticker.nanos(), List.of(), Optional.empty(), decision.get()),
                reply -> {});
        return again();
    }

    private Socket again() throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static String answer(Socket client) throws Exception {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
