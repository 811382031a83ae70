package io.vipagent.core.health;

import io.vipagent.core.health.Outcome.Failed;
import io.vipagent.core.health.Outcome.Passed;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Outcomes for tests. */
public final class Outcomes {
    /** A certificate as a server shows it. */
    public static final ServerCertificate CERTIFICATE = new ServerCertificate(
            "CN=kube-apiserver",
            "CN=kubernetes",
            List.of("kubernetes", "cp1"),
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2027-01-01T00:00:00Z"));

    private Outcomes() {}

    /** A pass without measurements. */
    public static Outcome passed() {
        return new Passed(200, Phases.NONE, Optional.empty());
    }

    /** A pass that took 12.345 ms and saw {@link #CERTIFICATE}. */
    public static Outcome measured() {
        Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
        nanos.put(Phase.CONNECT, Duration.ofNanos(250_000).toNanos());
        nanos.put(Phase.TOTAL, Duration.ofNanos(12_345_000).toNanos());
        return new Passed(200, Phases.of(nanos), Optional.of(CERTIFICATE));
    }

    /** A failure that could not be measured. */
    public static Failed failed(Reason reason) {
        return new Failed(reason, "as the test wants it");
    }
}
