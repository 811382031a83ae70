package io.vipagent.agent.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.core.health.Reason;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.vip.Peer;
import io.vipagent.core.vip.PeerContact.Reached;
import io.vipagent.core.vip.PeerContact.Unreached;
import io.vipagent.core.vip.Peers;
import io.vipagent.fake.Behaviour;
import io.vipagent.fake.FakeApiServer;
import io.vipagent.fake.Noise;
import io.vipagent.fake.TestCa;
import io.vipagent.platform.time.SystemTicker;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection to a peer lasts from one question to the next, for five minutes, while nothing speaks against it. */
class KeptPeerConnectionTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final TestCa ca = TestCa.ec("kubernetes");
    private final FakeApiServer server = FakeApiServer.start(ca);
    private final AtomicLong later = new AtomicLong();
    private final HttpPeerClient client = HttpPeerClient.keepingAlive(new Later(), _ -> {});

    @TempDir
    private Path pki;

    /** The clock of the system, and some time. */
    private final class Later implements Ticker {
        private final Ticker system = new SystemTicker();

        @Override
        public long nanos() {
            return system.nanos() + later.get();
        }

        @Override
        public Instant wall() {
            return system.wall();
        }

        @Override
        public void sleepUntil(long nanos) throws InterruptedException {
            system.sleepUntil(nanos - later.get());
        }
    }

    @BeforeEach
    void prepare() {
        ca.writeAllTo(pki);
        server.page(Peers.json("cp2", true, ""));
    }

    @AfterEach
    void end() {
        client.close();
        server.awaitOpenConnections(0, TIMEOUT);
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void carriesManyQuestions(boolean tls) {
        if (!tls) {
            server.plain();
        }
        for (int i = 0; i < 10; i++) {
            reach(tls);
        }
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.handshakes()).isEqualTo(tls ? 1 : 0);
        assertThat(server.lastRequest()).doesNotContain("Connection:");
    }

    /** The agent's own port sends a ticket behind the first answer. */
    @Test
    void staysWhereTlsSaysSomethingOfItsOwn() {
        server.become(Behaviour.KEY_UPDATES);
        for (int i = 0; i < 20; i++) {
            reach(true);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void isReplacedWhereThePeerHasClosedIt() {
        reach(true);
        server.endConnectionsOnceIdle(TIMEOUT);
        reach(true);
        server.become(Behaviour.CLOSE_BEHIND_ANSWER);
        for (int i = 0; i < 3; i++) {
            reach(true);
        }
        assertThat(server.connections()).isEqualTo(5);
    }

    @Test
    void isReplacedWhereTheAuthoritiesWereRotated() throws IOException {
        reach(true);
        Path others = filesOfAnotherCa();
        Files.writeString(pki.resolve("ca.crt"), Files.readString(others.resolve("ca.crt")), StandardOpenOption.APPEND);
        reach(true);
        reach(true);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void isReplacedWhereTheCertificateWasRotated() throws IOException {
        reach(true);
        Path others = filesOfAnotherCa();
        for (String file : List.of("client.key", "client.crt")) {
            Files.move(others.resolve(file), pki.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            // The two are no pair for a moment, and the old ones stay in force.
            reach(true);
        }
        reach(true);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void endsAfterFiveMinutesWithAnAnswer() {
        reach(true);
        later.addAndGet(Duration.ofSeconds(290).toNanos());
        reach(true);
        assertThat(server.lastRequest()).doesNotContain("Connection: close");
        later.addAndGet(Duration.ofSeconds(11).toNanos());
        reach(true);
        assertThat(server.lastRequest()).contains("Connection: close");
        assertThat(server.connections()).isEqualTo(1);
        server.awaitOpenConnections(0, TIMEOUT);
        reach(true);
        assertThat(server.connections()).isEqualTo(2);
    }

    /** Who says something that nobody asked for would have the next question answered by it. */
    @Test
    void isReplacedWhereThePeerIsTalkative() {
        server.become(Behaviour.TALKATIVE);
        for (int i = 0; i < 3; i++) {
            reach(true);
        }
        assertThat(server.connections()).isEqualTo(3);
    }

    /** A peer that answers without having read would let a write block once the kernel's buffer is full. */
    @Test
    void endsBeforeAWriteCouldBlock() throws IOException {
        Path token = Files.writeString(pki.resolve("token"), "t".repeat(4000));
        Peer peer = peer(Optional.of(token));
        for (int i = 0; i < 12; i++) {
            assertThat(client.ask(peer, TIMEOUT)).isInstanceOf(Reached.class);
        }
        assertThat(server.connections()).isBetween(2L, 4L);
    }

    @Test
    void isGivenUpWhereThePeerIsSilent() {
        reach(true);
        // From now on it answers nobody, also not over the connection that is kept.
        server.noise(new Noise(0, Duration.ZERO, 100));
        assertThat(client.ask(peer(Optional.empty()), Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        Unreached.class,
                        unreached -> assertThat(unreached.reason()).isEqualTo(Reason.RESPONSE_TIMEOUT));
        assertThat(server.requests()).isEqualTo(2);
        server.awaitOpenConnections(0, TIMEOUT);
        server.noise(Noise.NONE);
        reach(true);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void isClosedWithTheClient() {
        reach(true);
        client.close();
        server.awaitOpenConnections(0, TIMEOUT);
        reach(true);
        server.awaitOpenConnections(0, TIMEOUT);
    }

    private Path filesOfAnotherCa() throws IOException {
        Path others = Files.createDirectory(pki.resolve("others"));
        TestCa.ec("another").writeAllTo(others);
        return others;
    }

    private void reach(boolean tls) {
        assertThat(client.ask(
                        tls ? peer(Optional.empty()) : new Peer(URI.create(server.url("")), Optional.empty()), TIMEOUT))
                .isInstanceOf(Reached.class);
    }

    private Peer peer(Optional<Path> token) {
        TlsSettings tlsSettings = new TlsSettings(
                "kubernetes",
                pki.resolve("ca.crt"),
                false,
                Optional.of(new TlsSettings.ClientFiles(pki.resolve("client.crt"), pki.resolve("client.key"))),
                token);
        return new Peer(URI.create(server.url("")), Optional.of(tlsSettings));
    }
}
