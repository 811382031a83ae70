package io.vipagent.agent.probe;

import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Builds targets to probe, from one that a healthy apiserver of a kubeadm cluster satisfies. */
record ProbeTargets(
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
    static ProbeTargets at(String url, Path pki) {
        return new ProbeTargets(
                url, "kubernetes", pki.resolve("ca.crt"), false, Optional.empty(), Optional.empty(), PATIENT);
    }

    ProbeTargets at(String otherUrl) {
        return new ProbeTargets(otherUrl, serverName, caFile, insecure, client, tokenFile, timeout);
    }

    ProbeTargets named(String otherServerName) {
        return new ProbeTargets(url, otherServerName, caFile, insecure, client, tokenFile, timeout);
    }

    ProbeTargets insecurely() {
        return new ProbeTargets(url, serverName, caFile, true, client, tokenFile, timeout);
    }

    ProbeTargets as(Path certFile, Path keyFile) {
        Optional<ClientFiles> files = Optional.of(new ClientFiles(certFile, keyFile));
        return new ProbeTargets(url, serverName, caFile, insecure, files, tokenFile, timeout);
    }

    ProbeTargets bearing(Path token) {
        return new ProbeTargets(url, serverName, caFile, insecure, client, Optional.of(token), timeout);
    }

    ProbeTargets within(Duration otherTimeout) {
        return new ProbeTargets(url, serverName, caFile, insecure, client, tokenFile, otherTimeout);
    }

    Target target() {
        return new Target(
                "local",
                TargetRole.LOCAL,
                URI.create(url),
                new TlsSettings(serverName, caFile, insecure, client, tokenFile),
                new ExpectedResponse(new TreeSet<>(Set.of(200)), Optional.of("ok")),
                new ProbeSchedule(Duration.ofMillis(500), timeout, 2, 3),
                Optional.empty());
    }
}
