package io.vipagent.config;

import io.vipagent.core.health.ExpectedResponse;
import io.vipagent.core.health.ProbeSchedule;
import io.vipagent.core.health.Target;
import io.vipagent.core.health.TargetRole;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads one target. */
final class TargetReader {
    static final String LOCAL = "local";

    private static final URI LOCAL_URL = URI.create("https://127.0.0.1:6443/readyz");
    private static final String URL_FORM = "a URL of the form https://HOST[:PORT][/PATH][?QUERY]";
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
    private static final Duration MOST_INTERVAL = Duration.ofMinutes(10);
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(10);
    private static final Duration MOST_TIMEOUT = Duration.ofMinutes(1);
    private static final int MOST_COUNT = 100;
    /** As much of a body as a probe keeps. */
    private static final int MOST_BODY = 1024;

    /** Where an apiserver answers exactly "ok": k8s.io/apiserver, pkg/server/healthz/healthz.go. */
    private static final Set<String> HEALTH_PATHS = Set.of("/readyz", "/livez", "/healthz");

    private final String name;
    private final RawConfig written;
    private final ConfigErrors problems;

    TargetReader(String name, RawConfig written, ConfigErrors problems) {
        this.name = name;
        this.written = written;
        this.problems = problems;
    }

    /** The target, also where it has problems: then it must not be used. */
    Target read() {
        TargetRole role = problems.read(
                key("role"),
                "a role: local, backend, frontend or vip",
                TargetRole.LOCAL,
                ValueParsers.word(TargetRole.class));
        if (!name.equals(LOCAL)) {
            require("role", "local, backend, frontend or vip");
            require("url", URL_FORM);
        }
        URI url = problems.read(key("url"), URL_FORM, LOCAL_URL, ValueParsers::url);
        return new Target(
                name,
                role,
                url,
                new TrustReader(key(""), "kubernetes", written, problems).read(),
                expectedResponse(url),
                schedule());
    }

    private ExpectedResponse expectedResponse(URI url) {
        SortedSet<Integer> statuses = new TreeSet<>(problems.readAll(
                key("accept-status"), "an HTTP status from 200 to 599", List.of("200"), ValueParsers.number(200, 599)));
        boolean answersOk = HEALTH_PATHS.contains(url.getRawPath())
                && Arrays.stream(Optional.ofNullable(url.getRawQuery())
                                .orElse("")
                                .split("&", -1))
                        .noneMatch(part -> part.equals("verbose") || part.startsWith("verbose="));
        String body = problems.read(
                key("expect-body"),
                "a text of at most " + MOST_BODY + " bytes, or any",
                answersOk ? "ok" : "any",
                text -> Optional.of(text).filter(given -> given.getBytes(StandardCharsets.UTF_8).length <= MOST_BODY));
        return new ExpectedResponse(statuses, body.equals("any") ? Optional.empty() : Optional.of(body));
    }

    private ProbeSchedule schedule() {
        return new ProbeSchedule(
                problems.read(
                        key("interval"),
                        "a duration from 100ms to 10m, such as 500ms",
                        Duration.ofMillis(500),
                        ValueParsers.duration(LEAST_INTERVAL, MOST_INTERVAL)),
                problems.read(
                        key("timeout"),
                        "a duration from 10ms to 1m, such as 1s",
                        Duration.ofSeconds(1),
                        ValueParsers.duration(LEAST_TIMEOUT, MOST_TIMEOUT)),
                count("rise", 2),
                count("fall", 3));
    }

    private int count(String key, int fallback) {
        return problems.read(
                key(key), "a number from 1 to " + MOST_COUNT, fallback, ValueParsers.number(1, MOST_COUNT));
    }

    private void require(String key, String expected) {
        if (written.value(key(key)).isEmpty()) {
            problems.say(Keys.ROOT + "." + key(key), "missing; expected " + expected);
        }
    }

    private String key(String key) {
        return "targets." + name + "." + key;
    }
}
