package io.vipagent.config;

import static io.vipagent.config.ValueType.number;
import static io.vipagent.config.ValueType.textOrAny;

import io.vipagent.core.target.ExpectedResponse;
import io.vipagent.core.target.Target;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rows of a target's {@link ExpectedResponse}, and how they are read. */
final class TargetResponseTable {
    static final Setting.Rows<Target> ROWS = new Setting.Rows<>(Target.class);

    /** A probe keeps this much of a body. */
    private static final int MAX_BODY_BYTES = 1024;

    /** An apiserver answers exactly "ok" there: k8s.io/apiserver, pkg/server/healthz/healthz.go. */
    private static final Set<String> HEALTH_PATHS = Set.of("/readyz", "/livez", "/healthz");

    static final Setting<Integer> ACCEPT_STATUS = ROWS.list(
                    Setting.TARGET + "accept-status",
                    number("an HTTP status", 200, 599),
                    target -> target.expectedResponse().statuses())
            .or("200")
            .mayBe("statuses from 200 to 599")
            .does("Which statuses pass. `[200, 401, 403]` turns the probe into \"alive\", no longer \"ready\".");

    static final Setting<Optional<String>> EXPECT_BODY = ROWS.value(
                    Setting.TARGET + "expect-body",
                    textOrAny(MAX_BODY_BYTES),
                    target -> target.expectedResponse().body())
            .orElse("`ok` where the path is `/readyz`, `/livez` or `/healthz` without `verbose`, else `any`")
            .does("What the body must be, white space at its ends aside.");

    private TargetResponseTable() {}

    /** Returns what a target must answer. */
    static ExpectedResponse read(SettingValues values, URI url) {
        return new ExpectedResponse(
                new TreeSet<>(values.list(ACCEPT_STATUS)),
                values.written(EXPECT_BODY)
                        .orElse(isHealthPath(url) && !isVerbose(url) ? Optional.of("ok") : Optional.empty()));
    }

    /** Returns whether an apiserver tells its health there, so that what suits an apiserver is the default. */
    static boolean isHealthPath(URI url) {
        return HEALTH_PATHS.contains(url.getRawPath());
    }

    private static boolean isVerbose(URI url) {
        return Optional.ofNullable(url.getRawQuery()).stream()
                .flatMap(query -> Arrays.stream(query.split("&", -1)))
                .anyMatch(part -> part.equals("verbose") || part.startsWith("verbose="));
    }
}
