package io.vipagent.config;

import io.vipagent.config.Settings.Http;
import io.vipagent.config.Settings.HttpTls;
import io.vipagent.config.Settings.Keepalived;
import io.vipagent.config.Settings.Peers;
import io.vipagent.core.health.DecisionRule;
import io.vipagent.core.health.Policy;
import io.vipagent.core.protocol.AllowList;
import io.vipagent.core.protocol.HttpAccess;
import io.vipagent.core.protocol.HttpAccess.Protects;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.core.vip.VirtualRouter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes settings of what was written, by the rows of {@link SettingsTable}, and checks the rules that span several
 * keys. Pure; every problem is found before any is reported.
 */
final class SettingsReader {
    private final SettingValues values;
    private final TargetsReader targets;

    SettingsReader(RawConfig written, OptionReader options) {
        this.values = new SettingValues(written, options);
        this.targets = new TargetsReader(written, options, values);
    }

    /** Returns the settings, also where there are problems: then they must not be used. */
    Settings read(String hostName) {
        List<Target> all = targets.read();
        DecisionRule rule = rule(all);
        Path socket = values.value(SettingsTable.SOCKET);
        InetSocketAddress http = values.value(SettingsTable.HTTP_LISTEN);
        Optional<AgentCheckOptions> agentCheck = agentCheck();
        if (agentCheck.isPresent() && overlap(agentCheck.get().listen(), http)) {
            values.say(SettingsTable.AGENT_CHECK_LISTEN, "", "the same address and port as http.listen");
        }
        return new Settings(
                node(hostName),
                vips(),
                all,
                rule,
                values.value(SettingsTable.BOOTSTRAP_GRACE),
                socket,
                agentCheck,
                values.value(SettingsTable.RELEASE),
                new Http(http, new AllowList(values.list(SettingsTable.HTTP_ALLOW, "")), httpTls()),
                keepalived(),
                peers());
    }

    private String node(String hostName) {
        String node = values.written(SettingsTable.NODE, "").orElse(hostName);
        return node.isEmpty() ? hostName : node;
    }

    private List<InetAddress> vips() {
        List<InetAddress> vips = values.list(SettingsTable.VIP, "");
        values.once(SettingsTable.VIP, vips, InetAddress::getHostAddress);
        return vips;
    }

    private Keepalived keepalived() {
        Keepalived keepalived = new Keepalived(
                values.value(SettingsTable.TRACK_FILE),
                values.value(SettingsTable.ON_STOP),
                values.value(SettingsTable.NOTIFY_FIFO),
                values.value(SettingsTable.PID_FILE),
                values.list(SettingsTable.INSTANCES, ""),
                values.value(SettingsTable.ADVERTISEMENTS));
        List<String> names =
                keepalived.instances().stream().map(VirtualRouter::name).toList();
        values.once(SettingsTable.INSTANCES, names, name -> name);
        if (keepalived.advertisements() && keepalived.instances().isEmpty()) {
            values.say(
                    SettingsTable.ADVERTISEMENTS,
                    "",
                    "needs keepalived.instances, each "
                            + SettingsTable.INSTANCES.type().form());
        }
        if (keepalived.trackFile().isPresent() && keepalived.trackFile().equals(keepalived.notifyFifo())) {
            values.say(SettingsTable.NOTIFY_FIFO, "", "the same file as keepalived.track-file");
        }
        return keepalived;
    }

    private Optional<HttpTls> httpTls() {
        Optional<ClientFiles> files = values.client(SettingsTable.HTTP_CERT_FILE, SettingsTable.HTTP_KEY_FILE, "");
        Optional<Path> clientCa = values.written(SettingsTable.HTTP_CLIENT_CA_FILE, "");
        Optional<Path> token = values.written(SettingsTable.HTTP_TOKEN_FILE, "");
        Protects protects = values.written(SettingsTable.HTTP_PROTECTS, "").orElse(Protects.DETAILS);
        boolean encrypted = values.has(SettingsTable.HTTP_CERT_FILE, "") || values.has(SettingsTable.HTTP_KEY_FILE, "");
        if (!encrypted) {
            Stream.of(SettingsTable.HTTP_CLIENT_CA_FILE, SettingsTable.HTTP_TOKEN_FILE, SettingsTable.HTTP_PROTECTS)
                    .filter(setting -> values.has(setting, ""))
                    .forEach(setting -> values.say(
                            setting,
                            "",
                            "goes with cert-file and key-file beside it, which are missing; without TLS"
                                    + (setting == SettingsTable.HTTP_TOKEN_FILE
                                            ? " whoever listens on the way would have the token"
                                            : " no client shows a certificate, and no token is safe")));
        } else if (protects == Protects.ALL && clientCa.isEmpty() && token.isEmpty()) {
            values.say(
                    SettingsTable.HTTP_PROTECTS,
                    "",
                    "given all, which wants credentials; expected client-ca-file or token-file beside it");
        }
        return files.map(given ->
                new HttpTls(given, clientCa, token, new HttpAccess(protects, clientCa.isPresent(), token.isPresent())));
    }

    private Peers peers() {
        List<URI> urls = values.list(SettingsTable.PEERS, "");
        values.once(SettingsTable.PEERS, urls, URI::toString);
        Optional<ClientFiles> client = values.client(SettingsTable.PEER_CERT_FILE, SettingsTable.PEER_KEY_FILE, "");
        Optional<Path> token = values.written(SettingsTable.PEER_TOKEN_FILE, "");
        if (token.isPresent()) {
            urls.stream()
                    .filter(url -> url.getScheme().equalsIgnoreCase("http"))
                    .forEach(url -> values.say(
                            SettingsTable.PEERS,
                            "",
                            url + " speaks no TLS, and peer-tls.token-file is for TLS alone; expected https"));
        }
        return new Peers(
                urls,
                new TlsSettings(
                        values.written(SettingsTable.PEER_SERVER_NAME, "").orElse(""),
                        values.value(SettingsTable.PEER_CA_FILE),
                        values.value(SettingsTable.PEER_INSECURE),
                        client,
                        token));
    }

    private Optional<AgentCheckOptions> agentCheck() {
        return values.value(SettingsTable.AGENT_CHECK_LISTEN)
                .map(listen -> new AgentCheckOptions(
                        listen,
                        new AllowList(values.list(SettingsTable.AGENT_CHECK_ALLOW, "")),
                        values.value(SettingsTable.AGENT_CHECK_REPORTS),
                        values.value(SettingsTable.DRAIN_AS),
                        values.value(SettingsTable.LINE_WAIT)));
    }

    private DecisionRule rule(List<Target> targets) {
        boolean frontend = targets.stream().anyMatch(target -> target.role() == TargetRole.FRONTEND);
        Policy policy = values.written(SettingsTable.POLICY, "").orElse(frontend ? Policy.FRONTEND : Policy.LOCAL);
        DecisionRule rule = new DecisionRule(
                policy, values.value(SettingsTable.HOLD_WHEN_ALL_DOWN), values.value(SettingsTable.SINGLE_NODE));
        for (TargetRole role : TargetRole.values()) {
            if (policy.asks(role) && targets.stream().noneMatch(target -> target.role() == role)) {
                values.say(
                        SettingsTable.POLICY,
                        "",
                        "\"" + policy.label() + "\" asks targets with the role " + role.label()
                                + ", and there is none");
            }
        }
        return rule;
    }

    /** Returns whether the two cannot be listened on at once; a wildcard is every address. */
    private static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
        return one.getPort() == other.getPort()
                && (one.getAddress().equals(other.getAddress())
                        || one.getAddress().isAnyLocalAddress()
                        || other.getAddress().isAnyLocalAddress());
    }
}
