package io.vipagent.tools.init;

import io.vipagent.tools.init.cluster.Cluster;
import io.vipagent.tools.init.cluster.Profile;
import io.vipagent.tools.init.cluster.SetUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clusters of every set-up, profile and family, with every option somewhere. */
final class Variants {
    private static final List<String> NETWORKS = List.of(Clusters.THREE, """
            vip: "2001:db8::64"
            interface: bond0.12
            unicast: true
            node: {cp1.example.com: "2001:db8::11", cp2.example.com: "2001:db8:0:0:1:0:0:12"}
            """, """
            vip: [192.0.2.100, "2001:db8::64"]
            interface: eth0
            nopreempt: true
            node-pause: 3s
            haproxy-metrics-port: 8405
            api-port: 16443
            port: 9443
            program: /opt/vip-agent/bin/vip-agent
            node: {only: 192.0.2.11}
            """);

    private static final String BALANCERS = """
            unicast: true
            load-balancer: {lb1: 192.0.2.5, lb2: 192.0.2.6}
            cert-file: /etc/vip-agent/client.pem
            key-file: /etc/vip-agent/client.pem
            """ + Clusters.THREE;

    private Variants() {}

    static List<Cluster> all() throws Exception {
        List<Cluster> all = new ArrayList<>();
        for (SetUp setUp : SetUp.values()) {
            for (Profile profile : Profile.values()) {
                for (String network : NETWORKS) {
                    all.add(Clusters.read(
                            "set-up: " + setUp.label() + "\nprofile: " + profile.label() + "\n"
                                    + fitting(setUp, profile, network),
                            Optional.of("s3cretAB")));
                }
            }
        }
        all.add(Clusters.read(
                "set-up: kube-vip\nkube-vip-mode: bgp\nbgp-as: 65000\nbgp-peer: {192.0.2.1: 65001, 192.0.2.2: 4294967295}\n"
                        + Clusters.THREE));
        for (Profile profile : Profile.values()) {
            all.add(Clusters.read(
                    "set-up: systemd\nprofile: " + profile.label() + "\n" + BALANCERS, Optional.of("s3cretAB")));
        }
        return all;
    }

    /** Without what does not go with it. */
    private static String fitting(SetUp setUp, Profile profile, String network) {
        StringBuilder kept = new StringBuilder();
        network.lines()
                .map(line -> setUp == SetUp.KUBE_VIP ? line.replace("[192.0.2.100, ", "[") : line)
                .filter(line -> setUp.haproxy() || !line.matches("(port|haproxy-metrics-port):.*"))
                .filter(line -> setUp.keepalived() || !line.matches("(unicast|nopreempt|node-pause|program):.*"))
                .filter(line -> setUp != SetUp.STATIC_POD || !line.startsWith("program:"))
                .filter(line -> profile != Profile.KUBEADM || !line.startsWith("nopreempt:"))
                .forEach(line -> kept.append(line).append('\n'));
        return kept.toString();
    }
}
