package io.vipagent.doctor.look;

import io.vipagent.config.InvalidConfiguration;
import io.vipagent.doctor.AgentFacts;
import io.vipagent.doctor.Cast;
import io.vipagent.doctor.Facts;
import io.vipagent.doctor.FileFact.Kind;
import io.vipagent.doctor.HostFacts;
import io.vipagent.doctor.Manifest;
import io.vipagent.doctor.Unchecked;
import io.vipagent.doctor.WireFacts;
import io.vipagent.doctor.WireFacts.Listened;
import io.vipagent.haproxy.conf.HaproxyConf;
import io.vipagent.keepalived.conf.KeepalivedConf;
import io.vipagent.time.Ticker;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Gathers the facts of one node. Changes nothing. */
public final class Look {
    private static final String KEEPALIVED = "/etc/keepalived/keepalived.conf";
    private static final String HAPROXY = "/etc/haproxy/haproxy.cfg";

    private final Asked asked;
    private final Root root;
    private final Ticker ticker;
    private final List<Unchecked> unchecked = new ArrayList<>();

    private Look(Asked asked, Ticker ticker) {
        this.asked = asked;
        this.root = new Root(asked.root());
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
     * @param socket the agent's control socket
     * @param listen how long for adverts; 0: not at all
     */
    public record Asked(
            Path root,
            List<String> keepalived,
            Optional<String> haproxy,
            String manifests,
            Path config,
            Map<String, String> environment,
            Path socket,
            Duration listen) {}

    /**
     * The facts.
     *
     * @throws InvalidConfiguration with every file that was asked for and cannot be read
     */
    public static Facts gather(Asked asked, Ticker ticker) throws InvalidConfiguration {
        return new Look(asked, ticker).gather();
    }

    private Facts gather() throws InvalidConfiguration {
        ConfLook confs = new ConfLook(root, unchecked::add);
        ProcLook proc = new ProcLook(root);
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
        AgentFacts agent =
                new AgentLook(root, ticker, unchecked::add).look(asked.config(), asked.environment(), asked.socket());
        HostFacts host = host(proc, keepalived);
        Facts facts = new Facts(keepalived, haproxy, manifests, agent, host, WireFacts.NONE, List.of());
        WireFacts wire = root.isThisNode() && !keepalived.isEmpty() ? wire(facts) : WireFacts.NONE;
        say(keepalived, host);
        return new Facts(keepalived, haproxy, manifests, agent, host, wire, List.copyOf(unchecked));
    }

    private WireFacts wire(Facts facts) {
        List<Listened> listened = new AdvertLook(ticker, asked.listen(), unchecked::add).listen(facts);
        List<String> now = NetworkLook.interfaces().stream()
                .flatMap(network -> network.addresses().stream())
                .map(address -> address.split("/", 2)[0])
                .toList();
        List<InetAddress> kept = Cast.vips(facts).stream()
                .filter(vip -> Cast.has(facts, vip) && now.contains(vip.getHostAddress()))
                .toList();
        return new WireFacts(listened, new NeighbourLook(ticker, unchecked::add).look(facts, listened), kept);
    }

    private HostFacts host(ProcLook proc, List<KeepalivedConf> keepalived) {
        boolean here = root.isThisNode();
        Map<String, String> processes = proc.processes();
        return new HostFacts(
                FileLook.of(root, keepalived, Stream.of(asked.socket().toString())),
                proc.users(),
                proc.groups(),
                proc.mounts(),
                here ? ProgramLook.version("keepalived", "--version") : Optional.empty(),
                here ? ProgramLook.version("haproxy", "-v") : Optional.empty(),
                here ? NetworkLook.interfaces() : List.of(),
                proc.nonlocalBind("ipv4"),
                proc.nonlocalBind("ipv6"),
                proc.ports(),
                processes.isEmpty() ? Optional.empty() : Optional.of(new HashSet<>(processes.values())),
                here && Files.isDirectory(Path.of("/run/systemd/system")) ? ProgramLook.units() : Map.of());
    }

    /** What nobody could look at, and why. */
    private void say(List<KeepalivedConf> keepalived, HostFacts host) {
        if (!keepalived.isEmpty()) {
            note(
                    keepalived.size() == 1,
                    "priorities, weights and passwords of the other nodes",
                    "only one file was given: --keepalived OWN OTHER...");
            note(root.isThisNode() && asked.listen().isZero(), "adverts of others on the wire", "--listen 0");
            note(
                    host.keepalived().isEmpty(),
                    "what depends on keepalived's version",
                    root.isThisNode() ? "keepalived --version does not run here" : "--root names another root");
        }
        note(
                !root.isThisNode(),
                "the agent, certificates, peers, interfaces, adverts, who has the VIP, and units",
                "--root names another root");
        note(host.processes().isEmpty(), "which programs run", "/proc cannot be read");
        note(host.users().isEmpty(), "which users there are", "/etc/passwd cannot be read");
        note(root.isThisNode() && host.units().isEmpty(), "units", "no systemd, or it knows none of them");
        host.files().values().stream()
                .filter(file -> file.kind() == Kind.UNKNOWN)
                .forEach(file -> note(true, file.path(), "this user may not look there"));
    }

    private void note(boolean isSo, String subject, String reason) {
        if (isSo) {
            unchecked.add(new Unchecked(subject, reason));
        }
    }
}
