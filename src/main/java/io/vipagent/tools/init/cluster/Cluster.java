package io.vipagent.tools.init.cluster;

import io.vipagent.core.text.IpAddresses;
import io.vipagent.core.text.Labelled;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster, valid and complete.
 *
 * @param vrrp what is keepalived's alone
 * @param kubeVip what is kube-vip's alone, where it moves the VIP
 * @param images by what is in them
 * @param tls what the agents trust, and what they show
 * @param program where keepalived finds vip-agent
 * @param running whether the cluster is there already, and is changed node by node
 * @param monitoring whether the agents also ask through the VIP, and Prometheus' rules are written
 */
public record Cluster(
        SetUp setUp,
        Profile profile,
        Topology network,
        Ports ports,
        VrrpOptions vrrp,
        KubeVip kubeVip,
        Map<String, String> images,
        Tls tls,
        String program,
        boolean running,
        boolean monitoring) {
    /**
     * The nodes and what moves between them.
     *
     * @param vips not empty, of either family
     * @param interfaceName which carries the VIPs
     * @param members the hosts with keepalived and agents, in the order of their priorities; not empty
     * @param apiServers the hosts with apiservers; the members, or others where those are load balancers
     */
    public record Topology(
            List<InetAddress> vips, String interfaceName, List<Member> members, List<Member> apiServers) {}

    /**
     * Files on every node.
     *
     * @param caFile the cluster's CA
     * @param client what the agents show to the apiservers, where these let nobody ask without
     * @param http whether the agents serve HTTP in TLS, and ask each other so
     */
    public record Tls(String caFile, Optional<ClientPair> client, boolean http) {}

    /** A certificate and its key; both may be in one file. */
    public record ClientPair(String certFile, String keyFile) {
        /** Returns whether one file holds both, which is how haproxy wants them. */
        boolean inOneFile() {
            return certFile.equals(keyFile);
        }
    }

    /**
     * The ports that are listened on.
     *
     * @param clients which clients use: haproxy's, or else the apiservers'
     * @param api the apiservers'
     * @param metrics where haproxy serves its metrics, if anywhere
     */
    public record Ports(int clients, int api, Optional<Integer> metrics) {}

    /**
     * What keepalived is told.
     *
     * @param routerId 1 to 255, one per subnet
     * @param password of VRRP version 2, where it was given
     * @param unicast whether advertisements go to each node instead of the multicast group
     * @param nopreempt whether a healed node leaves the VIP where it is
     * @param nodePause how long a holder may stand still and keep the VIP, where it is not the profile's
     * @param priority the first node's, where it is not the profile's
     */
    public record VrrpOptions(
            int routerId,
            Optional<String> password,
            boolean unicast,
            boolean nopreempt,
            Optional<Duration> nodePause,
            Optional<Integer> priority) {
        /** Returns the same with a password. */
        VrrpOptions withPassword(String text) {
            return new VrrpOptions(routerId, Optional.of(text), unicast, nopreempt, nodePause, priority);
        }
    }

    /** A control-plane node, or a load balancer. */
    public record Member(String name, InetAddress address) {
        private static final String LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";

        /** Returns whether a node may be called so: RFC 1123, and short enough for a host's name and a target's. */
        static boolean isName(String text) {
            return text.length() <= 63 && text.matches(LABEL + "(\\." + LABEL + ")*");
        }

        /** Returns the name of the agent's target, which knows no dots. */
        String target() {
            return name.replace('.', '-');
        }
    }

    /** How kube-vip tells the network. */
    public sealed interface KubeVip {
        /** The word on the command line. */
        enum Mode implements Labelled {
            /** The mode of {@link Arp}. */
            ARP,
            /** The mode of {@link Bgp}. */
            BGP
        }

        /** A leader answers ARP and neighbour discovery. */
        record Arp() implements KubeVip {}

        /** Every node announces a route while its apiserver is ready. */
        record Bgp(long as, List<BgpPeer> peers) implements KubeVip {}

        /** A router that kube-vip announces the VIP to. */
        record BgpPeer(InetAddress address, long as) {}
    }

    /** Returns whether a password is needed and there is none. */
    public boolean lacksPassword() {
        return vrrp.password().isEmpty()
                && setUp.keepalived()
                && profile.vrrp().version() == 2
                && !vips(false).isEmpty();
    }

    /** Returns the same with a password. */
    public Cluster withPassword(String text) {
        return new Cluster(
                setUp,
                profile,
                network,
                ports,
                vrrp.withPassword(text),
                kubeVip,
                images,
                tls,
                program,
                running,
                monitoring);
    }

    /** Returns the virtual IPs. */
    public List<InetAddress> vips() {
        return network.vips();
    }

    /** Returns the hosts with apiservers. */
    public List<Member> apiServers() {
        return network.apiServers();
    }

    /** Returns whether keepalived and haproxy are on load balancers, which have no apiservers. */
    public boolean hasLoadBalancers() {
        return !members().equals(apiServers());
    }

    /** Returns the hosts with keepalived and agents, in the order of their priorities. */
    public List<Member> members() {
        return network.members();
    }

    /** keepalived's priority of the node with this rank, 0 for the first. */
    public int priority(int rank) {
        int nodes = members().size();
        return profile.priority(rank, nodes, vrrp.priority().orElseGet(() -> profile.firstPriority(nodes)));
    }

    /** Returns the longest time from when keepalived knows of a fault to the VIP on another node. */
    Duration moved() {
        return profile.moved(missedAdverts());
    }

    /** Returns the longest time from the death of a holder, or of its keepalived, to the VIP on another node. */
    Duration silent() {
        return profile.silent(missedAdverts());
    }

    /** Returns after how many advertisements that do not come a backup takes the VIP. */
    int missedAdverts() {
        return profile.missedAdverts(vrrp.nodePause());
    }

    /** Returns all but this one. */
    List<Member> others(Member member) {
        return members().stream().filter(other -> !other.equals(member)).toList();
    }

    /** Returns the VIPs of one family. */
    List<InetAddress> vips(boolean six) {
        return vips().stream().filter(vip -> IpAddresses.isSix(vip) == six).toList();
    }
}
