package io.vipagent.config;

import static io.vipagent.config.ValueType.BOOL;
import static io.vipagent.config.ValueType.FILE;
import static io.vipagent.config.ValueType.HOST;
import static io.vipagent.config.ValueType.TARGET_URL;
import static io.vipagent.config.ValueType.URL_PATH;
import static io.vipagent.config.ValueType.duration;
import static io.vipagent.config.ValueType.number;
import static io.vipagent.config.ValueType.textOrAny;
import static io.vipagent.config.ValueType.word;

import io.vipagent.core.target.Target;
import io.vipagent.core.target.TargetRole;
import io.vipagent.core.target.TlsSettings;
import io.vipagent.core.target.TlsSettings.ClientFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The settings of each target, below {@code targets.NAME}: rows as {@link SettingsTable} has them. */
final class TargetTable {
    /** The rows, in the order in which they are printed. This list must come before the rows, which add themselves. */
    private static final List<Setting<?>> ROWS = new ArrayList<>();

    /** What is asked of the target {@code local} where nothing else is said. */
    static final URI LOCAL_URL = URI.create("https://127.0.0.1:6443/readyz");

    /** A probe keeps this much of a body. */
    private static final int MAX_BODY_BYTES = 1024;

    static final Setting<URI> URL = row(Setting.ofTarget("url", TARGET_URL, Target::url)
            .orElse("`" + LOCAL_URL + "` for `local`, else needed")
            .does("What is asked, with GET. Prefer `/readyz`: `/healthz` stays 200 while an apiserver "
                    + "shuts down."));

    static final Setting<TargetRole> ROLE =
            row(Setting.ofTarget("role", word("a role: ", TargetRole.class), Target::role)
                    .orElse("`local` for the target of that name, else needed")
                    .does("`local`: this node's apiserver. `backend`: another node's; known backends make "
                            + "`hold-when-all-down` possible. `frontend`: the local haproxy. `vip`: through the "
                            + "virtual IP; observed, never decides, since on a backup node it is another node that "
                            + "answers."));

    static final Setting<Boolean> ENABLED = row(Setting.optionalOfTarget("enabled", BOOL, target -> Optional.empty())
            .or("true")
            .does("`false` removes the target, `local` too: for a load-balancer node without an " + "apiserver."));

    static final Setting<String> SERVER_NAME = row(
            Setting.ofTarget("server-name", HOST, target -> target.tlsSettings().serverName())
                    .or("kubernetes")
                    .does("Sent as SNI, and the name that the certificate must carry. kubeadm's certificates "
                            + "carry `kubernetes`, but neither `localhost` nor 127.0.0.1."));

    static final Setting<Path> CA_FILE =
            row(Setting.ofTarget("ca-file", FILE, target -> target.tlsSettings().caFile())
                    .or(TlsSettings.KUBEADM_CA)
                    .mayBe("a PEM file")
                    .does("Who may vouch for the server. Read again when it changes; where the new one cannot "
                            + "be used the last good one stays in force, which is logged and shows in "
                            + "`tls_files_broken`."));

    static final Setting<Boolean> INSECURE = row(
            Setting.ofTarget("insecure", BOOL, target -> target.tlsSettings().insecure())
                    .or("false")
                    .does("`true` lets any certificate pass: then anybody who can take the address passes for "
                            + "the apiserver."));

    static final Setting<Path> CERT_FILE = row(Setting.optionalOfTarget(
                    "cert-file", FILE, target -> target.tlsSettings().client().map(ClientFiles::certFile))
            .orElse("none")
            .mayBe("a PEM file")
            .does("The client certificate to show. Goes with `key-file`."));

    static final Setting<Path> KEY_FILE = row(Setting.optionalOfTarget(
                    "key-file", FILE, target -> target.tlsSettings().client().map(ClientFiles::keyFile))
            .orElse("none")
            .mayBe("a PEM file")
            .does("Its key: PKCS #8, PKCS #1 or SEC 1, not encrypted."));

    static final Setting<Path> TOKEN_FILE = row(Setting.optionalOfTarget(
                    "token-file", FILE, target -> target.tlsSettings().tokenFile())
            .orElse("none")
            .does("Its content is sent as bearer token. For clusters without anonymous access; read "
                    + "again when it changes."));

    static final Setting<Integer> ACCEPT_STATUS = row(Setting.listOfTarget(
                    "accept-status",
                    number("an HTTP status", 200, 599),
                    target -> target.expectedResponse().statuses())
            .or("200")
            .mayBe("statuses from 200 to 599")
            .does("Which statuses pass. `[200, 401, 403]` turns the probe into \"alive\", no longer " + "\"ready\"."));

    static final Setting<Optional<String>> EXPECT_BODY = row(Setting.ofTarget(
                    "expect-body",
                    textOrAny(MAX_BODY_BYTES),
                    target -> target.expectedResponse().body())
            .orElse("`ok` where the path is `/readyz`, `/livez` or `/healthz` without `verbose`, else `any`")
            .does("What the body must be, white space at its ends aside."));

    static final Setting<Duration> INTERVAL = row(Setting.ofTarget(
                    "interval",
                    duration("100ms", "10m").suchAs("500ms"),
                    target -> target.schedule().interval())
            .or("500ms")
            .does("From the start of one question to the start of the next."));

    static final Setting<Duration> TIMEOUT = row(Setting.ofTarget(
                    "timeout",
                    duration("10ms", "1m").suchAs("1s"),
                    target -> target.schedule().timeout())
            .or("1s")
            .does("Until an answer is in time: name, connection, TLS and answer. A later one is late, which is no "
                    + "failure (`patience`)."));

    static final Setting<Integer> RISE = row(Setting.ofTarget(
                    "rise",
                    number("a number", 1, 100),
                    target -> target.schedule().rise())
            .or("2")
            .does("Consecutive passes that prove a target up, at the start too."));

    static final Setting<Integer> FALL = row(Setting.ofTarget(
                    "fall",
                    number("a number", 1, 100),
                    target -> target.schedule().fall())
            .or("3")
            .does("Consecutive failures that prove it down."));

    static final Setting<Duration> PATIENCE = row(Setting.ofTarget(
                    "patience",
                    duration("10ms", "1m").suchAs("5s"),
                    target -> target.schedule().patience())
            .orElse("`5s`, or `timeout` where that is longer")
            .mayBe("10ms to 1m, at least `timeout`")
            .does("How long a question without an answer goes on. Past `timeout` the target is late so far, which "
                    + "costs it the VIP only where another apiserver is known to be better; an answer before "
                    + "`patience` ends proves it alive and slow, silence until then is a failure. At least what "
                    + "clients and haproxy wait."));

    static final Setting<Optional<String>> PING = row(Setting.ofTarget("ping", URL_PATH.orNone(), Target::ping)
            .orElse("`/livez/ping` where the path is `/readyz`, `/livez` or `/healthz`, else `none`")
            .does("What is asked between two full questions, over a kept connection: it costs an "
                    + "apiserver next to nothing and etcd nothing. Any status below 500 proves the target alive "
                    + "and in time, and nothing else. `none`: the URL each time."));

    static final Setting<Duration> FULL_INTERVAL = row(Setting.ofTarget(
                    "full-interval",
                    duration("100ms", "10m").suchAs("5s"),
                    target -> target.schedule().fullInterval())
            .orElse("`500ms` for `local`, `2s` for `frontend`, `5s` for `backend` and `vip`; or `interval` "
                    + "where that is longer")
            .mayBe("100ms to 10m, at least `interval`")
            .does("From one full question (the URL) to the next, at the next `interval` or `rest-interval` behind it. "
                    + "While a target is in trouble that decides, or is this node's own, all are asked in full: at "
                    + "each `interval` for 5s, then each second, until 15s after its trouble began or changed."));

    static final Setting<Duration> FRESH_INTERVAL = row(Setting.ofTarget(
                    "fresh-interval",
                    duration("100ms", "10m").suchAs("5s"),
                    target -> target.schedule().freshInterval())
            .orElse("`1s` for `local` and `frontend`, `5s` for `backend` and `vip`; or `interval` where that "
                    + "is longer")
            .mayBe("100ms to 10m, at least `interval`")
            .does("From one fresh connection to the next: a fault that meets new connections alone is found so much "
                    + "later. Each costs the apiserver a TLS handshake; "
                    + "those of all agents and haproxys add up."));

    static final Setting<Duration> REST_INTERVAL = row(Setting.ofTarget(
                    "rest-interval",
                    duration("100ms", "10m").suchAs("1s"),
                    target -> target.schedule().restInterval())
            .orElse("that of `interval`")
            .mayBe("100ms to 10m, at least `interval`")
            .does("The same as `interval` while all is well: the decision is `granted`, and nothing was late, wrong or "
                    + "longer than 100ms lately, but for an apiserver that has been down for long; or the node is "
                    + "drained. A question that is not answered within `interval` or is answered wrongly brings "
                    + "`interval` back at once for all targets, and a connection that closes for its own."));

    private TargetTable() {}

    /** Returns all rows of a target. */
    static List<Setting<?>> rows() {
        return Collections.unmodifiableList(ROWS);
    }

    private static <T> Setting<T> row(Setting<T> setting) {
        ROWS.add(setting);
        return setting;
    }
}
