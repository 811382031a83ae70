package io.vipagent.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipagent.fake.TestCa;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyExchangeTest {
    private static final int MANY_STEPS = 50;

    private final TestCa ca = TestCa.ec("kubernetes");

    @ParameterizedTest
    @ValueSource(strings = {"x25519", "secp256r1", "secp384r1", "secp521r1"})
    void curvesAreTaken(String group) throws SSLException {
        SSLEngine client = client(group);
        shakeHands(client, server());
        assertThat(client.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffdhe2048", "ffdhe8192"})
    void whatIsDearIsRefused(String group) {
        assertThatThrownBy(() -> shakeHands(client(group), server())).isInstanceOf(SSLException.class);
    }

    @Test
    void soAreItsCipherSuitesOfOldTls() {
        assertThat(server().getEnabledCipherSuites())
                .contains("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                .noneMatch(suite -> suite.startsWith("TLS_DHE_"));
    }

    @Test
    void whatElseWasAskedForStays() {
        SSLEngine server = ca.context(ca.good()).createSSLEngine();
        server.setUseClientMode(false);
        server.setWantClientAuth(true);
        KeyExchange.limit(server);
        assertThat(server.getWantClientAuth()).isTrue();
    }

    private SSLEngine server() {
        SSLEngine server = ca.context(ca.good()).createSSLEngine();
        server.setUseClientMode(false);
        KeyExchange.limit(server);
        return server;
    }

    private SSLEngine client(String group) {
        SSLEngine client = ca.context().createSSLEngine("kubernetes", 1);
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setNamedGroups(new String[] {group});
        client.setSSLParameters(parameters);
        return client;
    }

    private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < MANY_STEPS; i++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(1 << 16));
                in.compact();
            }
            case FINISHED, NOT_HANDSHAKING -> {}
        }
    }
}
