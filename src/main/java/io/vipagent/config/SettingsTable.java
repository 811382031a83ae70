package io.vipagent.config;

import static io.vipagent.config.ValueType.ADDRESS;
import static io.vipagent.config.ValueType.BOOL;
import static io.vipagent.config.ValueType.FILE;
import static io.vipagent.config.ValueType.HOST;
import static io.vipagent.config.ValueType.NETWORK;
import static io.vipagent.config.ValueType.PEER_URL;
import static io.vipagent.config.ValueType.TEXT;
import static io.vipagent.config.ValueType.VIRTUAL_ROUTER;
import static io.vipagent.config.ValueType.duration;
import static io.vipagent.config.ValueType.listen;
import static io.vipagent.config.ValueType.word;

import io.vipagent.config.Settings.HttpTls;
import io.vipagent.core.health.Policy;
import io.vipagent.core.protocol.AgentReply;
import io.vipagent.core.protocol.AgentReply.Reports;
import io.vipagent.core.protocol.HttpAccess.Protects;
import io.vipagent.core.protocol.Request;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.core.text.Cidr;
import io.vipagent.core.vip.VirtualRouter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * All settings, one row for each key; those of targets are in {@link TargetTable}. A row gives the key, its environment
 * variable, parser, default, bounds and message, whether it needs a restart, its line in the output of
 * {@code vip-agent config}, its entry in the JSON Schema, and its row in docs/CONFIGURATION.md.
 *
 * <p>To add a setting: add a row here; add the value to {@link Settings} (or to a record in it) and read the row where
 * {@link SettingsReader} makes that record; copy the row that {@code DocsTest} asks for into docs/CONFIGURATION.md, and
 * write the key into src/packaging/deb/vip-agent.yaml.
 */
final class SettingsTable {
    /** The rows, in the order in which they are printed. This list must come before the rows, which add themselves. */
    private static final List<Setting<?>> ROWS = new ArrayList<>();

    private static final String HTTP_ADDRESS = "127.0.0.1:" + Settings.HTTP_PORT;
    private static final String AGENT_CHECK_ADDRESS = "127.0.0.1:" + Settings.AGENT_CHECK_PORT;

    /**
     * sun_path of unix(7) holds 108 bytes with its final zero; the agent first binds a name that is four bytes longer.
     */
    private static final int MAX_SOCKET_BYTES = 103;

    static final Setting<String> NODE = row(Setting.value("node", TEXT, Settings::node)
            .orElse("the host's name")
            .needsRestart()
            .does("What this node is called in status, logs and `config_info`."));

    static final Setting<InetAddress> VIP = row(Setting.list("vip", ADDRESS, Settings::vips)
            .orElse("none")
            .needsRestart()
            .does("The virtual addresses that are looked for on this node's interfaces and asked for "
                    + "at the peers: `vip_present`, `vip_holders`, `vrrp_vip_consistent`. They decide "
                    + "nothing."));

    static {
        ROWS.addAll(TargetTable.rows());
    }

    static final Setting<Policy> POLICY = row(Setting.value(
                    "decision.policy",
                    word("a policy: ", Policy.class),
                    settings -> settings.rule().policy())
            .orElse("`frontend` where a frontend is configured, else `local`")
            .does("Which roles must be up. With haproxy in front, any apiserver will do: `frontend` "
                    + "does not move the VIP for one bad apiserver."));

    static final Setting<Boolean> HOLD_WHEN_ALL_DOWN = row(Setting.value(
                    "decision.hold-when-all-down",
                    BOOL,
                    settings -> settings.rule().holdWhenAllDown())
            .or("true")
            .does("While every known apiserver fails (there must be backends), a node that may hold "
                    + "the VIP keeps it: moving cannot help. A node that starts in that moment does not "
                    + "get it."));

    static final Setting<Boolean> SINGLE_NODE = row(Setting.value(
                    "decision.single-node", BOOL, settings -> settings.rule().singleNode())
            .or("false")
            .does("`true`: the cluster has no other node that could hold the VIP, so this one never "
                    + "releases it for what its targets do, only when it is drained."));

    static final Setting<Duration> BOOTSTRAP_GRACE =
            row(Setting.value("decision.bootstrap-grace", duration("0s", "60m"), Settings::bootstrapGrace)
                    .or("0s")
                    .needsRestart()
                    .does("For the first node of a new cluster: `kubeadm init` reaches the apiserver that it "
                            + "starts through the VIP. An agent that starts before kubeadm has made the `ca-file` "
                            + "of a deciding target lets this node hold the VIP until an apiserver has served for "
                            + "the first time, and for this long at most. Once that file is there, a restart of "
                            + "the agent or the node is no bootstrap."));

    static final Setting<Path> SOCKET =
            row(Setting.value("control.socket", FILE.atMost(MAX_SOCKET_BYTES), Settings::socket)
                    .or(Request.DEFAULT_SOCKET)
                    .needsRestart()
                    .does("Where the commands reach the agent; mode 0660. The commands do not read the "
                            + "configuration to find it: give them `--socket` or `$VIP_AGENT_CONTROL_SOCKET` too. "
                            + "A drain is kept in the file `maintenance` beside it."));

    static final Setting<Optional<InetSocketAddress>> AGENT_CHECK_LISTEN = row(Setting.value(
                    "agent-check.listen",
                    listen(AGENT_CHECK_ADDRESS).orNone(),
                    settings -> settings.agentCheck().map(AgentCheckOptions::listen))
            .or(AGENT_CHECK_ADDRESS)
            .needsRestart()
            .does("Where haproxy's agent-check asks. haproxys of other nodes need an address that they "
                    + "reach, and `allow`."));

    static final Setting<Cidr> AGENT_CHECK_ALLOW = row(Setting.list(
                    "agent-check.allow",
                    NETWORK,
                    settings -> settings.agentCheck()
                            .map(options -> options.allow().networks())
                            .orElse(List.of()))
            .or("127.0.0.0/8", "::1/128")
            .does("Whose connections are answered."));

    static final Setting<Reports> AGENT_CHECK_REPORTS = row(Setting.optional(
                    "agent-check.reports",
                    word("", Reports.class),
                    settings -> settings.agentCheck().map(AgentCheckOptions::reports))
            .or("verdict")
            .does("`maintenance`: says `up` unless the node is drained, so that haproxy's own check "
                    + "decides alone."));

    static final Setting<AgentReply> DRAIN_AS = row(Setting.optional(
                    "agent-check.drain-as",
                    word("", List.of(AgentReply.DRAIN, AgentReply.MAINT)),
                    settings -> settings.agentCheck().map(AgentCheckOptions::drained))
            .or("drain")
            .does("What a drain is told as. `maint` also stops haproxy's health checks of the server."));

    static final Setting<Duration> LINE_WAIT = row(Setting.optional(
                    "agent-check.line-wait",
                    duration("1ms", "1s"),
                    settings -> settings.agentCheck().map(AgentCheckOptions::lineWait))
            .or("5ms")
            .does("How long a client's own line (`agent-send`), `[TARGET] [wait TIME]`, is waited for. "
                    + "haproxy sends it with the packet that ends the TCP handshake."));

    static final Setting<Duration> RELEASE =
            row(Setting.value("agent-check.release", duration("0s", "4s"), Settings::release)
                    .or("2s")
                    .does("How long the agent stays on SIGTERM to tell haproxy `up`, if its last word was anything "
                            + "but a full `up`: haproxy keeps the last word of an agent that is gone. At least two of "
                            + "haproxy's `agent-inter`. A drain is not released."));

    static final Setting<InetSocketAddress> HTTP_LISTEN = row(Setting.value(
                    "http.listen",
                    listen(HTTP_ADDRESS),
                    settings -> settings.http().listen())
            .or(HTTP_ADDRESS)
            .needsRestart()
            .does("Where `/health`, `/decision`, `/vip`, `/q/health`, `/metrics` and `/api/v1/status` "
                    + "are served, to all addresses in `http.allow`; nothing there changes state. Unencrypted, "
                    + "unless there is `http.tls`."));

    static final Setting<Cidr> HTTP_ALLOW = row(Setting.list(
                    "http.allow", NETWORK, settings -> settings.http().allow().networks())
            .or("0.0.0.0/0", "::/0")
            .needsRestart()
            .does("Whose connections are answered; others are closed as they come. Where `http.listen` is an "
                    + "address of the network: the nodes, Prometheus and kubelet."));

    static final Setting<Path> HTTP_CERT_FILE = row(Setting.optional(
                    "http.tls.cert-file",
                    FILE,
                    settings -> settings.http().tls().map(tls -> tls.files().certFile()))
            .orElse("none")
            .mayBe("a PEM file")
            .needsRestart()
            .does("The certificate that HTTP is served with, then those that lead to its CA; TLS alone is spoken then. "
                    + "Goes with `key-file`. Read again when it changes; where the new files cannot be used the last "
                    + "good ones stay in force, which is logged and shows in `http_tls_files_broken`."));

    static final Setting<Path> HTTP_KEY_FILE = row(Setting.optional(
                    "http.tls.key-file",
                    FILE,
                    settings -> settings.http().tls().map(tls -> tls.files().keyFile()))
            .orElse("none")
            .mayBe("a PEM file")
            .needsRestart()
            .does("Its key: PKCS #8, PKCS #1 or SEC 1, not encrypted, and closed to other users."));

    static final Setting<Path> HTTP_CLIENT_CA_FILE = row(Setting.optional(
                    "http.tls.client-ca-file",
                    FILE,
                    settings -> settings.http().tls().flatMap(HttpTls::clientCaFile))
            .orElse("none")
            .mayBe("a PEM file")
            .needsRestart()
            .does("Whose client certificates count as credentials: every one that these CAs have issued for TLS "
                    + "clients. A certificate that does not pass is refused with the handshake."));

    static final Setting<Path> HTTP_TOKEN_FILE = row(Setting.optional(
                    "http.tls.token-file",
                    FILE,
                    settings -> settings.http().tls().flatMap(HttpTls::tokenFile))
            .orElse("none")
            .needsRestart()
            .does("A bearer token that counts as credentials, beside certificates or instead of them. Read again "
                    + "when it changes. Closed to other users."));

    static final Setting<Protects> HTTP_PROTECTS = row(Setting.optional(
                    "http.tls.protects",
                    word("", Protects.class),
                    settings -> settings.http().tls().map(tls -> tls.access().protects()))
            .orElse("`details`, where there is a certificate")
            .needsRestart()
            .does("What wants credentials, where there is a `client-ca-file` or a `token-file`. `details`: everything "
                    + "but `/health`, `/health/NAME`, `/decision`, `/vip` and `/q/health`, which load balancers, "
                    + "kube-vip and the kubelet ask without any. `all`: those too."));

    static final Setting<Optional<Path>> TRACK_FILE = row(Setting.value(
                    "keepalived.track-file",
                    FILE.orNone(),
                    settings -> settings.keepalived().trackFile())
            .or("none")
            .needsRestart()
            .does("Holds 1 while this node may hold the VIP and is absent while it may not: for "
                    + "`track_file` with `weight 0 reverse`. Not touched before the first decision nor, "
                    + "with `on-stop: keep`, at the end."));

    static final Setting<OnStop> ON_STOP = row(Setting.value(
                    "keepalived.on-stop",
                    word("", OnStop.class),
                    settings -> settings.keepalived().onStop())
            .or("keep")
            .needsRestart()
            .does("What becomes of the track file on SIGTERM. `keep`: an upgrade of the agent moves "
                    + "nothing, and keepalived's script is the second line. `fail`: it goes, and the VIP "
                    + "with it: without an agent this node shall not hold it."));

    static final Setting<Optional<Path>> NOTIFY_FIFO = row(Setting.value(
                    "keepalived.notify-fifo",
                    FILE.orNone(),
                    settings -> settings.keepalived().notifyFifo())
            .or("none")
            .mayBe("a FIFO, `none`")
            .needsRestart()
            .does("Where keepalived's `vrrp_notify_fifo` tells its state, in order. Made if missing."));

    static final Setting<Path> PID_FILE = row(Setting.value(
                    "keepalived.pid-file",
                    FILE,
                    settings -> settings.keepalived().pidFile())
            .or("/run/keepalived.pid")
            .needsRestart()
            .does("Which process keepalived is: dead or frozen with the VIP left behind is found."));

    static final Setting<VirtualRouter> INSTANCES = row(Setting.list(
                    "keepalived.instances",
                    VIRTUAL_ROUTER,
                    settings -> settings.keepalived().instances())
            .orElse("none")
            .needsRestart()
            .does("What keepalived.conf says of each `vrrp_instance`, for the labels of `vrrp_info`, such as "
                    + "`VI_1/51/eth0/ipv4`. `init` writes it."));

    static final Setting<Boolean> ADVERTISEMENTS = row(Setting.value(
                    "keepalived.advertisements",
                    BOOL,
                    settings -> settings.keepalived().advertisements())
            .or("false")
            .needsRestart()
            .does("`true` counts the VRRP advertisements of the other nodes for `instances`: "
                    + "`vrrp_advertisements_received_total` and others. Needs CAP_NET_RAW (docs/METRICS.md); "
                    + "without it one line in the log says so, and nothing else changes."));

    static final Setting<URI> PEERS = row(Setting.list(
                    "peers", PEER_URL, settings -> settings.peers().urls())
            .orElse("none")
            .needsRestart()
            .does("The agents of the other nodes (`http.listen`), asked every second for their status, every fifth "
                    + "while nothing changes: who holds the VIP, how many, who cannot be reached, whose clock "
                    + "differs. They decide nothing."));

    static final Setting<String> PEER_SERVER_NAME = row(Setting.optional(
                    "peer-tls.server-name",
                    HOST,
                    settings -> Optional.of(settings.peers().tlsSettings().serverName())
                            .filter(name -> !name.isEmpty()))
            .orElse("the URL's host")
            .needsRestart()
            .does("As for a target; for peers behind a TLS proxy."));

    static final Setting<Path> PEER_CA_FILE = row(Setting.value(
                    "peer-tls.ca-file",
                    FILE,
                    settings -> settings.peers().tlsSettings().caFile())
            .or(TlsSettings.KUBEADM_CA)
            .mayBe("a PEM file")
            .needsRestart()
            .does("Who may vouch for them."));

    static final Setting<Boolean> PEER_INSECURE = row(Setting.value(
                    "peer-tls.insecure",
                    BOOL,
                    settings -> settings.peers().tlsSettings().insecure())
            .or("false")
            .needsRestart()
            .does("`true` lets any certificate pass."));

    static final Setting<Path> PEER_CERT_FILE = row(Setting.optional(
                    "peer-tls.cert-file",
                    FILE,
                    settings -> settings.peers().tlsSettings().client().map(ClientFiles::certFile))
            .orElse("none")
            .mayBe("a PEM file")
            .needsRestart()
            .does("The client certificate to show. Goes with `key-file`."));

    static final Setting<Path> PEER_KEY_FILE = row(Setting.optional(
                    "peer-tls.key-file",
                    FILE,
                    settings -> settings.peers().tlsSettings().client().map(ClientFiles::keyFile))
            .orElse("none")
            .mayBe("a PEM file")
            .needsRestart()
            .does("Its key."));

    static final Setting<Path> PEER_TOKEN_FILE = row(Setting.optional(
                    "peer-tls.token-file",
                    FILE,
                    settings -> settings.peers().tlsSettings().tokenFile())
            .orElse("none")
            .needsRestart()
            .does("Its content is sent as bearer token (their `http.tls.token-file`), over TLS alone."));

    private SettingsTable() {}

    /** Returns all rows. */
    static List<Setting<?>> rows() {
        return Collections.unmodifiableList(ROWS);
    }

    private static <T> Setting<T> row(Setting<T> setting) {
        ROWS.add(setting);
        return setting;
    }
}
