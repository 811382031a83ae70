package io.vipagent.tools.doctor.rules;

import io.vipagent.core.protocol.Request;
import io.vipagent.core.text.Durations;
import io.vipagent.tools.conf.keepalived.VrrpScript;
import io.vipagent.tools.host.HostPaths;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code vip-agent check} as a vrrp_script calls it.
 *
 * @param deadline by which it has ended
 */
public record CheckLine(Duration deadline) {
    private static final String OPTION = "--timeout";

    /** Returns the call, if {@code script} is one. */
    public static Optional<CheckLine> of(VrrpScript script) {
        List<String> words = script.arguments();
        return words.size() > 1
                        && HostPaths.name(words.getFirst()).startsWith("vip-agent")
                        && words.get(1).equals("check")
                ? Optional.of(new CheckLine(deadline(words)))
                : Optional.empty();
    }

    private static Duration deadline(List<String> words) {
        int option = words.indexOf(OPTION);
        Optional<String> given = option >= 0 && option + 1 < words.size()
                ? Optional.of(words.get(option + 1))
                : words.stream()
                        .filter(word -> word.startsWith(OPTION + "="))
                        .map(word -> word.substring(OPTION.length() + 1))
                        .findFirst();
        return given.flatMap(Durations::parse).orElse(Request.CHECK_TIMEOUT);
    }
}
