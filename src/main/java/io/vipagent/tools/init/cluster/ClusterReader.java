package io.vipagent.tools.init.cluster;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.config.OptionReader;
import io.vipagent.config.RawOption;
import io.vipagent.tools.init.cluster.Cluster.ClientPair;
import io.vipagent.tools.init.cluster.Cluster.KubeVip;
import io.vipagent.tools.init.cluster.Cluster.Member;
import io.vipagent.tools.init.cluster.Cluster.Ports;
import io.vipagent.tools.init.cluster.Cluster.Tls;
import io.vipagent.tools.init.cluster.Cluster.Topology;
import io.vipagent.tools.init.cluster.Cluster.VrrpOptions;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a cluster of options, by the rows of {@link ClusterOptions}; every problem is found before any is reported. */
public final class ClusterReader {
    private static final int MAX_NODES = 254;

    private final OptionReader given;

    private ClusterReader(OptionReader given) {
        this.given = given;
    }

    /**
     * Returns the cluster that was described.
     *
     * @param options by their names, without dashes
     * @param password of VRRP version 2, if one was given
     * @param before what was wrong already
     * @param where the options are, for the message
     * @throws InvalidConfiguration with everything that is wrong
     */
    public static Cluster read(
            Map<String, List<RawOption>> options, Optional<String> password, List<String> before, String where)
            throws InvalidConfiguration {
        OptionReader given = new OptionReader(new OptionReader.RawOptions() {
            @Override
            public List<RawOption> given(String option) {
                return options.getOrDefault(option, List.of());
            }

            @Override
            public RawOption named(String option) {
                return given(option).stream().findFirst().orElse(new RawOption(option, "", Optional.empty()));
            }
        });
        before.forEach(given::add);
        Optional<Cluster> cluster = new ClusterReader(given).cluster(password);
        if (!given.problems().isEmpty() || cluster.isEmpty()) {
            throw new InvalidConfiguration(where, given.problems());
        }
        return cluster.get();
    }

    private Optional<Cluster> cluster(Optional<String> password) {
        SetUp setUp = need(ClusterOptions.SET_UP, SetUp.SYSTEMD);
        List<InetAddress> vips = given.values(ClusterOptions.VIP.name(), ClusterOptions.VIP.type());
        if (!has(ClusterOptions.VIP)) {
            missing(ClusterOptions.VIP, ClusterOptions.VIP.type().expected());
        }
        List<Member> apiServers = members(ClusterOptions.NODE);
        if (!has(ClusterOptions.NODE)) {
            missing(ClusterOptions.NODE, "NAME=ADDRESS for each control-plane node");
        }
        List<Member> balancers = members(ClusterOptions.LOAD_BALANCER);
        List<Member> members = balancers.isEmpty() ? apiServers : balancers;
        int apiPort = valueOrStandard(ClusterOptions.API_PORT);
        boolean shifted = setUp.haproxy() && balancers.isEmpty();
        int port = shifted
                ? valueOrStandard(ClusterOptions.PORT)
                : value(ClusterOptions.PORT).orElse(apiPort);
        boolean unicast = isSet(ClusterOptions.UNICAST);
        Ports ports = new Ports(port, apiPort, value(ClusterOptions.HAPROXY_METRICS_PORT));
        check(password);
        Profile profile = valueOrStandard(ClusterOptions.PROFILE);
        Topology network = new Topology(vips, need(ClusterOptions.INTERFACE, ""), members, apiServers);
        VrrpOptions vrrp = new VrrpOptions(
                value(ClusterOptions.ROUTER_ID).orElse(routerId(vips)),
                password,
                unicast,
                isSet(ClusterOptions.NOPREEMPT),
                value(ClusterOptions.NODE_PAUSE),
                value(ClusterOptions.PRIORITY));
        boolean running = isSet(ClusterOptions.RUNNING);
        KubeVip kubeVip = kubeVip(setUp);
        Map<String, String> images = new TreeMap<>(ClusterOptions.IMAGES);
        images.putAll(pairs(ClusterOptions.IMAGE));
        String program = valueOrStandard(ClusterOptions.PROGRAM);
        Tls tls = tls(setUp, !balancers.isEmpty());
        boolean monitoring = isSet(ClusterOptions.MONITORING);
        Cluster cluster =
                new Cluster(setUp, profile, network, ports, vrrp, kubeVip, images, tls, program, running, monitoring);
        ClusterRules.check(cluster, given);
        return vips.isEmpty() || members.isEmpty() ? Optional.empty() : Optional.of(cluster);
    }

    private void check(Optional<String> password) {
        password.flatMap(VrrpPassword::problem)
                .ifPresent(problem -> given.say(ClusterOptions.AUTH_PASS_FILE.name(), problem));
    }

    private List<Member> members(ClusterOption<InetAddress> option) {
        List<Member> members = new ArrayList<>();
        pairs(option).forEach((name, address) -> members.add(new Member(name, address)));
        if (members.size() > MAX_NODES) {
            given.say(
                    option.name(),
                    "given " + members.size() + " nodes, expected at most " + MAX_NODES
                            + ": each needs a priority of its own");
        }
        return members;
    }

    private Tls tls(SetUp setUp, boolean balancers) {
        Optional<String> cert = value(ClusterOptions.CERT_FILE);
        Optional<String> key = value(ClusterOptions.KEY_FILE);
        if (cert.isPresent() != key.isPresent()) {
            given.say(
                    (cert.isPresent() ? ClusterOptions.CERT_FILE : ClusterOptions.KEY_FILE).name(),
                    "cert-file and key-file go together; where both are in one file, give it twice");
        }
        String caFile = balancers
                ? value(ClusterOptions.CA_FILE).orElse(ClusterOptions.BALANCERS_CA_FILE)
                : valueOrStandard(ClusterOptions.CA_FILE);
        return new Tls(
                caFile,
                cert.flatMap(file -> key.map(other -> new ClientPair(file, other))),
                value(ClusterOptions.HTTP_TLS)
                        .orElse(ClusterRules.httpTlsProblems(setUp, balancers, caFile)
                                .isEmpty()));
    }

    private KubeVip kubeVip(SetUp setUp) {
        KubeVip.Mode mode = valueOrStandard(ClusterOptions.KUBE_VIP_MODE);
        for (ClusterOption<?> option :
                List.of(ClusterOptions.KUBE_VIP_MODE, ClusterOptions.BGP_AS, ClusterOptions.BGP_PEER)) {
            if (has(option) && setUp != SetUp.KUBE_VIP) {
                given.say(option.name(), "goes with set-up kube-vip alone");
            } else if (has(option) && mode == KubeVip.Mode.ARP && !option.equals(ClusterOptions.KUBE_VIP_MODE)) {
                given.say(option.name(), "goes with kube-vip-mode bgp alone");
            }
        }
        if (mode == KubeVip.Mode.ARP) {
            return new KubeVip.Arp();
        }
        long as = need(ClusterOptions.BGP_AS, 1L);
        List<KubeVip.BgpPeer> peers = new ArrayList<>();
        pairs(ClusterOptions.BGP_PEER)
                .forEach((address, theirs) -> peers.add(
                        new KubeVip.BgpPeer(ClusterOptions.address(address).orElseThrow(), theirs)));
        if (!has(ClusterOptions.BGP_PEER)) {
            missing(ClusterOptions.BGP_PEER, "ADDRESS=AS for each router");
        }
        return new KubeVip.Bgp(as, peers);
    }

    private boolean has(ClusterOption<?> option) {
        return given.has(option.name());
    }

    private <T> Optional<T> value(ClusterOption<T> option) {
        return given.value(option.name(), option.type());
    }

    private <T> T valueOrStandard(ClusterOption<T> option) {
        return value(option).or(option::standard).orElseThrow();
    }

    private boolean isSet(ClusterOption<Boolean> flag) {
        return value(flag).orElse(false);
    }

    private <T> Map<String, T> pairs(ClusterOption<T> option) {
        return given.pairs(option.name(), option.names().orElseThrow(), option.type());
    }

    /** Returns the value of an option that must be given; {@code standIn} where it is not or is wrong. */
    private <T> T need(ClusterOption<T> option, T standIn) {
        if (!has(option)) {
            missing(option, option.type().expected());
        }
        return value(option).orElse(standIn);
    }

    private void missing(ClusterOption<?> option, String expected) {
        given.say(option.name(), "missing, expected " + expected);
    }

    /** Returns the last byte of the first VIP: the same on every node without anybody choosing it. */
    private static int routerId(List<InetAddress> vips) {
        byte[] bytes = vips.isEmpty() ? new byte[] {1} : vips.getFirst().getAddress();
        int last = bytes[bytes.length - 1] & 0xff;
        return last == 0 ? 255 : last;
    }
}
