package io.vipagent.config;

import static io.vipagent.config.ValueType.URL_PATH;
import static io.vipagent.config.ValueType.duration;
import static io.vipagent.config.ValueType.number;

import io.vipagent.core.target.ProbeSchedule;
import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.text.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The rows of a target's {@link ProbeSchedule} and of what is asked by it, and how they are read. */
final class TargetScheduleTable {
    static final Setting.Rows<Target> ROWS = new Setting.Rows<>(Target.class);

    /** An apiserver answers there without asking etcd. */
    private static final String APISERVER_PING = "/livez/ping";

    static final Setting<Duration> INTERVAL = ROWS.value(
                    Setting.TARGET + "interval",
                    duration("100ms", "10m").suchAs("500ms"),
                    target -> target.schedule().interval())
            .or("500ms")
            .does("From the start of one question to the start of the next.");

    static final Setting<Duration> TIMEOUT = ROWS.value(
                    Setting.TARGET + "timeout",
                    duration("10ms", "1m").suchAs("1s"),
                    target -> target.schedule().timeout())
            .or("1s")
            .does("Until an answer is in time: name, connection, TLS and answer. A later one is late, which is no "
                    + "failure (`patience`).");

    static final Setting<Integer> RISE = ROWS.value(
                    Setting.TARGET + "rise",
                    number("a number", 1, 100),
                    target -> target.schedule().rise())
            .or("2")
            .does("Consecutive passes that prove a target up, at the start too.");

    static final Setting<Integer> FALL = ROWS.value(
                    Setting.TARGET + "fall",
                    number("a number", 1, 100),
                    target -> target.schedule().fall())
            .or("3")
            .does("Consecutive failures that prove it down.");

    static final Setting<Duration> PATIENCE = ROWS.value(
                    Setting.TARGET + "patience",
                    duration("10ms", "1m").suchAs("5s"),
                    target -> target.schedule().patience())
            .orElse("`5s`, or `timeout` where that is longer")
            .mayBe("10ms to 1m, at least `timeout`")
            .does("How long a question without an answer goes on. Past `timeout` the target is late so far, which "
                    + "costs it the VIP only where another apiserver is known to be better; an answer before "
                    + "`patience` ends proves it alive and slow, silence until then is a failure. At least what "
                    + "clients and haproxy wait.");

    static final Setting<Optional<String>> PING = ROWS.value(Setting.TARGET + "ping", URL_PATH.orNone(), Target::ping)
            .orElse("`/livez/ping` where the path is `/readyz`, `/livez` or `/healthz`, else `none`")
            .does("What is asked between two full questions, over a kept connection: it costs an "
                    + "apiserver next to nothing and etcd nothing. Any status below 500 proves the target alive "
                    + "and in time, and nothing else. `none`: the URL each time.");

    static final Setting<Duration> FULL_INTERVAL = ROWS.value(
                    Setting.TARGET + "full-interval",
                    duration("100ms", "10m").suchAs("5s"),
                    target -> target.schedule().fullInterval())
            .orElse("`500ms` for `local`, `2s` for `frontend`, `5s` for `backend` and `vip`; or `interval` "
                    + "where that is longer")
            .mayBe("100ms to 10m, at least `interval`")
            .does("From one full question (the URL) to the next, at the next `interval` or `rest-interval` behind it. "
                    + "While a target is in trouble that decides, or is this node's own, all are asked in full: at "
                    + "each `interval` for 5s, then each second, until 15s after its trouble began or changed.");

    static final Setting<Duration> FRESH_INTERVAL = ROWS.value(
                    Setting.TARGET + "fresh-interval",
                    duration("100ms", "10m").suchAs("5s"),
                    target -> target.schedule().freshInterval())
            .orElse("`1s` for `local` and `frontend`, `5s` for `backend` and `vip`; or `interval` where that "
                    + "is longer")
            .mayBe("100ms to 10m, at least `interval`")
            .does("From one fresh connection to the next: a fault that meets new connections alone is found so much "
                    + "later. Each costs the apiserver a TLS handshake; "
                    + "those of all agents and haproxys add up.");

    static final Setting<Duration> REST_INTERVAL = ROWS.value(
                    Setting.TARGET + "rest-interval",
                    duration("100ms", "10m").suchAs("1s"),
                    target -> target.schedule().restInterval())
            .orElse("that of `interval`")
            .mayBe("100ms to 10m, at least `interval`")
            .does("The same as `interval` while all is well: the decision is `granted`, and nothing was late, wrong or "
                    + "longer than 100ms lately, but for an apiserver that has been down for long; or the node is "
                    + "drained. A question that is not answered within `interval` or is answered wrongly brings "
                    + "`interval` back at once for all targets, and a connection that closes for its own.");

    private TargetScheduleTable() {}

    /** Returns when a target is asked, and for how long it may not answer. */
    static ProbeSchedule read(SettingValues values, TargetRole role) {
        Duration interval = values.value(INTERVAL);
        Duration timeout = values.value(TIMEOUT);
        return new ProbeSchedule(
                interval,
                timeout,
                values.value(RISE),
                values.value(FALL),
                atLeast(values, TIMEOUT, timeout, PATIENCE, ProbeSchedule.DEFAULT_PATIENCE),
                atLeast(values, INTERVAL, interval, FULL_INTERVAL, fullInterval(role)),
                atLeast(values, INTERVAL, interval, FRESH_INTERVAL, freshInterval(role)),
                atLeast(values, INTERVAL, interval, REST_INTERVAL, interval));
    }

    /** Returns what is asked between two full questions, if it is anything else. */
    static Optional<String> ping(SettingValues values, URI url) {
        return values.written(PING)
                .orElse(TargetResponseTable.isHealthPath(url) ? Optional.of(APISERVER_PING) : Optional.empty());
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
    private static Duration atLeast(
            SettingValues values, Setting<Duration> other, Duration min, Setting<Duration> setting, Duration fallback) {
        Duration value = values.written(setting).orElse(min.compareTo(fallback) > 0 ? min : fallback);
        if (value.compareTo(min) < 0) {
            String key = values.key(other);
            values.say(
                    setting,
                    "given " + Durations.format(value) + ", expected at least "
                            + key.substring(key.lastIndexOf('.') + 1) + ", which is " + Durations.format(min));
        }
        return value;
    }
}
