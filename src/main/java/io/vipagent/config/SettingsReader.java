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
import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.core.text.Durations;
import io.vipagent.core.vip.VirtualRouter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes settings of what was written, by the rows of {@link SettingsTable}, and checks the rules that span several
 * keys. Pure; every problem is found before any is reported.
 */
final class SettingsReader {
    /** The target that is there by itself. */
    static final String LOCAL = "local";

    private static final URI LOCAL_URL = URI.create("https://127.0.0.1:6443/readyz");

    /** An apiserver answers exactly "ok" there: k8s.io/apiserver, pkg/server/healthz/healthz.go. */
    private static final Set<String> HEALTH_PATHS = Set.of("/readyz", "/livez", "/healthz");

    /** An apiserver answers there without asking etcd. */
    private static final String APISERVER_PING = "/livez/ping";

    /** Each has a thread; no cluster has as many apiservers. */
    static final int MAX_TARGETS = 1024;

    private final RawConfig written;
    private final OptionReader options;

    SettingsReader(RawConfig written, OptionReader options) {
        this.written = written;
        this.options = options;
    }

    /** The settings, also where there are problems: then they must not be used. */
    Settings read(String hostName) {
        List<Target> targets = targets();
        DecisionRule rule = rule(targets);
        Path socket = value(SettingsTable.SOCKET);
        InetSocketAddress http = value(SettingsTable.HTTP_LISTEN);
        Optional<AgentCheckOptions> agentCheck = agentCheck();
        if (agentCheck.isPresent() && overlap(agentCheck.get().listen(), http)) {
            say(SettingsTable.AGENT_CHECK_LISTEN, "", "the same address and port as http.listen");
        }
        return new Settings(
                node(hostName),
                vips(),
                targets,
                rule,
                value(SettingsTable.BOOTSTRAP_GRACE),
                socket,
                agentCheck,
                value(SettingsTable.RELEASE),
                new Http(http, new AllowList(values(SettingsTable.HTTP_ALLOW, "")), httpTls()),
                keepalived(),
                peers());
    }

    private String node(String hostName) {
        String node = written(SettingsTable.NODE, "").orElse(hostName);
        return node.isEmpty() ? hostName : node;
    }

    private List<InetAddress> vips() {
        List<InetAddress> vips = values(SettingsTable.VIP, "");
        duplicates(vips).forEach(vip -> say(SettingsTable.VIP, "", vip.getHostAddress() + " is there twice"));
        return vips;
    }

    private Keepalived keepalived() {
        Keepalived keepalived = new Keepalived(
                value(SettingsTable.TRACK_FILE),
                value(SettingsTable.ON_STOP),
                value(SettingsTable.NOTIFY_FIFO),
                value(SettingsTable.PID_FILE),
                values(SettingsTable.INSTANCES, ""),
                value(SettingsTable.ADVERTISEMENTS));
        duplicates(keepalived.instances().stream().map(VirtualRouter::name).toList())
                .forEach(name -> say(SettingsTable.INSTANCES, "", name + " is there twice"));
        if (keepalived.advertisements() && keepalived.instances().isEmpty()) {
            say(
                    SettingsTable.ADVERTISEMENTS,
                    "",
                    "needs keepalived.instances, each "
                            + SettingsTable.INSTANCES.type().form());
        }
        if (keepalived.trackFile().isPresent() && keepalived.trackFile().equals(keepalived.notifyFifo())) {
            say(SettingsTable.NOTIFY_FIFO, "", "the same file as keepalived.track-file");
        }
        return keepalived;
    }

    private Optional<HttpTls> httpTls() {
        Optional<ClientFiles> files = client(SettingsTable.HTTP_CERT_FILE, SettingsTable.HTTP_KEY_FILE, "");
        Optional<Path> clientCa = written(SettingsTable.HTTP_CLIENT_CA_FILE, "");
        Optional<Path> token = written(SettingsTable.HTTP_TOKEN_FILE, "");
        Protects protects = written(SettingsTable.HTTP_PROTECTS, "").orElse(Protects.DETAILS);
        boolean encrypted =
                options.has(SettingsTable.HTTP_CERT_FILE.name("")) || options.has(SettingsTable.HTTP_KEY_FILE.name(""));
        if (!encrypted) {
            Stream.of(SettingsTable.HTTP_CLIENT_CA_FILE, SettingsTable.HTTP_TOKEN_FILE, SettingsTable.HTTP_PROTECTS)
                    .filter(setting -> options.has(setting.name("")))
                    .forEach(setting -> say(
                            setting,
                            "",
                            "goes with cert-file and key-file beside it, which are missing; without TLS"
                                    + (setting == SettingsTable.HTTP_TOKEN_FILE
                                            ? " whoever listens on the way would have the token"
                                            : " no client shows a certificate, and no token is safe")));
        } else if (protects == Protects.ALL && clientCa.isEmpty() && token.isEmpty()) {
            say(
                    SettingsTable.HTTP_PROTECTS,
                    "",
                    "given all, which wants credentials; expected client-ca-file or token-file beside it");
        }
        return files.map(given ->
                new HttpTls(given, clientCa, token, new HttpAccess(protects, clientCa.isPresent(), token.isPresent())));
    }

    private Peers peers() {
        List<URI> urls = values(SettingsTable.PEERS, "");
        duplicates(urls).forEach(url -> say(SettingsTable.PEERS, "", url + " is there twice"));
        Optional<ClientFiles> client = client(SettingsTable.PEER_CERT_FILE, SettingsTable.PEER_KEY_FILE, "");
        Optional<Path> token = written(SettingsTable.PEER_TOKEN_FILE, "");
        if (token.isPresent()) {
            urls.stream()
                    .filter(url -> url.getScheme().equalsIgnoreCase("http"))
                    .forEach(url -> say(
                            SettingsTable.PEERS,
                            "",
                            url + " speaks no TLS, and peer-tls.token-file is for TLS alone; expected https"));
        }
        return new Peers(
                urls,
                new TlsSettings(
                        written(SettingsTable.PEER_SERVER_NAME, "").orElse(""),
                        value(SettingsTable.PEER_CA_FILE),
                        value(SettingsTable.PEER_INSECURE),
                        client,
                        token));
    }

    private Optional<AgentCheckOptions> agentCheck() {
        return value(SettingsTable.AGENT_CHECK_LISTEN)
                .map(listen -> new AgentCheckOptions(
                        listen,
                        new AllowList(values(SettingsTable.AGENT_CHECK_ALLOW, "")),
                        value(SettingsTable.AGENT_CHECK_REPORTS),
                        value(SettingsTable.DRAIN_AS),
                        value(SettingsTable.LINE_WAIT)));
    }

    private DecisionRule rule(List<Target> targets) {
        boolean frontend = targets.stream().anyMatch(target -> target.role() == TargetRole.FRONTEND);
        Policy policy = written(SettingsTable.POLICY, "").orElse(frontend ? Policy.FRONTEND : Policy.LOCAL);
        DecisionRule rule =
                new DecisionRule(policy, value(SettingsTable.HOLD_WHEN_ALL_DOWN), value(SettingsTable.SINGLE_NODE));
        for (TargetRole role : TargetRole.values()) {
            if (policy.asks(role) && targets.stream().noneMatch(target -> target.role() == role)) {
                say(
                        SettingsTable.POLICY,
                        "",
                        "\"" + policy.label() + "\" asks targets with the role " + role.label()
                                + ", and there is none");
            }
        }
        return rule;
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        if (written.targets().size() > MAX_TARGETS) {
            options.say(Keys.TARGETS, "has " + written.targets().size() + " targets, expected at most " + MAX_TARGETS);
            return targets;
        }
        written.targets().stream().filter(name -> !name.equals(LOCAL)).forEach(name -> target(name, targets));
        boolean needed = written.has(Keys.TARGETS + "." + LOCAL)
                || targets.stream().noneMatch(target -> target.role() == TargetRole.LOCAL);
        if (needed) {
            List<Target> others = List.copyOf(targets);
            targets.clear();
            target(LOCAL, targets);
            targets.addAll(others);
        }
        return targets;
    }

    private void target(String name, List<Target> targets) {
        if (value(TargetTable.ENABLED, name)) {
            TargetRole role = written(TargetTable.ROLE, name).orElse(TargetRole.LOCAL);
            if (!name.equals(LOCAL)) {
                require(TargetTable.ROLE, name);
                require(TargetTable.URL, name);
            }
            URI url = written(TargetTable.URL, name).orElse(LOCAL_URL);
            targets.add(new Target(
                    name, role, url, tls(name), expectedResponse(name, url), schedule(name, role), ping(name, url)));
        }
    }

    private TlsSettings tls(String target) {
        Optional<ClientFiles> client = client(TargetTable.CERT_FILE, TargetTable.KEY_FILE, target);
        return new TlsSettings(
                value(TargetTable.SERVER_NAME, target),
                value(TargetTable.CA_FILE, target),
                value(TargetTable.INSECURE, target),
                client,
                written(TargetTable.TOKEN_FILE, target));
    }

    private ExpectedResponse expectedResponse(String target, URI url) {
        boolean answersOk = HEALTH_PATHS.contains(url.getRawPath())
                && Arrays.stream(Optional.ofNullable(url.getRawQuery())
                                .orElse("")
                                .split("&", -1))
                        .noneMatch(part -> part.equals("verbose") || part.startsWith("verbose="));
        return new ExpectedResponse(
                new TreeSet<>(values(TargetTable.ACCEPT_STATUS, target)),
                written(TargetTable.EXPECT_BODY, target).orElse(answersOk ? Optional.of("ok") : Optional.empty()));
    }

    private Optional<String> ping(String target, URI url) {
        return written(TargetTable.PING, target)
                .orElse(HEALTH_PATHS.contains(url.getRawPath()) ? Optional.of(APISERVER_PING) : Optional.empty());
    }

    private ProbeSchedule schedule(String target, TargetRole role) {
        Duration interval = value(TargetTable.INTERVAL, target);
        Duration timeout = value(TargetTable.TIMEOUT, target);
        return new ProbeSchedule(
                interval,
                timeout,
                value(TargetTable.RISE, target),
                value(TargetTable.FALL, target),
                atLeast(TargetTable.TIMEOUT, timeout, TargetTable.PATIENCE, target, ProbeSchedule.DEFAULT_PATIENCE),
                atLeast(TargetTable.INTERVAL, interval, TargetTable.FULL_INTERVAL, target, fullInterval(role)),
                atLeast(TargetTable.INTERVAL, interval, TargetTable.FRESH_INTERVAL, target, freshInterval(role)),
                atLeast(TargetTable.INTERVAL, interval, TargetTable.REST_INTERVAL, target, interval));
    }

    /** An apiserver hears the questions of all agents, so another node's is asked seldom. */
    private static Duration fullInterval(TargetRole role) {
        return switch (role) {
            case LOCAL -> Duration.ofMillis(500);
            case FRONTEND -> Duration.ofSeconds(2);
            case BACKEND, VIP -> Duration.ofSeconds(5);
        };
    }

    private static Duration freshInterval(TargetRole role) {
        return switch (role) {
            case LOCAL, FRONTEND -> Duration.ofSeconds(1);
            case BACKEND, VIP -> Duration.ofSeconds(5);
        };
    }

    /** A duration that is not below {@code min}, the value of another key; one that is not written is raised to it. */
    private Duration atLeast(
            Setting<Duration> other, Duration min, Setting<Duration> setting, String target, Duration fallback) {
        Duration value = written(setting, target).orElse(min.compareTo(fallback) > 0 ? min : fallback);
        if (value.compareTo(min) < 0) {
            String key = other.key(target);
            say(
                    setting,
                    target,
                    "given " + Durations.format(value) + ", expected at least "
                            + key.substring(key.lastIndexOf('.') + 1) + ", which is " + Durations.format(min));
        }
        return value;
    }

    private Optional<ClientFiles> client(Setting<Path> certFile, Setting<Path> keyFile, String target) {
        boolean cert = options.has(certFile.name(target));
        boolean key = options.has(keyFile.name(target));
        if (cert != key) {
            say(cert ? keyFile : certFile, target, "missing; cert-file and key-file go together");
        }
        if (!cert || !key) {
            return Optional.empty();
        }
        Optional<Path> certPath = written(certFile, target);
        Optional<Path> keyPath = written(keyFile, target);
        return certPath.isPresent() && keyPath.isPresent()
                ? Optional.of(new ClientFiles(certPath.get(), keyPath.get()))
                : Optional.empty();
    }

    private <T> T value(Setting<T> setting) {
        return value(setting, "");
    }

    private <T> T value(Setting<T> setting, String target) {
        return written(setting, target).orElseGet(setting::fallback);
    }

    /** The value of a setting without a default. */
    private <T> Optional<T> written(Setting<T> setting, String target) {
        return options.value(setting.name(target), setting.type());
    }

    /** The values of a list. */
    private <T> List<T> values(Setting<T> setting, String target) {
        if (!options.has(setting.name(target))) {
            return setting.fallbacks();
        }
        int count = written.count(setting.name(target));
        if (count > YamlFile.MAX_VALUES) {
            say(setting, target, "has " + count + " values, expected at most " + YamlFile.MAX_VALUES);
            return setting.fallbacks();
        }
        return options.values(setting.name(target), setting.type());
    }

    private void require(Setting<?> setting, String target) {
        if (!options.has(setting.name(target))) {
            say(setting, target, "missing; expected " + setting.type().form());
        }
    }

    private void say(Setting<?> setting, String target, String problem) {
        options.say(setting.name(target), problem);
    }

    private static <T> List<T> duplicates(List<T> values) {
        Set<T> once = new HashSet<>();
        return values.stream().filter(value -> !once.add(value)).distinct().toList();
    }

    /** Returns whether the two cannot be listened on at once; a wildcard is every address. */
    private static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
        return one.getPort() == other.getPort()
                && (one.getAddress().equals(other.getAddress())
                        || one.getAddress().isAnyLocalAddress()
                        || other.getAddress().isAnyLocalAddress());
    }
}
