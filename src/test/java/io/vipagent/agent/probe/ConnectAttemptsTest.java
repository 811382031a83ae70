package io.vipagent.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectAttemptsTest {
    private static final long SECOND = 1_000_000_000;

    private final InetAddress first = address(1);
    private final InetAddress second = address(2);
    private final InetAddress third = address(3);
    private final ConnectAttempts attempts = new ConnectAttempts(0, Duration.ofSeconds(3));

    @Test
    void addressesShareTheTimeThatIsLeft() throws IOException {
        begin(first, second, third);
        assertThat(attempts.next(0)).isEqualTo(first);
        assertThat(attempts.dueIn(0)).isEqualTo(SECOND);
        assertThat(attempts.isOver(SECOND - 1)).isFalse();
        assertThat(attempts.isOver(SECOND)).isTrue();
        attempts.failed(new ConnectException("timed out"));
        assertThat(attempts.next(SECOND)).isEqualTo(second);
        assertThat(attempts.dueIn(SECOND)).isEqualTo(SECOND);
        assertThat(attempts.dueIn(3 * SECOND)).isZero();
    }

    @Test
    void theLastAddressIsTriedWithoutAnEnd() {
        begin(first);
        attempts.next(0);
        assertThat(attempts.dueIn(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(attempts.isOver(60 * SECOND)).isFalse();
    }

    @Test
    void noTimeIsLeftWhereTheNameTookAllOfIt() {
        begin(first, second);
        attempts.next(5 * SECOND);
        assertThat(attempts.isOver(5 * SECOND)).isTrue();
    }

    @Test
    void whatTheFirstAddressSaidIsSaidOfAll() throws IOException {
        begin(first, second);
        IOException best = new SocketException("No route to host");
        attempts.next(0);
        attempts.failed(best);
        attempts.next(0);
        assertThatThrownBy(() -> attempts.failed(refused())).isSameAs(best);
    }

    @Test
    void isRefusedWhereEveryAddressIs() throws IOException {
        assertThat(attempts.areRefused()).as("none was tried").isFalse();
        begin(first, second);
        attempts.next(0);
        attempts.failed(refused());
        assertThat(attempts.areRefused()).isTrue();
        attempts.next(0);
        assertThatThrownBy(() -> attempts.failed(new ConnectException("timed out")))
                .isInstanceOf(ConnectException.class);
        assertThat(attempts.areRefused()).isFalse();
    }

    /** What breaks later breaks a connection that was made. */
    @Test
    void refusalsAreForgottenOnceOneConnects() throws IOException {
        begin(first, second);
        attempts.next(0);
        attempts.failed(refused());
        attempts.next(0);
        attempts.connected();
        assertThat(attempts.areRefused()).isFalse();
    }

    private void begin(InetAddress... addresses) {
        attempts.begin(addresses);
    }

    private static ConnectException refused() {
        return new ConnectException("Connection refused");
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
