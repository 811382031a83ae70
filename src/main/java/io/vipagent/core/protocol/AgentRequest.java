package io.vipagent.core.protocol;

import io.vipagent.core.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What haproxy sends with an agent-check ({@code agent-send}): {@code [TARGET] [wait TIME]}, such as
 * {@code local wait 3s}.
 *
 * @param target what it asks of; empty: of the node
 * @param hold how long the answer may be held back while it would only repeat that all is well; zero: not at all
 */
public record AgentRequest(Optional<String> target, Duration hold) {
    /** What is longer is cut: below it stay the time that a client has, and haproxy's {@code timeout check}. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(3);

    private static final String WAIT = "wait";

    /**
     * Reads a line, with or without its end. A line of another form is the name of a target as a whole, which there is
     * none of.
     */
    public static AgentRequest parse(String line) {
        List<String> words = List.of(line.strip().split("\\s+", -1));
        int last = words.size() - 1;
        Optional<Duration> wait = last >= 1 && last <= 2 && words.get(last - 1).equals(WAIT)
                ? Durations.parse(words.get(last))
                : Optional.empty();
        return wait.map(time -> new AgentRequest(last == 2 ? words.stream().findFirst() : Optional.empty(), cut(time)))
                .orElseGet(() ->
                        new AgentRequest(Optional.of(line.strip()).filter(name -> !name.isEmpty()), Duration.ZERO));
    }

    private static Duration cut(Duration wait) {
        return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    }
}
