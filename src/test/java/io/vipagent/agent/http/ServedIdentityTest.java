package io.vipagent.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipagent.agent.tls.ClientIdentity;
import io.vipagent.fake.Identity;
import io.vipagent.fake.TestCa;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ServedIdentityTest {
    private static final TestCa CA = TestCa.ec("kubernetes");

    private final AtomicReference<Optional<ClientIdentity>> inForce = new AtomicReference<>(Optional.empty());
    private final ServedIdentity served = new ServedIdentity(inForce::get);

    @Test
    void withoutFilesThereIsNothingToShow() {
        assertThat(served.chooseEngineServerAlias("EC", null, null)).isNull();
    }

    @Test
    void aHandshakeThatHasBegunEndsWithTheSameIdentity() {
        ClientIdentity old = identity();
        inForce.set(Optional.of(old));
        String alias = served.chooseEngineServerAlias("EC", null, null);
        ClientIdentity fresh = identity();
        inForce.set(Optional.of(fresh));
        String next = served.chooseEngineServerAlias("EC", null, null);

        assertThat(next).isNotEqualTo(alias);
        assertThat(served.getPrivateKey(alias)).isEqualTo(old.key());
        assertThat(served.getCertificateChain(alias)).containsExactlyElementsOf(old.chain());
        assertThat(served.getPrivateKey(next)).isEqualTo(fresh.key());
        assertThat(served.chooseEngineServerAlias("EC", null, null)).isEqualTo(next);
    }

    @Test
    void aKeyIsOfferedForItsOwnKindAlone() {
        inForce.set(Optional.of(identity()));
        assertThat(served.chooseEngineServerAlias("RSA", null, null)).isNull();
        assertThat(served.getPrivateKey("unknown")).isNull();
        assertThat(served.getCertificateChain("unknown")).isNull();
    }

    private static ClientIdentity identity() {
        Identity issued = CA.good();
        return new ClientIdentity(issued.key(), issued.chain());
    }
}
