package io.vipagent.tools.doctor.rules;

import io.vipagent.core.text.Durations;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.conf.haproxy.Proxy;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.Manifest;
import io.vipagent.tools.doctor.facts.Manifest.Container;
import io.vipagent.tools.doctor.facts.Manifest.HttpProbe;
import io.vipagent.tools.doctor.facts.Manifest.Variable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules look at static pods: whether the kubelet takes them, what it does to haproxy, and what kube-vip is told.
 */
public final class ManifestRules implements Rule {
    private static final Set<String> APISERVER_PATHS = Set.of("/healthz", "/readyz", "/livez");
    private static final List<String> HOST_NETWORK_PROGRAMS = List.of("kube-vip", "keepalived", "haproxy");

    /** kube-vip ends where none of them is on: "no modes [ARP/BGP/Wireguard/Table] enabled". */
    private static final List<String> MODES = List.of("vip_arp", "bgp_enable", "vip_routingtable", "vip_wireguard");

    /** What Go's strconv.ParseBool, by which kube-vip reads its switches, takes for true. */
    private static final Set<String> ON = Set.of("1", "t", "T", "true", "TRUE", "True");

    /** kube-vip's own defaults, in seconds (pkg/kubevip/config_envvar.go, cmd/kube-vip.go). */
    private static final int LEASE_SECONDS = 5;

    private static final int RENEW_SECONDS = 3;
    private static final int RETRY_SECONDS = 1;

    /** client-go's leaderelection: the deadline must be longer than this many retries. */
    private static final double JITTER = 1.2;

    @Override
    public Stream<Finding> check(Facts facts) {
        return facts.manifests().stream()
                .flatMap(manifest -> Stream.concat(
                        invalid(manifest),
                        manifest.containers().stream()
                                .flatMap(container -> Stream.of(
                                                liveness(facts, manifest, container),
                                                network(manifest, container),
                                                capability(manifest, container),
                                                kubeVip(manifest, container))
                                        .flatMap(found -> found))));
    }

    private static Stream<Finding> invalid(Manifest manifest) {
        return manifest.fault().stream()
                .map(fault -> new Finding(
                        FindingId.MANIFEST_INVALID,
                        manifest.file(),
                        fault,
                        "mend it, or move the file out of the directory"));
    }

    private static Stream<Finding> liveness(Facts facts, Manifest manifest, Container container) {
        return container.liveness().stream()
                .filter(probe -> container.is("haproxy") && asksAnApiserver(facts, probe))
                .map(probe -> new Finding(
                        FindingId.LIVENESS_RESTARTS_HAPROXY,
                        at(manifest, probe.line()),
                        "haproxy's livenessProbe asks an apiserver, " + probe.path() + " on port " + probe.port(),
                        "httpGet of a frontend with monitor-uri that answers by itself, or no livenessProbe"));
    }

    /** haproxy may answer such a path by itself, but not where it passes TLS through. */
    private static boolean asksAnApiserver(Facts facts, HttpProbe probe) {
        boolean passedThrough = facts.haproxy().stream()
                .flatMap(conf -> conf.proxies().stream())
                .filter(Proxy::isTcp)
                .flatMap(proxy -> proxy.binds().stream())
                .anyMatch(bind -> bind.port().equals(probe.port()));
        return APISERVER_PATHS.contains(probe.path()) && (probe.scheme().equals("HTTPS") || passedThrough);
    }

    private static Stream<Finding> network(Manifest manifest, Container container) {
        return manifest.hostNetwork() || HOST_NETWORK_PROGRAMS.stream().noneMatch(container::is)
                ? Stream.empty()
                : Stream.of(new Finding(
                        FindingId.HOST_NETWORK_MISSING,
                        at(manifest, container.line()),
                        "the pod of " + container.name() + " has no hostNetwork: true",
                        "hostNetwork: true, beside containers"));
    }

    private static Stream<Finding> capability(Manifest manifest, Container container) {
        return !container.is("keepalived") || container.is("exporter") || container.mayChangeNetwork()
                ? Stream.empty()
                : Stream.of(new Finding(
                        FindingId.CAPABILITY_MISSING,
                        at(manifest, container.line()),
                        "the container " + container.name() + " has no capability NET_ADMIN",
                        "securityContext: {capabilities: {add: [NET_ADMIN, NET_BROADCAST, NET_RAW]}}"));
    }

    private static Stream<Finding> kubeVip(Manifest manifest, Container container) {
        return container.is("kube-vip") && container.arguments().contains("manager")
                ? Stream.of(
                                address(manifest, container),
                                lease(manifest, container),
                                election(manifest, container),
                                off(manifest, container))
                        .flatMap(Optional::stream)
                : Stream.empty();
    }

    private static Optional<Finding> address(Manifest manifest, Container container) {
        Optional<Variable> address = variable(container, "address").or(() -> variable(container, "vip_address"));
        String value = address.map(Variable::value).orElse("");
        boolean option = container.arguments().stream().anyMatch(word -> word.matches("--(address|vip)(=.*)?"));
        boolean name = value.matches("[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]++)*+\\.?");
        return option || name || IpAddresses.literal(value).isPresent()
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingId.KUBE_VIP_ADDRESS_MISSING,
                        at(manifest, address.map(Variable::line).orElse(container.line())),
                        "the variable address is " + (value.isEmpty() ? "empty or missing" : value)
                                + "; expected an IP address, or a name",
                        "- {name: address, value: \"ADDRESS\"}"));
    }

    private static Optional<Finding> lease(Manifest manifest, Container container) {
        double lease = seconds(container, "vip_leaseduration", LEASE_SECONDS);
        double renewal = seconds(container, "vip_renewdeadline", RENEW_SECONDS);
        double retry = seconds(container, "vip_retryperiod", RETRY_SECONDS);
        return lease > renewal && renewal > retry * JITTER && retry > 0
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingId.KUBE_VIP_LEASE,
                        at(
                                manifest,
                                variable(container, "vip_leaseduration")
                                        .or(() -> variable(container, "vip_renewdeadline"))
                                        .or(() -> variable(container, "vip_retryperiod"))
                                        .map(Variable::line)
                                        .orElse(container.line())),
                        "vip_leaseduration is " + text(lease) + ", vip_renewdeadline " + text(renewal)
                                + " and vip_retryperiod " + text(retry)
                                + "; expected each to be longer than the next, the deadline than 1.2 retries",
                        "vip_leaseduration 5, vip_renewdeadline 3, vip_retryperiod 1"));
    }

    private static double seconds(Container container, String name, int otherwise) {
        return variable(container, name)
                .map(Variable::value)
                .map(value -> value.matches("[0-9]{1,9}")
                        ? Double.parseDouble(value)
                        : Durations.parse(value)
                                .map(length -> length.toMillis() / 1000.0)
                                .orElse(0.0))
                .orElse((double) otherwise);
    }

    private static String text(double seconds) {
        return seconds == Math.rint(seconds) ? Long.toString(Math.round(seconds)) : Double.toString(seconds);
    }

    private static Optional<Finding> election(Manifest manifest, Container container) {
        return isTrue(container, "vip_arp") && isFalse(container, "vip_leaderelection")
                ? Optional.of(new Finding(
                        FindingId.KUBE_VIP_NO_ELECTION,
                        at(manifest, line(container, "vip_leaderelection")),
                        "vip_arp is true, and vip_leaderelection is not",
                        "- {name: vip_leaderelection, value: \"true\"}"))
                : Optional.empty();
    }

    private static Optional<Finding> off(Manifest manifest, Container container) {
        if (MODES.stream().allMatch(mode -> isFalse(container, mode))) {
            return Optional.of(new Finding(
                    FindingId.KUBE_VIP_OFF,
                    at(manifest, container.line()),
                    "none of " + String.join(", ", MODES) + " is true",
                    "- {name: vip_arp, value: \"true\"}"));
        }
        return isFalse(container, "cp_enable") && !isTrue(container, "svc_enable")
                ? Optional.of(new Finding(
                        FindingId.KUBE_VIP_OFF,
                        at(manifest, line(container, "cp_enable")),
                        "cp_enable is not true",
                        "- {name: cp_enable, value: \"true\"}"))
                : Optional.empty();
    }

    private static boolean isTrue(Container container, String name) {
        return variable(container, name)
                .filter(variable -> ON.contains(variable.value()))
                .isPresent();
    }

    /** kube-vip's manifests name every switch: one that is missing is off. Options on the command line are not read. */
    private static boolean isFalse(Container container, String name) {
        return !isTrue(container, name) && container.arguments().stream().noneMatch(word -> word.startsWith("--"));
    }

    private static int line(Container container, String name) {
        return variable(container, name).map(Variable::line).orElse(container.line());
    }

    private static Optional<Variable> variable(Container container, String name) {
        return Optional.ofNullable(container.environment().get(name));
    }

    private static String at(Manifest manifest, int line) {
        return manifest.file() + ":" + line;
    }
}
