package io.vipagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The codes are a promise to whoever reads keepalived's log: this table changes only with a new major version. */
class ReasonTest {
    @Test
    void keepsItsExitCodes() {
        Map<String, Integer> codes =
                Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::name, Reason::exitCode));
        assertThat(codes)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("CONNECT_REFUSED", 10),
                        Map.entry("CONNECT_TIMEOUT", 11),
                        Map.entry("TLS_FAILED", 12),
                        Map.entry("TLS_UNTRUSTED", 13),
                        Map.entry("CERT_EXPIRED", 14),
                        Map.entry("RESPONSE_TIMEOUT", 15),
                        Map.entry("SERVER_ERROR", 16),
                        Map.entry("UNAUTHORIZED", 17),
                        Map.entry("UNEXPECTED_RESPONSE", 18),
                        Map.entry("NETWORK", 19),
                        Map.entry("AGENT_UNREACHABLE", 20),
                        Map.entry("STALE", 21),
                        Map.entry("MAINTENANCE", 22),
                        Map.entry("STARTING", 23),
                        Map.entry("AGENT_ERROR", 24),
                        Map.entry("SLOW", 25)));
    }

    /** Where two had the same, keepalived would not log the change from one to the other. */
    @Test
    void hasNoCodeTwice() {
        assertThat(Reason.values()).extracting(Reason::exitCode).doesNotHaveDuplicates();
    }
}
