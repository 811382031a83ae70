package io.vipagent.config;

import io.vipagent.config.Settings.Keepalived;
import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.health.Policy;
import io.vipagent.core.health.Target;
import io.vipagent.core.health.TargetRole;
import io.vipagent.core.protocol.AgentReply;
import io.vipagent.core.protocol.AgentReply.Reports;
import io.vipagent.core.protocol.AllowList;
import io.vipagent.core.protocol.AllowList.Cidr;
import io.vipagent.core.protocol.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** From what was written to settings that are valid. Pure; every problem is found before any is reported. */
final class SettingsReader {
    static final Path DEFAULT_SOCKET = Path.of(Request.DEFAULT_SOCKET);

    private static final Path DEFAULT_PID_FILE = Path.of("/run/keepalived.pid");
    private static final int DEFAULT_HTTP_PORT = 9706;
    private static final int DEFAULT_AGENT_CHECK_PORT = 9707;
    private static final List<String> DEFAULT_ALLOW = List.of("127.0.0.0/8", "::1/128");
    private static final String NONE = "none";

    /** sun_path of unix(7) holds 108 bytes with its final zero; the agent binds a name that is four longer first. */
    private static final int MOST_SOCKET_PATH = 103;

    private final RawConfig written;
    private final ConfigErrors problems;

    SettingsReader(RawConfig written, ConfigErrors problems) {
        this.written = written;
        this.problems = problems;
    }

    /** The settings, also where there are problems: then they must not be used. */
    Settings read(String hostName) {
        List<Target> targets = targets();
        DecisionRule rule = rule(targets);
        for (TargetRole role : TargetRole.values()) {
            if (rule.policy().asks(role) && targets.stream().noneMatch(target -> target.role() == role)) {
                problems.say(
                        Keys.ROOT + ".decision.policy",
                        "\"" + rule.policy().label() + "\" asks targets with the role " + role.label()
                                + ", and there is none");
            }
        }
        Path socket = problems.read(
                "control.socket",
                "an absolute path of at most " + MOST_SOCKET_PATH + " bytes",
                DEFAULT_SOCKET,
                text -> ValueParsers.path(text)
                        .filter(path -> path.toString().getBytes(StandardCharsets.UTF_8).length <= MOST_SOCKET_PATH));
        InetSocketAddress http = problems.read(
                "http.listen",
                "ADDRESS:PORT with a literal address, such as 127.0.0.1:9706",
                loopback(DEFAULT_HTTP_PORT),
                ValueParsers::listen);
        Optional<AgentCheckOptions> agentCheck = agentCheck();
        if (agentCheck.isPresent() && overlap(agentCheck.get().listen(), http)) {
            problems.say(Keys.ROOT + ".agent-check.listen", "the same address and port as http.listen");
        }
        return new Settings(
                written.value("node")
                        .map(String::strip)
                        .filter(node -> !node.isEmpty())
                        .orElse(hostName),
                vips(),
                targets,
                rule,
                problems.read(
                        "decision.bootstrap-grace",
                        "a duration from 0s to 60m",
                        Duration.ZERO,
                        ValueParsers.duration(Duration.ZERO, Duration.ofMinutes(60))),
                socket,
                agentCheck,
                problems.read(
                        "agent-check.release",
                        "a duration from 0s to 4s",
                        Duration.ofSeconds(2),
                        ValueParsers.duration(Duration.ZERO, Duration.ofSeconds(4))),
                http,
                keepalived(),
                new PeersReader(written, problems).read());
    }

    private List<InetAddress> vips() {
        List<InetAddress> vips = problems.readAll(
                "vip",
                "a literal address that is not a wildcard, such as 192.0.2.100",
                List.of(),
                ValueParsers::address);
        vips.stream()
                .filter(vip -> Collections.frequency(vips, vip) > 1)
                .forEach(vip -> problems.say(Keys.ROOT + ".vip", vip.getHostAddress() + " is there twice"));
        return vips;
    }

    private Keepalived keepalived() {
        Keepalived keepalived = new Keepalived(
                fileOrNone("keepalived.track-file"),
                problems.read("keepalived.on-stop", "keep or fail", OnStop.KEEP, ValueParsers.word(OnStop.class)),
                fileOrNone("keepalived.notify-fifo"),
                problems.read("keepalived.pid-file", "an absolute path", DEFAULT_PID_FILE, ValueParsers::path));
        if (keepalived.trackFile().isPresent() && keepalived.trackFile().equals(keepalived.notifyFifo())) {
            problems.say(Keys.ROOT + ".keepalived.notify-fifo", "the same file as keepalived.track-file");
        }
        return keepalived;
    }

    private Optional<Path> fileOrNone(String key) {
        return problems.read(
                key,
                "an absolute path, or none",
                Optional.empty(),
                text -> text.equals(NONE)
                        ? Optional.of(Optional.empty())
                        : ValueParsers.path(text).map(Optional::of));
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        written.targets().stream()
                .filter(name -> !name.equals(TargetReader.LOCAL))
                .forEach(name -> read(name, targets));
        boolean needed = written.has(Keys.TARGETS + "." + TargetReader.LOCAL)
                || targets.stream().noneMatch(target -> target.role() == TargetRole.LOCAL);
        if (needed) {
            List<Target> others = List.copyOf(targets);
            targets.clear();
            read(TargetReader.LOCAL, targets);
            targets.addAll(others);
        }
        return targets;
    }

    private void read(String name, List<Target> targets) {
        String enabled = "targets." + name + ".enabled";
        if (problems.read(enabled, "true or false", true, ValueParsers::bool)) {
            targets.add(new TargetReader(name, written, problems).read());
        }
    }

    private DecisionRule rule(List<Target> targets) {
        boolean frontend = targets.stream().anyMatch(target -> target.role() == TargetRole.FRONTEND);
        return new DecisionRule(
                problems.read(
                        "decision.policy",
                        "a policy: local, frontend or both",
                        frontend ? Policy.FRONTEND : Policy.LOCAL,
                        ValueParsers.word(Policy.class)),
                problems.read("decision.hold-when-all-down", "true or false", true, ValueParsers::bool));
    }

    private Optional<AgentCheckOptions> agentCheck() {
        if (written.value("agent-check.listen").filter(NONE::equals).isPresent()) {
            return Optional.empty();
        }
        List<Cidr> allow = problems.readAll(
                "agent-check.allow",
                "a network such as 192.0.2.0/24",
                DEFAULT_ALLOW,
                text -> Optional.of(Cidr.parse(text)));
        return Optional.of(new AgentCheckOptions(
                problems.read(
                        "agent-check.listen",
                        "ADDRESS:PORT with a literal address, such as 127.0.0.1:9707, or none",
                        loopback(DEFAULT_AGENT_CHECK_PORT),
                        ValueParsers::listen),
                new AllowList(allow),
                problems.read(
                        "agent-check.reports",
                        "verdict or maintenance",
                        Reports.VERDICT,
                        ValueParsers.word(Reports.class)),
                problems.read(
                        "agent-check.drain-as",
                        "drain or maint",
                        AgentReply.DRAIN,
                        text -> ValueParsers.word(AgentReply.class)
                                .apply(text)
                                .filter(reply -> reply == AgentReply.DRAIN || reply == AgentReply.MAINT)),
                problems.read(
                        "agent-check.line-wait",
                        "a duration from 1ms to 1s",
                        Duration.ofMillis(5),
                        ValueParsers.duration(Duration.ofMillis(1), Duration.ofSeconds(1)))));
    }

    /** Whether the two cannot be listened on at once; a wildcard is every address. */
    private static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
        return one.getPort() == other.getPort()
                && (one.getAddress().equals(other.getAddress())
                        || one.getAddress().isAnyLocalAddress()
                        || other.getAddress().isAnyLocalAddress());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }
}
