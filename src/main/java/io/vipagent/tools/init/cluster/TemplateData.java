package io.vipagent.tools.init.cluster;

import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.text.Durations;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.init.cluster.Cluster.KubeVip;
import io.vipagent.tools.init.cluster.Cluster.Member;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the templates of one node see. */
public final class TemplateData {
    /** Where haproxy says that it lives, on the loopback address. */
    private static final int ALIVE_PORT = 9708;

    /** The longest common name in a certificate, ub-common-name of RFC 5280; OpenSSL refuses a longer one. */
    private static final int MAX_COMMON_NAME = 64;

    private final Cluster cluster;
    private final Profile profile;

    private TemplateData(Cluster cluster) {
        this.cluster = cluster;
        this.profile = cluster.profile();
    }

    /** Returns maps, lists, texts, numbers and booleans alone. */
    public static Map<String, Object> of(Cluster cluster, Member member) {
        return new TemplateData(cluster).node(member);
    }

    private Map<String, Object> node(Member member) {
        SetUp setUp = cluster.setUp();
        Map<String, Object> data = new TreeMap<>();
        data.put("node", member(member));
        data.put("others", cluster.others(member).stream().map(this::member).toList());
        data.put("members", cluster.members().stream().map(this::member).toList());
        data.put("setUp", setUp.label());
        data.put("profile", profile.label());
        data.put("haproxy", setUp.haproxy());
        data.put("keepalived", setUp.keepalived());
        data.put("kubeVip", setUp == SetUp.KUBE_VIP);
        data.put("pods", setUp.pods());
        data.put("daemonSet", false);
        data.put("services", !setUp.pods());
        data.put("vips", cluster.vips().stream().map(IpAddresses::text).toList());
        data.put(
                "endpoint",
                IpAddresses.host(cluster.vips().getFirst()) + ":"
                        + cluster.ports().clients());
        data.put("interface", cluster.network().interfaceName());
        data.put("routerId", cluster.vrrp().routerId());
        data.put("port", cluster.ports().clients());
        data.put("apiPort", cluster.ports().api());
        data.put("alivePort", ALIVE_PORT);
        data.put("unicast", cluster.vrrp().unicast());
        data.put("nopreempt", cluster.vrrp().nopreempt());
        data.put("running", cluster.running());
        data.put(
                "through",
                schedule(new ProbeSchedule(
                        MonitoringTimes.VIP_PROBE_INTERVAL, MonitoringTimes.VIP_PROBE_INTERVAL, 2, 3)));
        data.put("monitored", cluster.monitoring());
        data.put("monitoring", monitoring());
        data.put("password", cluster.vrrp().password().map(VrrpPassword::word).orElse(""));
        data.put("instances", instances());
        data.put(
                "authenticated",
                !cluster.vips(false).isEmpty()
                        && setUp.keepalived()
                        && profile.vrrp().version() == 2);
        data.put("program", setUp == SetUp.STATIC_POD ? "/usr/local/bin/vip-agent" : cluster.program());
        data.put("caFile", cluster.tls().caFile());
        data.put("otherCa", !cluster.tls().caFile().equals(TlsSettings.KUBEADM_CA));
        data.put("client", cluster.tls().client().map(TemplateData::client).orElse(false));
        data.put(
                "podFiles",
                Map.of(
                        "agent", PodFiles.ofAgent(cluster.tls()),
                        "keepalived", PodFiles.ofKeepalived(cluster.tls()),
                        "haproxy", PodFiles.ofHaproxy(cluster.tls())));
        data.put("httpTls", cluster.tls().http());
        data.put("commonName", commonName(member));
        data.put("scheme", cluster.tls().http() ? "https" : "http");
        data.put("balancers", cluster.hasLoadBalancers());
        data.put("servers", cluster.apiServers().stream().map(this::member).toList());
        data.put(
                "backends",
                cluster.apiServers().stream()
                        .filter(server -> !server.equals(member))
                        .map(this::member)
                        .toList());
        data.put("fifo", setUp.keepalived() && !setUp.pods());
        // kubeadm init gives rights to admin.conf only once there is an apiserver, which kube-vip must be before.
        data.put(
                "kubeconfig",
                "/etc/kubernetes/" + (cluster.members().indexOf(member) == 0 ? "super-" : "") + "admin.conf");
        data.put(
                "metricsPort", cluster.ports().metrics().map(Object.class::cast).orElse(false));
        data.put("local", schedule(profile.local(setUp)));
        data.put(
                "apiserver",
                schedule(
                        cluster.hasLoadBalancers()
                                ? profile.balanced()
                                : profile.backend(cluster.members().size())));
        data.put("frontend", schedule(profile.frontend()));
        data.put("single", cluster.members().size() == 1);
        data.put("vrrp", vrrp());
        data.put("checks", checks());
        data.put("timing", Timing.of(cluster));
        data.put("images", new TreeMap<String, Object>(cluster.images()));
        data.put("bgp", bgp());
        data.put("lease", lease());
        return data;
    }

    /** Names the node to a person; a long name is cut here, since the subjectAltName alone is what is compared. */
    private static String commonName(Member member) {
        String name = "vip-agent:" + member.name();
        return name.substring(0, Math.min(name.length(), MAX_COMMON_NAME));
    }

    private static Object client(Cluster.ClientPair client) {
        return Map.of(
                "certFile", client.certFile(),
                "keyFile", client.keyFile(),
                "both", client.inOneFile());
    }

    /** Returns the data of a host, whose priority has a meaning where keepalived is on it. */
    private Map<String, Object> member(Member member) {
        int rank =
                Math.max(cluster.members().indexOf(member), cluster.apiServers().indexOf(member));
        return Map.of(
                "name", member.name(),
                "address", IpAddresses.text(member.address()),
                "host", IpAddresses.host(member.address()),
                "target", member.target(),
                "first", rank == 0,
                "priority", cluster.priority(rank));
    }

    /** Returns one for each family: an instance carries no other. IPv6 has version 3 alone, which knows no password. */
    private List<Map<String, Object>> instances() {
        List<Map<String, Object>> instances = new ArrayList<>();
        for (boolean six : new boolean[] {false, true}) {
            List<InetAddress> vips = cluster.vips(six);
            if (!vips.isEmpty()) {
                int version = six ? 3 : profile.vrrp().version();
                instances.add(Map.of(
                        "name",
                        six ? "apiserver_v6" : "apiserver_v4",
                        "family",
                        six ? "ipv6" : "ipv4",
                        "version",
                        version,
                        "authenticated",
                        version == 2,
                        "vips",
                        vips.stream()
                                .map(vip -> IpAddresses.text(vip) + (six ? "/128" : "/32"))
                                .toList()));
            }
        }
        return instances;
    }

    /** Returns what Prometheus' rules are made of, which are the same for all nodes. */
    private Map<String, Object> monitoring() {
        SetUp setUp = cluster.setUp();
        return Map.of(
                "where",
                "set-up " + setUp.label(),
                "settle",
                Durations.format(MonitoringTimes.settle(cluster)),
                "gap",
                Durations.seconds(MonitoringTimes.gap(cluster)),
                "outage",
                Durations.seconds(MonitoringTimes.outage(cluster)),
                "process",
                setUp.keepalived() && !setUp.pods(),
                "track",
                setUp.keepalived() && !profile.vrrp().weighted());
    }

    private Map<String, Object> vrrp() {
        Profile.Vrrp vrrp = profile.vrrp();
        return Map.of(
                "advert", Durations.seconds(vrrp.advert()),
                "pause",
                        cluster.vrrp()
                                .nodePause()
                                .map(Durations::format)
                                .map(Object.class::cast)
                                .orElse(false),
                "missedAdverts", cluster.missedAdverts(),
                "interval", vrrp.interval(),
                "timeout", vrrp.timeout(),
                "fall", vrrp.fall(),
                "rise", vrrp.rise(),
                "weight", profile.weight(cluster.members().size()),
                "trackFile", !vrrp.weighted());
    }

    private Map<String, Object> checks() {
        Profile.Checks checks = profile.checks();
        return Map.of(
                "inter", Durations.format(checks.inter()),
                "fastinter", Durations.format(checks.fastinter()),
                "downinter", Durations.format(checks.downinter()),
                "fall", checks.fall(),
                "rise", checks.rise(),
                "check", Durations.format(checks.check()),
                "connect", Durations.format(Profile.CONNECT_TIMEOUT),
                "agentInter", Durations.format(checks.agentInter()),
                "agentHold", Durations.format(Profile.AGENT_HOLD));
    }

    private Map<String, Object> bgp() {
        return switch (cluster.kubeVip()) {
            case KubeVip.Arp arp -> Map.of("enabled", false, "as", "", "peers", "");
            case KubeVip.Bgp bgp ->
                Map.of(
                        "enabled",
                        true,
                        "as",
                        bgp.as(),
                        "peers",
                        String.join(
                                ",",
                                bgp.peers().stream()
                                        .map(peer -> IpAddresses.text(peer.address()) + ":" + peer.as() + "::false")
                                        .toList()));
        };
    }

    private Map<String, Object> lease() {
        return Map.of(
                "duration", profile.lease().duration(),
                "renewDeadline", profile.lease().renewDeadline(),
                "retryPeriod", profile.lease().retryPeriod(),
                "subnet", IpAddresses.isSix(cluster.vips().getFirst()) ? 128 : 32);
    }

    private static Map<String, Object> schedule(ProbeSchedule schedule) {
        return Map.of(
                "interval", Durations.format(schedule.interval()),
                "restInterval", Durations.format(schedule.restInterval()),
                "timeout", Durations.format(schedule.timeout()),
                "patience", Durations.format(Profile.PATIENCE),
                "fullInterval", Durations.format(schedule.fullInterval()),
                "freshInterval", Durations.format(schedule.freshInterval()),
                "rise", schedule.rise(),
                "fall", schedule.fall());
    }
}
