package io.vipagent.probe;

import io.vipagent.check.Cadence;
import io.vipagent.check.Expectation;
import io.vipagent.check.Role;
import io.vipagent.check.Target;
import io.vipagent.check.Trust;
import io.vipagent.check.Trust.ClientFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Builds targets to probe, from one that a healthy apiserver of a kubeadm cluster satisfies. */
record Aim(
        String url,
        String serverName,
        Path caFile,
        boolean insecure,
        Optional<ClientFiles> client,
        Optional<Path> tokenFile,
        Duration timeout) {
    /** More than any healthy exchange needs, on however busy a machine. */
    static final Duration PATIENT = Duration.ofSeconds(20);

    /** Trusts {@code ca.crt} of {@code pki}. */
    static Aim at(String url, Path pki) {
        return new Aim(url, "kubernetes", pki.resolve("ca.crt"), false, Optional.empty(), Optional.empty(), PATIENT);
    }

    Aim at(String otherUrl) {
        return new Aim(otherUrl, serverName, caFile, insecure, client, tokenFile, timeout);
    }

    Aim named(String otherServerName) {
        return new Aim(url, otherServerName, caFile, insecure, client, tokenFile, timeout);
    }

    Aim insecurely() {
        return new Aim(url, serverName, caFile, true, client, tokenFile, timeout);
    }

    Aim as(Path certFile, Path keyFile) {
        Optional<ClientFiles> files = Optional.of(new ClientFiles(certFile, keyFile));
        return new Aim(url, serverName, caFile, insecure, files, tokenFile, timeout);
    }

    Aim bearing(Path token) {
        return new Aim(url, serverName, caFile, insecure, client, Optional.of(token), timeout);
    }

    Aim within(Duration otherTimeout) {
        return new Aim(url, serverName, caFile, insecure, client, tokenFile, otherTimeout);
    }

    Target target() {
        return new Target(
                "local",
                Role.LOCAL,
                URI.create(url),
                new Trust(serverName, caFile, insecure, client, tokenFile),
                new Expectation(new TreeSet<>(Set.of(200)), Optional.of("ok")),
                new Cadence(Duration.ofMillis(500), timeout, 2, 3));
    }
}
