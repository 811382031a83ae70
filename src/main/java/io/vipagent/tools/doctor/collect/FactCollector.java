package io.vipagent.tools.doctor.collect;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.platform.time.Ticker;
import io.vipagent.tools.conf.Word;
import io.vipagent.tools.conf.haproxy.HaproxyConf;
import io.vipagent.tools.conf.keepalived.KeepalivedConf;
import io.vipagent.tools.doctor.facts.AgentFacts;
import io.vipagent.tools.doctor.facts.Facts;
import io.vipagent.tools.doctor.facts.FileFact;
import io.vipagent.tools.doctor.facts.FileFact.PathKind;
import io.vipagent.tools.doctor.facts.HostFacts;
import io.vipagent.tools.doctor.facts.HostFacts.Complaint;
import io.vipagent.tools.doctor.facts.Manifest;
import io.vipagent.tools.doctor.facts.Skipped;
import io.vipagent.tools.doctor.facts.WireFacts;
import io.vipagent.tools.doctor.facts.WireFacts.Listened;
import io.vipagent.tools.host.HostRoot;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Gathers the facts of one node. Changes nothing. */
public final class FactCollector {
    private static final String KEEPALIVED = "/etc/keepalived/keepalived.conf";
    private static final String HAPROXY = "/etc/haproxy/haproxy.cfg";

    private final CollectionRequest asked;
    private final HostRoot root;
    private final Ticker ticker;
    private final List<Skipped> unchecked = new ArrayList<>();

    private FactCollector(CollectionRequest asked, Ticker ticker) {
        this.asked = asked;
        this.root = new HostRoot(asked.root());
        this.ticker = ticker;
    }

    /**
     * What to look at.
     *
     * @param root the node's root directory; another than / is only read
     * @param keepalived this node's file first; none: where keepalived says that it is, or where it usually is
     * @param haproxy none: where it usually is
     * @param manifests the directory of the static pods
     * @param config the agent's configuration
     * @param environment which wins over {@code config}
     * @param socket the agent's control socket; none: the one that the configuration names
     * @param listen how long for advertisements; 0: not at all
     */
    public record CollectionRequest(
            Path root,
            List<String> keepalived,
            Optional<String> haproxy,
            String manifests,
            Path config,
            Map<String, String> environment,
            Optional<Path> socket,
            Duration listen) {}

    /**
     * Returns the facts of this node, or of the tree that was asked for.
     *
     * @throws InvalidConfiguration with every file that was asked for and cannot be read
     */
    public static Facts gather(CollectionRequest asked, Ticker ticker) throws InvalidConfiguration {
        return new FactCollector(asked, ticker).gather();
    }

    private Facts gather() throws InvalidConfiguration {
        ConfCollector confs = new ConfCollector(root, unchecked::add);
        ProcCollector proc = new ProcCollector(root);
        List<String> files = asked.keepalived().isEmpty()
                ? List.of(proc.option("keepalived", Set.of("-f", "--use-file")).orElse(KEEPALIVED))
                : asked.keepalived();
        String configId = proc.option("keepalived", Set.of("-i", "--config-id")).orElseGet(proc::hostName);
        List<KeepalivedConf> keepalived =
                confs.keepalived(files, !asked.keepalived().isEmpty(), configId);
        Optional<HaproxyConf> haproxy =
                confs.haproxy(asked.haproxy().orElse(HAPROXY), asked.haproxy().isPresent());
        List<Manifest> manifests = confs.manifests(asked.manifests());
        if (!confs.problems().isEmpty()) {
            throw new InvalidConfiguration("cannot look at what was asked for", confs.problems());
        }
        AgentFacts agent = new AgentCollector(root, ticker, unchecked::add)
                .look(asked.config(), asked.environment(), asked.socket());
        HostFacts host = host(proc, keepalived, haproxy, agent, configId);
        Facts facts = new Facts(keepalived, haproxy, manifests, agent, host, WireFacts.NONE, List.of());
        WireFacts wire = root.isThisNode() && !keepalived.isEmpty() ? wire(facts) : WireFacts.NONE;
        say(keepalived, host);
        return new Facts(keepalived, haproxy, manifests, agent, host, wire, List.copyOf(unchecked));
    }

    private WireFacts wire(Facts facts) {
        List<Listened> listened = new AdvertCollector(ticker, asked.listen(), unchecked::add).listen(facts);
        List<String> now = NetworkCollector.interfaces().stream()
                .flatMap(network -> network.addresses().stream())
                .map(address -> address.split("/", 2)[0])
                .toList();
        List<InetAddress> kept = facts.addresses().vips().stream()
                .filter(vip -> facts.addresses().has(vip) && now.contains(vip.getHostAddress()))
                .toList();
        return new WireFacts(listened, new NeighbourCollector(ticker, unchecked::add).look(facts, listened), kept);
    }

    private HostFacts host(
            ProcCollector proc,
            List<KeepalivedConf> keepalived,
            Optional<HaproxyConf> haproxy,
            AgentFacts agent,
            String configId) {
        boolean here = root.isThisNode();
        Map<String, String> processes = proc.processes();
        Stream<String> ofHaproxy = haproxy.stream()
                .flatMap(conf -> Stream.concat(
                        Stream.of(conf.file()),
                        conf.servers().stream()
                                .flatMap(server -> Stream.of("ca-file", "crt")
                                        .flatMap(key -> server.value(key).stream())
                                        .map(Word::text))))
                .filter(path -> path.startsWith("/"));
        Stream<String> ofHttp = agent
                .settings()
                .flatMap(settings -> settings.http().tls())
                .stream()
                .flatMap(tls -> Stream.concat(
                        Stream.of(tls.files().certFile(), tls.files().keyFile()), tls.clientCaFile().stream()))
                .map(Path::toString);
        return new HostFacts(
                FileCollector.of(
                        root,
                        keepalived,
                        Stream.of(
                                        here ? Stream.of(agent.socket().toString()) : Stream.<String>empty(),
                                        ofHaproxy,
                                        ofHttp)
                                .flatMap(paths -> paths)),
                proc.users(),
                proc.groups(),
                proc.mounts(),
                here ? ProgramCollector.version("keepalived", "--version") : Optional.empty(),
                here ? ProgramCollector.version("haproxy", "-v") : Optional.empty(),
                here ? NetworkCollector.interfaces() : List.of(),
                proc.nonlocalBind("ipv4"),
                proc.nonlocalBind("ipv6"),
                proc.ports(),
                processes.isEmpty() ? Optional.empty() : Optional.of(new HashSet<>(processes.values())),
                here && Files.isDirectory(Path.of("/run/systemd/system")) ? ProgramCollector.units() : Map.of(),
                proc.youngest("haproxy"),
                here ? complaints(keepalived, haproxy, configId) : List.of());
    }

    /** Returns what the programs themselves say of their files, where they run here. */
    private List<Complaint> complaints(
            List<KeepalivedConf> keepalived, Optional<HaproxyConf> haproxy, String configId) {
        Stream<Complaint> ofKeepalived = keepalived.stream()
                .limit(1)
                .flatMap(conf -> said(
                        ProgramCollector.keepalived(conf.file(), configId),
                        "keepalived -t -f " + conf.file(),
                        ProgramCollector.isRoot() ? "it does not run here" : "it runs as root alone"));
        Stream<Complaint> ofHaproxy = haproxy.stream()
                .flatMap(conf -> said(
                        ProgramCollector.haproxy(conf.file()), "haproxy -c -f " + conf.file(), "it does not run here"))
                .filter(complaint -> isOfTheFile(complaint));
        return Stream.concat(ofKeepalived, ofHaproxy).toList();
    }

    private Stream<Complaint> said(Optional<List<Complaint>> complaints, String command, String whyNot) {
        note(complaints.isEmpty(), "what " + command + " says", whyNot);
        return complaints.stream().flatMap(List::stream);
    }

    /** A file that this user may not read haproxy may read when it starts as root. */
    private boolean isOfTheFile(Complaint complaint) {
        boolean ours = !ProgramCollector.isRoot()
                && complaint
                        .text()
                        .toLowerCase(Locale.ROOT)
                        .matches(".*(permission denied|not permitted|cannot open|unable to).*");
        note(ours, "what haproxy -c says", "run as root: " + complaint.text());
        return !ours;
    }

    /** What nobody could look at, and why. */
    private void say(List<KeepalivedConf> keepalived, HostFacts host) {
        if (!keepalived.isEmpty()) {
            note(
                    keepalived.size() == 1,
                    "priorities, weights and passwords of the other nodes",
                    "only one file was given: --keepalived OWN OTHER...");
            note(root.isThisNode() && asked.listen().isZero(), "advertisements of others on the wire", "--listen 0");
            note(
                    host.keepalived().isEmpty(),
                    "what depends on keepalived's version",
                    root.isThisNode() ? "keepalived --version does not run here" : "--root names another root");
        }
        note(
                !root.isThisNode(),
                "the agent, certificates, peers, interfaces, advertisements, who has the VIP, and units",
                "--root names another root");
        note(host.processes().isEmpty(), "which programs run", "/proc cannot be read");
        note(host.users().isEmpty(), "which users there are", "/etc/passwd cannot be read");
        note(root.isThisNode() && host.units().isEmpty(), "units", "no systemd, or it knows none of them");
        host.files().values().stream()
                .filter(file -> file.kind() == PathKind.UNKNOWN)
                .map(FileFact::path)
                .sorted()
                .forEach(path -> note(
                        true,
                        path,
                        root.shows(path)
                                ? "this user may not look there"
                                : "the tree that --root names does not show it"));
    }

    private void note(boolean isSo, String subject, String reason) {
        if (isSo) {
            unchecked.add(new Skipped(subject, reason));
        }
    }
}
