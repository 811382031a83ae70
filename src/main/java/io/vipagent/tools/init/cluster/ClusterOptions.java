package io.vipagent.tools.init.cluster;

import static io.vipagent.config.ValueType.duration;
import static io.vipagent.config.ValueType.number;
import static io.vipagent.config.ValueType.text;
import static io.vipagent.config.ValueType.word;
import static io.vipagent.tools.init.cluster.ClusterOption.flag;
import static io.vipagent.tools.init.cluster.ClusterOption.list;
import static io.vipagent.tools.init.cluster.ClusterOption.pairs;
import static io.vipagent.tools.init.cluster.ClusterOption.value;

import io.vipagent.config.ValueForm;
import io.vipagent.config.ValueType;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.text.Durations;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.platform.Version;
import io.vipagent.tools.init.cluster.Cluster.KubeVip;
import io.vipagent.tools.init.cluster.Cluster.Member;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * All options that describe a cluster, one row for each. A row gives the key of {@code cluster.yaml}, the option of the
 * command line with its help, what a value may be, the message where a value is something else, and the row in
 * docs/SETUPS.md.
 *
 * <p>To add an option: add a row here, add the value to {@link Cluster} (or to a record in it) and read the row in
 * {@link ClusterReader}, use the value in {@link TemplateData} and a template, and copy the row that {@code
 * ClusterOptionsTest} asks for into docs/SETUPS.md.
 */
public final class ClusterOptions {
    /** The release of this program, or the one that it will be. */
    private static final String RELEASE = Version.current().replace("-SNAPSHOT", "");

    /** The images that there are, and where they are if nothing else is said. */
    static final Map<String, String> IMAGES = new TreeMap<>(Map.of(
            "agent",
            "vip-agent:" + RELEASE,
            "keepalived",
            "vip-agent-keepalived:" + RELEASE,
            "haproxy",
            "docker.io/library/haproxy:3.0",
            "kube-vip",
            "ghcr.io/kube-vip/kube-vip:v1.2.3"));

    /** The rows, in the order of the help. This list must come before the rows, which add themselves. */
    private static final List<ClusterOption<?>> ROWS = new ArrayList<>();

    private static final ValueType<InetAddress> ADDRESS = text(
            "an IPv4 or IPv6 address of a host, without a zone",
            "an IPv4 or IPv6 address",
            ClusterOptions::address,
            IpAddresses::text);

    private static final ValueType<Integer> PORT_NUMBER = number("a port", 1, 65_535);

    /** Linux allows more in a name, which would need quotes in a file. */
    private static final ValueType<String> INTERFACE_NAME =
            matching("the name of a network interface", "an interface", "[A-Za-z0-9][A-Za-z0-9_.@-]{0,14}");

    private static final String FILE = "an absolute path of letters, digits and . _ + -";
    private static final String PATH = "(/[A-Za-z0-9._+-]+)+";

    /** Where a host that has no kubeadm keeps the cluster's CA. */
    static final String BALANCERS_CA_FILE = "/etc/vip-agent/ca.crt";

    private static final ValueType<Long> AS_NUMBER = text(
            "the number of an autonomous system, 1 to 4294967295",
            "1 to 4294967295",
            text -> Optional.of(Long.parseLong(text)).filter(number -> number >= 1 && number <= 4_294_967_295L),
            Object::toString);

    static final ClusterOption<SetUp> SET_UP =
            row(value("set-up", word("", SetUp.class), "SET-UP", "Who moves the VIP, and what is behind it"));

    static final ClusterOption<Profile> PROFILE =
            row(value("profile", word("", Profile.class), "PROFILE", "How fast, and by which rules")
                    .or("recommended"));

    public static final ClusterOption<InetAddress> VIP =
            row(list("vip", ADDRESS, "ADDRESS", "A virtual IP, IPv4 or IPv6"));

    static final ClusterOption<String> INTERFACE =
            row(value("interface", INTERFACE_NAME, "IF", "The network interface that carries the VIPs"));

    static final ClusterOption<InetAddress> NODE = row(pairs(
            "node",
            named("a node's name: RFC 1123, lower case, at most 63 characters", "a name", Member::isName),
            ADDRESS,
            "NAME=ADDRESS",
            "A control-plane node, the preferred one first"));

    static final ClusterOption<InetAddress> LOAD_BALANCER = row(pairs(
            "load-balancer",
            named("a host's name: RFC 1123, lower case, at most 63 characters", "a name", Member::isName),
            ADDRESS,
            "NAME=ADDRESS",
            "A host of its own with keepalived, haproxy and agent, the preferred one first; the nodes have none of them"
                    + " then"));

    static final ClusterOption<Integer> PORT = row(
            value("port", PORT_NUMBER, "PORT", "Where clients reach haproxy").or("8443", "the apiservers'"));

    static final ClusterOption<Integer> API_PORT =
            row(value("api-port", PORT_NUMBER, "PORT", "Where the apiservers listen")
                    .or("6443"));

    static final ClusterOption<String> CA_FILE = row(
            value("ca-file", matching(FILE, "a path", PATH), "FILE", "The cluster's CA, on every host with an agent")
                    .or(TlsSettings.KUBEADM_CA, BALANCERS_CA_FILE));

    static final ClusterOption<String> CERT_FILE = row(value(
            "cert-file",
            matching(FILE, "a path", PATH),
            "FILE",
            "The certificate that the agents show, where apiservers let nobody ask without "
                    + "(`--anonymous-auth=false`)"));

    static final ClusterOption<String> KEY_FILE =
            row(value("key-file", matching(FILE, "a path", PATH), "FILE", "The key of that certificate"));

    static final ClusterOption<Boolean> HTTP_TLS = row(flag(
                    "http-tls",
                    "The agents serve HTTP in TLS and ask each other with certificates, which a timer on each node has "
                            + "kubeadm's CA issue")
            .orElse("true; false with kube-vip, load balancers or another `ca-file`"));

    public static final ClusterOption<Integer> ROUTER_ID = row(
            value("router-id", number("a number", 1, 255), "N", "VRRP's virtual router id, 1 to 255, one per subnet")
                    .orElse("the last byte of the first VIP"));

    public static final ClusterOption<String> AUTH_PASS_FILE = row(value(
                    "auth-pass-file",
                    ValueType.TEXT,
                    "FILE",
                    "Holds the password of profile kubeadm, at most 8 characters; - is stdin")
            .orElse("drawn"));

    static final ClusterOption<Boolean> UNICAST =
            row(flag("unicast", "VRRP advertisements go to each node, not to the multicast group"));

    static final ClusterOption<Boolean> NOPREEMPT = row(flag("nopreempt", "A healed node leaves the VIP where it is"));

    static final ClusterOption<Duration> NODE_PAUSE = row(value(
                    "node-pause",
                    duration("1s", "9s"),
                    "TIME",
                    "A node that stands still for so long, by a snapshot or a live migration, keeps the VIP; one that "
                            + "dies is missed as much later")
            .orElse("the profile's"));

    static final ClusterOption<Integer> PRIORITY = row(value(
                    "priority",
                    number("a priority", 1, 254),
                    "N",
                    "keepalived's priority of the first node; the others' are below it")
            .orElse("the profile's"));

    static final ClusterOption<Boolean> RUNNING =
            row(flag("running", "The cluster is there already: the READMEs say how to change it node by node"));

    static final ClusterOption<Boolean> MONITORING = row(flag(
            "monitoring",
            "The agents also ask through the VIP, and Prometheus' rules with the profile's times are written"));

    static final ClusterOption<Integer> HAPROXY_METRICS_PORT =
            row(value("haproxy-metrics-port", PORT_NUMBER, "PORT", "Where haproxy serves its metrics"));

    static final ClusterOption<KubeVip.Mode> KUBE_VIP_MODE =
            row(value("kube-vip-mode", word("", KubeVip.Mode.class), "MODE", "How kube-vip tells the network")
                    .or("arp"));

    static final ClusterOption<Long> BGP_AS = row(value("bgp-as", AS_NUMBER, "AS", "The nodes' autonomous system"));

    static final ClusterOption<Long> BGP_PEER = row(pairs(
            "bgp-peer",
            named("a router's IPv4 address", "an IPv4 address", ClusterOptions::isFour),
            AS_NUMBER,
            "ADDRESS=AS",
            "A router"));

    static final ClusterOption<String> IMAGE = row(pairs(
            "image",
            named("an image: " + ValueType.or(List.copyOf(IMAGES.keySet())), "an image", IMAGES::containsKey),
            matching("the reference of an image", "a reference", "[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}"),
            "NAME=REFERENCE",
            "The image of agent, keepalived, haproxy or kube-vip"));

    static final ClusterOption<String> PROGRAM =
            row(value("program", matching(FILE, "a path", PATH), "PATH", "Where keepalived finds vip-agent")
                    .or("/usr/bin/vip-agent"));

    private ClusterOptions() {}

    /** Returns all rows, in the order of the help. */
    public static List<ClusterOption<?>> rows() {
        return Collections.unmodifiableList(ROWS);
    }

    /** Returns what the keys of {@code cluster.yaml} hold, in the order of the alphabet. */
    public static Map<String, ValueForm> keys() {
        Map<String, ValueForm> keys = new TreeMap<>();
        ROWS.forEach(row -> keys.put(row.name(), row.form()));
        return keys;
    }

    /** Returns whether {@code node-pause} may be this long. */
    public static boolean isNodePause(Duration length) {
        return NODE_PAUSE.type().read(Durations.format(length)).isPresent();
    }

    private static <T> ClusterOption<T> row(ClusterOption<T> option) {
        ROWS.add(option);
        return option;
    }

    /** Returns the address of a host, without a zone. */
    static Optional<InetAddress> address(String text) {
        return IpAddresses.parseGlobal(text)
                .filter(address ->
                        !address.isAnyLocalAddress() && !address.isMulticastAddress() && !address.isLoopbackAddress());
    }

    private static boolean isFour(String text) {
        return address(text).filter(address -> !IpAddresses.isSix(address)).isPresent();
    }

    private static ValueType<String> named(String expected, String bounds, Predicate<String> name) {
        return text(expected, bounds, text -> Optional.of(text).filter(name), text -> text);
    }

    private static ValueType<String> matching(String expected, String bounds, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return text(
                expected,
                bounds,
                text -> Optional.of(text).filter(any -> compiled.matcher(any).matches()),
                text -> text);
    }
}
