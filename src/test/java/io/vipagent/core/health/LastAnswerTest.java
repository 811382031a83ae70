package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was answered last, and the handshake before it. */
class LastAnswerTest {
    private static final TlsSession SESSION = new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256");

    @Test
    void keepsTheSessionOfTheNewestHandshakeThatEndedWell() {
        LastAnswer well = new LastAnswer(200, Optional.of(SESSION));
        assertThat(new LastAnswer(0, Optional.empty()).after(well)).isEqualTo(new LastAnswer(0, Optional.of(SESSION)));
        LastAnswer other = new LastAnswer(500, Optional.of(new TlsSession("TLSv1.2", "TLS_RSA")));
        assertThat(other.after(well)).isEqualTo(other);
        assertThat(LastAnswer.NONE.after(LastAnswer.NONE)).isEqualTo(LastAnswer.NONE);
    }
}
