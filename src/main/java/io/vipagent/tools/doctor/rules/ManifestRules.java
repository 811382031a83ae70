package io.vipagent.tools.doctor.rules;

import io.vipagent.tools.conf.haproxy.Proxy;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.Manifest.Container;
import io.vipagent.tools.doctor.facts.Manifest.HttpProbe;
import java.util.Set;
import java.util.stream.Stream;

/** What the kubelet does to haproxy. */
public final class ManifestRules implements Rule {
    private static final Set<String> OF_AN_APISERVER = Set.of("/healthz", "/readyz", "/livez");

    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.manifests().stream()
                .flatMap(manifest -> manifest.containers().stream()
                        .filter(ManifestRules::isHaproxy)
                        .flatMap(container -> container.liveness().stream())
                        .filter(probe -> asksAnApiserver(facts, probe))
                        .map(probe -> new Finding(
                                FindingId.LIVENESS_RESTARTS_HAPROXY,
                                manifest.file() + ":" + probe.line(),
                                "haproxy's livenessProbe asks an apiserver, " + probe.path() + " on port "
                                        + probe.port(),
                                "httpGet of a frontend with monitor-uri that answers by itself, or no livenessProbe")));
    }

    private static boolean isHaproxy(Container container) {
        return container.name().contains("haproxy") || container.image().contains("haproxy");
    }

    /** haproxy may answer such a path by itself, but not where it passes TLS through. */
    private static boolean asksAnApiserver(Facts facts, HttpProbe probe) {
        boolean passedThrough = facts.haproxy().stream()
                .flatMap(conf -> conf.proxies().stream())
                .filter(Proxy::isTcp)
                .flatMap(proxy -> proxy.binds().stream())
                .anyMatch(bind -> bind.port().equals(probe.port()));
        return OF_AN_APISERVER.contains(probe.path()) && (probe.scheme().equals("HTTPS") || passedThrough);
    }
}
