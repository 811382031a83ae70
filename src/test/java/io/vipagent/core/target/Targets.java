package io.vipagent.core.target;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Targets for tests, alike in all but what a test is about. Nothing listens where they point. */
public final class Targets {
    /** The schedule of every target that names none: 500 ms, 1 s, rise 2, fall 3. */
    public static final ProbeSchedule CADENCE = new ProbeSchedule(Duration.ofMillis(500), Duration.ofSeconds(1), 2, 3);

    private Targets() {}

    /** A target at the default schedule. */
    public static Target of(String name, TargetRole role) {
        return of(name, role, CADENCE);
    }

    /** A target at a schedule of its own. */
    public static Target of(String name, TargetRole role, ProbeSchedule schedule) {
        return of(name, role, "https://127.0.0.1:6443/readyz", schedule);
    }

    /** A local target at a URL of its own. */
    public static Target at(String url) {
        return of("local", TargetRole.LOCAL, url, CADENCE);
    }

    private static Target of(String name, TargetRole role, String url, ProbeSchedule schedule) {
        return new Target(
                name,
                role,
                URI.create(url),
                new TlsSettings(
                        "kubernetes", Path.of("/etc/kubernetes/pki/ca.crt"), false, Optional.empty(), Optional.empty()),
                new ExpectedResponse(new TreeSet<>(Set.of(200)), Optional.of("ok")),
                schedule,
                Optional.empty());
    }
}
