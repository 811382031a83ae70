package io.vipagent.tools.init.migrate;

import io.vipagent.config.RawOption;
import io.vipagent.tools.conf.Source;
import io.vipagent.tools.conf.haproxy.HaproxyParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the classic set-up. */
public final class Migration {
    private Migration() {}

    /**
     * Returns what is there as options of {@code init}.
     *
     * @param asked options that somebody has given, which win: what they answer is no problem any more
     */
    public static MigrationResult read(LegacySetUp old, Map<String, List<RawOption>> asked) {
        MigrationLog notes = new MigrationLog(asked);
        boolean haproxy = !old.haproxy().isEmpty();
        setUp(old, notes);
        notes.put("running", "true", "its files are there");
        List<Router> routers = KeepalivedImport.read(old.keepalived(), old.scripts(), notes);
        boolean six = routers.stream().limit(1).anyMatch(router -> router.main().isIpv6());
        List<LegacyNode> servers = haproxy ? HaproxyImport.read(old.haproxy().getFirst(), six, notes) : List.of();
        if (haproxy && LoadBalancers.isOfItsOwn(old, servers, routers, notes)) {
            servers.forEach(node -> notes.put("node", node.pair(), node.where()));
            NodeOrder.note(
                    LoadBalancers.balancers(routers, notes), routers, old.addresses(), NodeOrder.LOAD_BALANCER, notes);
        } else {
            List<LegacyNode> nodes = haproxy ? servers : UnicastNodes.of(routers, notes);
            NodeOrder.note(nodes, routers, old.addresses(), "node", notes);
        }
        same(old, six, servers, notes);
        script(old, haproxy, notes);
        credentials(old, routers, notes);
        old.conditional()
                .forEach(at -> notes.left(at, "@", "a condition, read as on this host; compare what other hosts get"));
        if (notes.asked("set-up").filter("kube-vip"::equals).isPresent()) {
            notes.obstacle("set-up: kube-vip moves the VIP by other means and takes nothing over; leave out --from");
        }
        return notes.found(old.faults());
    }

    private static void setUp(LegacySetUp old, MigrationLog notes) {
        boolean haproxy = !old.haproxy().isEmpty();
        if (old.pods().isEmpty()) {
            notes.put(
                    "set-up",
                    haproxy ? "systemd" : "keepalived-only",
                    haproxy ? "there is " + old.haproxy().getFirst().file() : "there is no haproxy.cfg");
            return;
        }
        notes.put("set-up", "static-pod", old.pods().getFirst().at());
        if (!haproxy) {
            notes.problem(
                    "set-up",
                    "keepalived is a static pod (" + old.pods().getFirst().at().lineOfFile()
                            + ") and there is no haproxy.cfg, which set-up static-pod has as well; give the "
                            + "haproxy.cfg of its pod to --from, or --set-up");
        }
        for (LegacyPod pod : old.pods()) {
            notes.left(
                    pod.at(),
                    "image " + pod.image(),
                    pod.isKeepalived()
                            ? "the new pod's image holds vip-agent too; --image keepalived=REFERENCE names another one"
                            : "the new pod has the image of init, for haproxy 2.4 and later; --image haproxy=REFERENCE"
                                    + " names another one");
            if (!pod.isNamedAlike()) {
                notes.left(
                        pod.at(),
                        pod.at().file(),
                        "the new manifest is " + pod.program()
                                + ".yaml: move this one out of the folder at the same time," + " or both run");
            }
        }
    }

    /** Other nodes' haproxy.cfg have the same servers. */
    private static void same(LegacySetUp old, boolean six, List<LegacyNode> nodes, MigrationLog notes) {
        for (HaproxyParser.HaproxyTree tree : old.haproxy().stream().skip(1).toList()) {
            MigrationLog aside = new MigrationLog(Map.of());
            List<String> others = HaproxyImport.read(tree, six, aside).stream()
                    .map(LegacyNode::pair)
                    .sorted()
                    .toList();
            if (!others.equals(nodes.stream().map(LegacyNode::pair).sorted().toList())) {
                notes.problem(
                        "node",
                        "the servers of " + tree.file() + " are not those of "
                                + old.haproxy().getFirst().file() + "; give --node NAME=ADDRESS for each");
            }
        }
    }

    /** The port that the old check asks: without haproxy it is the apiserver's, with it haproxy's. */
    private static void script(LegacySetUp old, boolean haproxy, MigrationLog notes) {
        for (Source script : old.scripts().values()) {
            CheckScript.port(script).ifPresent(port -> {
                if (!haproxy && !notes.has("api-port")) {
                    notes.put("api-port", port, script.file());
                    notes.remark("api-port " + port + " is what " + script.file()
                            + " asks; where haproxy listens there, give its haproxy.cfg to --from as well");
                }
            });
        }
    }

    /**
     * What the old check shows to the apiserver, and what it trusts: RKE2's and k3s' files are elsewhere than
     * kubeadm's.
     */
    private static void credentials(LegacySetUp old, List<Router> routers, MigrationLog notes) {
        Stream<Source> lines = routers.stream()
                .flatMap(router -> router.conf().scripts().stream())
                .map(script -> new Source(script.at("script").lineOfFile(), String.join(" ", script.arguments())));
        Stream.concat(old.scripts().values().stream(), lines).forEach(text -> {
            credential("ca-file", CheckScript.file(text.text(), "--cacert"), text, notes);
            credential("cert-file", CheckScript.file(text.text(), "--cert", "-E"), text, notes);
            credential("key-file", CheckScript.file(text.text(), "--key"), text, notes);
        });
        if (notes.has("cert-file") != notes.has("key-file")
                && notes.asked("key-file").isEmpty()) {
            // curl takes a certificate and its key out of one file.
            notes.copy("cert-file", "key-file");
        }
        if (notes.has("cert-file")) {
            notes.remark("the certificate and key that the old check shows are the agents' now: the user vip-agent "
                    + "must be able to read both, and the folders above them");
        }
    }

    private static void credential(String option, Optional<String> file, Source where, MigrationLog notes) {
        file.filter(path -> !notes.has(option)).ifPresent(path -> notes.put(option, path, where.file()));
    }
}
