package io.vipagent.config;

import static io.vipagent.config.ValueType.ADDRESS;
import static io.vipagent.config.ValueType.FILE;
import static io.vipagent.config.ValueType.TEXT;

import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.target.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The effective configuration: valid, and complete with defaults.
 *
 * @param node what this node is called
 * @param vips the virtual addresses to watch, none twice
 * @param targets in the order of their names, {@code local} first
 * @param decision how they decide
 * @param socket the control socket
 * @param agentCheck how haproxy's agent-checks are answered
 * @param http how HTTP is served
 * @param keepalived how keepalived is told and heard
 * @param peers the agents of the other nodes
 */
public record Settings(
        String node,
        List<InetAddress> vips,
        List<Target> targets,
        DecisionSettings decision,
        Path socket,
        AgentCheckSettings agentCheck,
        HttpSettings http,
        KeepalivedSettings keepalived,
        PeerSettings peers) {
    /** The rows of the node itself. */
    static final Setting.Rows<Settings> NODE_ROWS = new Setting.Rows<>(Settings.class);

    /** The rows of the control socket. */
    static final Setting.Rows<Settings> CONTROL_ROWS = new Setting.Rows<>(Settings.class);

    static final Setting<String> NODE = NODE_ROWS
            .value("node", TEXT, Settings::node)
            .orElse("the host's name")
            .needsRestart()
            .does("What this node is called in status, logs and `config_info`.");

    static final Setting<InetAddress> VIP = NODE_ROWS
            .list("vip", ADDRESS, Settings::vips)
            .orElse("none")
            .needsRestart()
            .does("The virtual addresses that are looked for on this node's interfaces and asked for "
                    + "at the peers: `vip_present`, `vip_holders`, `vrrp_vip_consistent`. They decide "
                    + "nothing.");

    static final Setting<Path> SOCKET = CONTROL_ROWS
            .value("control.socket", FILE.atMost(Request.MAX_SOCKET_BYTES), Settings::socket)
            .or(Request.DEFAULT_SOCKET)
            .needsRestart()
            .does("Where the commands reach the agent; mode 0660. The commands do not read the "
                    + "configuration to find it: give them `--socket` or `$VIP_AGENT_CONTROL_SOCKET` too. "
                    + "A drain is kept in the file `maintenance` beside it.");

    /**
     * Returns the settings that {@code values} give, and says every problem of them; where there is one they must not
     * be used.
     */
    static Settings read(SettingValues values, String hostName) {
        List<Target> targets = TargetTable.read(values);
        DecisionSettings decision = DecisionSettings.read(values, targets);
        HttpSettings http = HttpSettings.read(values);
        AgentCheckSettings agentCheck = AgentCheckSettings.read(values);
        if (agentCheck.listen().filter(listen -> overlap(listen, http.listen())).isPresent()) {
            values.say(AgentCheckSettings.LISTEN, "the same address and port as http.listen");
        }
        List<InetAddress> vips = values.list(VIP);
        values.once(VIP, vips, InetAddress::getHostAddress);
        return new Settings(
                values.written(NODE).filter(name -> !name.isEmpty()).orElse(hostName),
                vips,
                targets,
                decision,
                values.value(SOCKET),
                agentCheck,
                http,
                KeepalivedSettings.read(values),
                PeerSettings.read(values));
    }

    /** Returns by which rule the targets decide. */
    public DecisionRule rule() {
        return decision.rule();
    }

    /** Returns the target of this name. */
    public Optional<Target> target(String name) {
        return targets.stream().filter(target -> target.name().equals(name)).findFirst();
    }

    /** Returns the targets that have a say in the decision. */
    public List<Target> deciding() {
        return targets.stream()
                .filter(target -> rule().policy().asks(target.role()))
                .toList();
    }

    /** Returns the records that hold the values of the rows, with the target of this name, if there is one. */
    Stream<?> parts(String target) {
        return Stream.concat(Stream.of(this, decision, agentCheck, http, keepalived, peers), target(target).stream());
    }

    /** Returns whether the two cannot be listened on at once; a wildcard is every address. */
    private static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
        return one.getPort() == other.getPort()
                && (one.getAddress().equals(other.getAddress())
                        || one.getAddress().isAnyLocalAddress()
                        || other.getAddress().isAnyLocalAddress());
    }
}
