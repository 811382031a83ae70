package io.vipagent.tools.init.cluster;

import io.vipagent.config.AgentCheckSettings;
import io.vipagent.config.HttpSettings;
import io.vipagent.config.OptionReader;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.text.IpAddresses;
import io.vipagent.tools.init.cluster.Cluster.Member;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What must hold between one option and another. */
final class ClusterRules {
    /** Targets that every agent has, so no node may be called so. */
    private static final Set<String> TAKEN = Set.of("local", "frontend");

    private static final Set<Integer> AGENTS = Set.of(HttpSettings.DEFAULT_PORT, AgentCheckSettings.DEFAULT_PORT);
    private static final int PRIVILEGED = 1024;

    private ClusterRules() {}

    static void check(Cluster cluster, OptionReader given) {
        addresses(cluster, given);
        names(cluster, given);
        ports(cluster, given);
        if (cluster.vrrp().unicast()) {
            unicast(cluster, given);
        }
        if (cluster.setUp() == SetUp.KUBE_VIP && cluster.vips().size() > 1) {
            given.say("vip", "given " + cluster.vips().size() + ", expected one: kube-vip moves one");
        }
        for (String option : new String[] {
            "router-id", "unicast", "nopreempt", "node-pause", "priority", "running", "auth-pass-file", "program"
        }) {
            if (given.has(option) && !cluster.setUp().keepalived()) {
                given.say(option, "goes with keepalived, which set-up kube-vip does without");
            }
        }
        if (given.has("program") && cluster.setUp() == SetUp.STATIC_POD) {
            given.say("program", "has no use in set-up static-pod: the image says where it is");
        }
        if (cluster.hasLoadBalancers() && cluster.setUp() != SetUp.SYSTEMD) {
            given.say(
                    ClusterOptions.LOAD_BALANCER.name(),
                    "goes with set-up systemd alone: a load balancer has haproxy, and no kubelet");
        }
        httpTls(cluster, given);
        podFiles(cluster, given);
        int least = cluster.profile().leastPriority(cluster.members().size());
        cluster.vrrp()
                .priority()
                .filter(priority -> priority < least)
                .ifPresent(priority -> given.say(
                        "priority",
                        priority + " is too low for " + cluster.members().size() + " nodes, expected at least "
                                + least));
        if (cluster.vrrp().nopreempt() && cluster.profile().vrrp().weighted()) {
            given.say("nopreempt", "does not go with profile kubeadm: with a weight no backup would ever take the VIP");
        }
    }

    private static void httpTls(Cluster cluster, OptionReader given) {
        if (cluster.tls().http()) {
            httpTlsProblems(
                            cluster.setUp(),
                            cluster.hasLoadBalancers(),
                            cluster.tls().caFile())
                    .forEach(problem -> given.say(ClusterOptions.HTTP_TLS.name(), problem));
        }
    }

    /**
     * Returns why kubeadm's CA cannot issue the certificates of the agents' HTTP ports; nothing where it can, as it does
     * unless an option says otherwise.
     *
     * @param caFile the cluster's CA on the hosts with an agent
     */
    static List<String> httpTlsProblems(SetUp setUp, boolean loadBalancers, String caFile) {
        List<String> problems = new ArrayList<>();
        if (setUp == SetUp.KUBE_VIP) {
            problems.add("does not go with set-up kube-vip: there kube-vip and the kubelet ask the agent before "
                    + "kubeadm has made a CA");
        }
        if (loadBalancers) {
            problems.add("does not go with load balancers: the CA's key is not there; give them http.tls by hand");
        } else if (!caFile.equals(TlsSettings.KUBEADM_CA)) {
            problems.add("goes with kubeadm's CA alone, " + TlsSettings.KUBEADM_CA + "; expected no other ca-file");
        }
        return problems;
    }

    /** The agent's pod is shown the folders of these files. */
    private static void podFiles(Cluster cluster, OptionReader given) {
        if (cluster.setUp().pods()) {
            Map<String, String> files = new TreeMap<>();
            files.put(ClusterOptions.CA_FILE.name(), cluster.tls().caFile());
            cluster.tls().client().ifPresent(pair -> {
                files.put(ClusterOptions.CERT_FILE.name(), pair.certFile());
                files.put(ClusterOptions.KEY_FILE.name(), pair.keyFile());
            });
            files.forEach((option, file) -> {
                if (file.lastIndexOf('/') == 0) {
                    given.say(
                            option,
                            "\"" + file + "\" is in no folder of its own, and a pod would see all of the host;"
                                    + " expected it below one");
                }
            });
        }
    }

    /** Returns all that an option names. */
    private static List<Member> hosts(Cluster cluster) {
        return Stream.concat(cluster.members().stream(), cluster.apiServers().stream())
                .distinct()
                .toList();
    }

    private static void addresses(Cluster cluster, OptionReader given) {
        Map<InetAddress, String> taken = new HashMap<>();
        for (Member member : hosts(cluster)) {
            Optional.ofNullable(taken.put(member.address(), member.name()))
                    .ifPresent(other -> given.say(
                            "node",
                            other + " and " + member.name() + " have the same address "
                                    + IpAddresses.text(member.address())));
        }
        Map<InetAddress, String> vips = new HashMap<>();
        for (InetAddress vip : cluster.vips()) {
            String text = IpAddresses.text(vip);
            Optional.ofNullable(taken.get(vip))
                    .ifPresent(node -> given.say(
                            "vip",
                            "\"" + text + "\" is the address of the node " + node + "; it must be nobody's own"));
            Optional.ofNullable(vips.put(vip, text))
                    .ifPresent(same -> given.say("vip", "\"" + same + "\" is given twice"));
        }
    }

    private static void names(Cluster cluster, OptionReader given) {
        Map<String, String> targets = new HashMap<>();
        for (Member member : hosts(cluster)) {
            if (TAKEN.contains(member.target())) {
                given.say(
                        "node",
                        "\"" + member.name() + "\" is the name of a target that every agent has; expected another");
            }
            Optional.ofNullable(targets.put(member.target(), member.name()))
                    .ifPresent(other ->
                            given.say("node", other + " and " + member.name() + " differ in dots and dashes alone"));
        }
    }

    private static void ports(Cluster cluster, OptionReader given) {
        if (cluster.setUp().haproxy()) {
            if (cluster.ports().clients() == cluster.ports().api() && !cluster.hasLoadBalancers()) {
                given.say(
                        "port",
                        cluster.ports().clients()
                                + " is the apiserver's too; haproxy and it are on the same node, expected another");
            }
            if (cluster.setUp() == SetUp.STATIC_POD && cluster.ports().clients() < PRIVILEGED) {
                given.say(
                        "port",
                        cluster.ports().clients() + " needs root, which haproxy's pod is not; expected 1024 or more");
            }
            cluster.ports()
                    .metrics()
                    .filter(port -> port == cluster.ports().clients()
                            || port == cluster.ports().api()
                            || AGENTS.contains(port))
                    .ifPresent(
                            port -> given.say("haproxy-metrics-port", port + " is in use already, expected another"));
        } else {
            if (given.has("port")
                    && cluster.ports().clients() != cluster.ports().api()) {
                given.say(
                        "port",
                        "goes with haproxy; without it clients use api-port, "
                                + cluster.ports().api());
            }
            if (given.has("haproxy-metrics-port")) {
                given.say(
                        "haproxy-metrics-port",
                        "goes with haproxy, which set-up " + cluster.setUp().label() + " does without");
            }
        }
        if (AGENTS.contains(cluster.ports().clients())
                || AGENTS.contains(cluster.ports().api())) {
            given.say(
                    AGENTS.contains(cluster.ports().clients()) && given.has("port") ? "port" : "api-port",
                    HttpSettings.DEFAULT_PORT + " and " + AgentCheckSettings.DEFAULT_PORT
                            + " are the agent's own; expected another");
        }
    }

    private static void unicast(Cluster cluster, OptionReader given) {
        for (InetAddress vip : cluster.vips()) {
            cluster.members().stream()
                    .filter(member -> IpAddresses.isSix(member.address()) != IpAddresses.isSix(vip))
                    .findFirst()
                    .ifPresent(member -> given.say(
                            "unicast",
                            "the VIP " + IpAddresses.text(vip) + " and the node " + member.name() + " ("
                                    + IpAddresses.text(member.address())
                                    + ") are of different families; advertisements of one family carry no other"));
        }
    }
}
