package io.vipagent.config;

import static io.vipagent.config.ValueType.NETWORK;
import static io.vipagent.config.ValueType.duration;
import static io.vipagent.config.ValueType.word;

import io.vipagent.core.protocol.AgentReply;
import io.vipagent.core.protocol.AgentReply.Reports;
import io.vipagent.core.protocol.AllowList;
import io.vipagent.core.text.Cidr;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How haproxy's agent-checks are answered: what is in force, the rows of the settings, and how they are read.
 *
 * @param listen where they are served, if they are
 * @param allow who may ask
 * @param reports how much is said: the verdict, or maintenance alone
 * @param drained the reply while an operator has drained this node
 * @param lineWait how long a client's own line is waited for. haproxy sends it with the packet that ends the
 *     handshake, so that it is there on accept; the wait is for clients that do not.
 * @param release how long the agent stays on SIGTERM to release haproxy
 */
public record AgentCheckSettings(
        Optional<InetSocketAddress> listen,
        AllowList allow,
        Reports reports,
        AgentReply drained,
        Duration lineWait,
        Duration release) {
    /** The port where haproxy's agent-checks are answered if nothing else is said. */
    public static final int DEFAULT_PORT = 9707;

    static final Setting.Rows<AgentCheckSettings> ROWS = new Setting.Rows<>(AgentCheckSettings.class);

    private static final String ADDRESS = "127.0.0.1:" + DEFAULT_PORT;

    static final Setting<Optional<InetSocketAddress>> LISTEN = ROWS.value(
                    "agent-check.listen", ValueType.listen(ADDRESS).orNone(), AgentCheckSettings::listen)
            .or(ADDRESS)
            .needsRestart()
            .does("Where haproxy's agent-check asks. haproxys of other nodes need an address that they "
                    + "reach, and `allow`.");

    static final Setting<Cidr> ALLOW = ROWS.list(
                    "agent-check.allow",
                    NETWORK,
                    agentCheck -> agentCheck.allow().networks())
            .or("127.0.0.0/8", "::1/128")
            .does("Whose connections are answered.");

    static final Setting<Reports> REPORTS = ROWS.value(
                    "agent-check.reports", word("", Reports.class), AgentCheckSettings::reports)
            .or("verdict")
            .does("`maintenance`: says `up` unless the node is drained, so that haproxy's own check "
                    + "decides alone.");

    static final Setting<AgentReply> DRAIN_AS = ROWS.value(
                    "agent-check.drain-as",
                    word("", List.of(AgentReply.DRAIN, AgentReply.MAINT)),
                    AgentCheckSettings::drained)
            .or("drain")
            .does("What a drain is told as. `maint` also stops haproxy's health checks of the server.");

    static final Setting<Duration> LINE_WAIT = ROWS.value(
                    "agent-check.line-wait", duration("1ms", "1s"), AgentCheckSettings::lineWait)
            .or("5ms")
            .does("How long a client's own line (`agent-send`), `[TARGET] [wait TIME]`, is waited for. "
                    + "haproxy sends it with the packet that ends the TCP handshake.");

    static final Setting<Duration> RELEASE = ROWS.value(
                    "agent-check.release", duration("0s", "4s"), AgentCheckSettings::release)
            .or("2s")
            .does("How long the agent stays on SIGTERM to tell haproxy `up`, if its last word was anything "
                    + "but a full `up`: haproxy keeps the last word of an agent that is gone. At least two of "
                    + "haproxy's `agent-inter`. A drain is not released.");

    /** Returns how agent-checks are answered. */
    static AgentCheckSettings read(SettingValues values) {
        return new AgentCheckSettings(
                values.value(LISTEN),
                new AllowList(values.list(ALLOW)),
                values.value(REPORTS),
                values.value(DRAIN_AS),
                values.value(LINE_WAIT),
                values.value(RELEASE));
    }
}
