package io.vipagent.config;

import io.vipagent.config.Settings.Keepalived;
import io.vipagent.config.Settings.Peers;
import io.vipagent.core.health.Target;
import io.vipagent.core.health.TlsSettings;
import io.vipagent.core.text.Durations;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings as the YAML that would give them, every key written out. */
public final class SettingsYaml {
    private static final String NONE = "none";

    private final StringBuilder out = new StringBuilder();

    private SettingsYaml() {}

    /** {@code settings} as a whole file. */
    public static String of(Settings settings) {
        SettingsYaml yaml = new SettingsYaml();
        yaml.write(settings);
        return yaml.out.toString();
    }

    private void write(Settings settings) {
        section(0, "vip-agent");
        entry(1, "node", quoted(settings.node()));
        if (!settings.vips().isEmpty()) {
            entry(1, "vip", quotedList(settings.vips().stream().map(InetAddress::getHostAddress)));
        }
        section(1, "targets");
        settings.targets().forEach(this::target);
        section(1, "decision");
        entry(2, "policy", settings.rule().policy().label());
        entry(2, "hold-when-all-down", settings.rule().holdWhenAllDown());
        entry(2, "bootstrap-grace", Durations.format(settings.bootstrapGrace()));
        section(1, "control");
        entry(2, "socket", quoted(settings.socket()));
        section(1, "agent-check");
        settings.agentCheck().ifPresentOrElse(this::agentCheck, () -> entry(2, "listen", NONE));
        entry(2, "release", Durations.format(settings.release()));
        section(1, "http");
        entry(2, "listen", address(settings.http()));
        keepalived(settings.keepalived());
        peers(settings.peers());
    }

    private void keepalived(Keepalived keepalived) {
        section(1, "keepalived");
        entry(2, "track-file", keepalived.trackFile().map(SettingsYaml::quoted).orElse(NONE));
        entry(2, "on-stop", keepalived.onStop().label());
        entry(
                2,
                "notify-fifo",
                keepalived.notifyFifo().map(SettingsYaml::quoted).orElse(NONE));
        entry(2, "pid-file", quoted(keepalived.pidFile()));
    }

    private void peers(Peers peers) {
        if (!peers.urls().isEmpty()) {
            entry(1, "peers", quotedList(peers.urls().stream().map(URI::toString)));
        }
        section(1, "peer-tls");
        if (!peers.tlsSettings().serverName().isEmpty()) {
            entry(2, "server-name", quoted(peers.tlsSettings().serverName()));
        }
        tlsSettings(2, peers.tlsSettings());
    }

    private void tlsSettings(int depth, TlsSettings tlsSettings) {
        entry(depth, "ca-file", quoted(tlsSettings.caFile()));
        entry(depth, "insecure", tlsSettings.insecure());
        tlsSettings.client().ifPresent(client -> {
            entry(depth, "cert-file", quoted(client.certFile()));
            entry(depth, "key-file", quoted(client.keyFile()));
        });
        tlsSettings.tokenFile().ifPresent(file -> entry(depth, "token-file", quoted(file)));
    }

    private void target(Target target) {
        TlsSettings tlsSettings = target.tlsSettings();
        section(2, target.name());
        entry(3, "role", target.role().label());
        entry(3, "url", quoted(target.url()));
        entry(3, "server-name", quoted(tlsSettings.serverName()));
        tlsSettings(3, tlsSettings);
        entry(3, "accept-status", list(target.expectedResponse().statuses()));
        entry(3, "expect-body", quoted(target.expectedResponse().body().orElse("any")));
        entry(3, "interval", Durations.format(target.schedule().interval()));
        entry(3, "timeout", Durations.format(target.schedule().timeout()));
        entry(3, "rise", target.schedule().rise());
        entry(3, "fall", target.schedule().fall());
    }

    private void agentCheck(AgentCheckOptions options) {
        entry(2, "listen", address(options.listen()));
        entry(2, "allow", quotedList(options.allow().networks().stream().map(Object::toString)));
        entry(2, "reports", options.reports().label());
        entry(2, "drain-as", options.drained().name().toLowerCase(Locale.ROOT));
        entry(2, "line-wait", Durations.format(options.lineWait()));
    }

    private void section(int depth, String key) {
        out.repeat("  ", depth).append(key).append(":\n");
    }

    private void entry(int depth, String key, Object value) {
        out.repeat("  ", depth).append(key).append(": ").append(value).append('\n');
    }

    /** A YAML double-quoted scalar: right for every text, at the price of being never the shortest. */
    private static String quoted(Object value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.toString().codePoints().forEach(c -> {
            if (c == '\\' || c == '"') {
                quoted.append('\\').appendCodePoint(c);
            } else if ((c >= ' ' && c < 0x7f) || Character.isLetterOrDigit(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append("\\U%08x".formatted(c));
            }
        });
        return quoted.append('"').toString();
    }

    private static String list(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quotedList(Stream<String> values) {
        return list(values.map(SettingsYaml::quoted).toList());
    }

    private static String address(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return quoted((host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }
}
