package io.vipagent.check;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Targets for tests, alike in all but what a test is about. Nothing listens where they point. */
public final class Targets {
    /** The cadence of every target that names none: 500 ms, 1 s, rise 2, fall 3. */
    public static final Cadence CADENCE = new Cadence(Duration.ofMillis(500), Duration.ofSeconds(1), 2, 3);

    private Targets() {}

    /** A target at the default cadence. */
    public static Target of(String name, Role role) {
        return of(name, role, CADENCE);
    }

    /** A target at a cadence of its own. */
    public static Target of(String name, Role role, Cadence cadence) {
        return of(name, role, "https://127.0.0.1:6443/readyz", cadence);
    }

    /** A local target at a URL of its own. */
    public static Target at(String url) {
        return of("local", Role.LOCAL, url, CADENCE);
    }

    private static Target of(String name, Role role, String url, Cadence cadence) {
        return new Target(
                name,
                role,
                URI.create(url),
                new Trust(
                        "kubernetes", Path.of("/etc/kubernetes/pki/ca.crt"), false, Optional.empty(), Optional.empty()),
                new Expectation(new TreeSet<>(Set.of(200)), Optional.of("ok")),
                cadence);
    }
}
