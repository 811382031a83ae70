package io.vipagent.config;

import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import io.vipagent.core.text.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the targets of what was written, by the rows of {@link TargetTable}: the local apiserver is one by itself, and
 * what suits an apiserver is the default where the URL is one's.
 */
final class TargetsReader {
    /** The target that is there by itself. */
    static final String LOCAL = "local";

    /** An apiserver answers exactly "ok" there: k8s.io/apiserver, pkg/server/healthz/healthz.go. */
    private static final Set<String> HEALTH_PATHS = Set.of("/readyz", "/livez", "/healthz");

    /** An apiserver answers there without asking etcd. */
    private static final String APISERVER_PING = "/livez/ping";

    /** Each has a thread; no cluster has as many apiservers. */
    static final int MAX_TARGETS = 1024;

    private final RawConfig written;
    private final OptionReader options;
    private final SettingValues values;

    TargetsReader(RawConfig written, OptionReader options, SettingValues values) {
        this.written = written;
        this.options = options;
        this.values = values;
    }

    /** Returns the targets that are enabled, the local one first. */
    List<Target> read() {
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
        if (values.value(TargetTable.ENABLED, name)) {
            TargetRole role = values.written(TargetTable.ROLE, name).orElse(TargetRole.LOCAL);
            if (!name.equals(LOCAL)) {
                values.require(TargetTable.ROLE, name);
                values.require(TargetTable.URL, name);
            }
            URI url = values.written(TargetTable.URL, name).orElse(TargetTable.LOCAL_URL);
            targets.add(new Target(
                    name, role, url, tls(name), expectedResponse(name, url), schedule(name, role), ping(name, url)));
        }
    }

    private TlsSettings tls(String target) {
        Optional<ClientFiles> client = values.client(TargetTable.CERT_FILE, TargetTable.KEY_FILE, target);
        return new TlsSettings(
                values.value(TargetTable.SERVER_NAME, target),
                values.value(TargetTable.CA_FILE, target),
                values.value(TargetTable.INSECURE, target),
                client,
                values.written(TargetTable.TOKEN_FILE, target));
    }

    private ExpectedResponse expectedResponse(String target, URI url) {
        boolean answersOk = HEALTH_PATHS.contains(url.getRawPath())
                && Arrays.stream(Optional.ofNullable(url.getRawQuery())
                                .orElse("")
                                .split("&", -1))
                        .noneMatch(part -> part.equals("verbose") || part.startsWith("verbose="));
        return new ExpectedResponse(
                new TreeSet<>(values.list(TargetTable.ACCEPT_STATUS, target)),
                values.written(TargetTable.EXPECT_BODY, target)
                        .orElse(answersOk ? Optional.of("ok") : Optional.empty()));
    }

    private Optional<String> ping(String target, URI url) {
        return values.written(TargetTable.PING, target)
                .orElse(HEALTH_PATHS.contains(url.getRawPath()) ? Optional.of(APISERVER_PING) : Optional.empty());
    }

    private ProbeSchedule schedule(String target, TargetRole role) {
        Duration interval = values.value(TargetTable.INTERVAL, target);
        Duration timeout = values.value(TargetTable.TIMEOUT, target);
        return new ProbeSchedule(
                interval,
                timeout,
                values.value(TargetTable.RISE, target),
                values.value(TargetTable.FALL, target),
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

    /**
     * Returns a duration that is not below {@code min}, the value of another key; one that is not written is raised to
     * it.
     */
    private Duration atLeast(
            Setting<Duration> other, Duration min, Setting<Duration> setting, String target, Duration fallback) {
        Duration value = values.written(setting, target).orElse(min.compareTo(fallback) > 0 ? min : fallback);
        if (value.compareTo(min) < 0) {
            String key = other.key(target);
            values.say(
                    setting,
                    target,
                    "given " + Durations.format(value) + ", expected at least "
                            + key.substring(key.lastIndexOf('.') + 1) + ", which is " + Durations.format(min));
        }
        return value;
    }
}
