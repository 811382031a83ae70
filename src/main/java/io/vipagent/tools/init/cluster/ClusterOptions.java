package io.vipagent.tools.init.cluster;

import io.vipagent.config.OptionsFile.Kind;
import java.util.Map;
import java.util.TreeMap;

/** The options that describe a cluster, on the command line and, without their dashes, in {@code cluster.yaml}. */
public final class ClusterOptions {
    /** Every one, and what stands behind it. */
    public static final Map<String, Kind> KNOWN = new TreeMap<>(Map.ofEntries(
            Map.entry("set-up", Kind.VALUE),
            Map.entry("profile", Kind.VALUE),
            Map.entry("vip", Kind.LIST),
            Map.entry("interface", Kind.VALUE),
            Map.entry("node", Kind.PAIRS),
            Map.entry("port", Kind.VALUE),
            Map.entry("api-port", Kind.VALUE),
            Map.entry("router-id", Kind.VALUE),
            Map.entry("auth-pass-file", Kind.VALUE),
            Map.entry("unicast", Kind.VALUE),
            Map.entry("nopreempt", Kind.VALUE),
            Map.entry("priority", Kind.VALUE),
            Map.entry("running", Kind.VALUE),
            Map.entry("haproxy-metrics-port", Kind.VALUE),
            Map.entry("kube-vip-mode", Kind.VALUE),
            Map.entry("bgp-as", Kind.VALUE),
            Map.entry("bgp-peer", Kind.PAIRS),
            Map.entry("image", Kind.PAIRS),
            Map.entry("program", Kind.VALUE)));

    /** The images that there are, and where they are if nothing else is said. */
    static final Map<String, String> IMAGES = new TreeMap<>(Map.of(
            "agent", "vip-agent:0.1.0",
            "keepalived", "vip-agent-keepalived:0.1.0",
            "haproxy", "docker.io/library/haproxy:3.0",
            "kube-vip", "ghcr.io/kube-vip/kube-vip:v1.2.3"));

    private ClusterOptions() {}
}
