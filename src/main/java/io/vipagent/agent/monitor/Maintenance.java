package io.vipagent.agent.monitor;

import java.time.Duration;
import java.util.Optional;

/** Where an operator's wish to drain this node is kept, so that it outlives the agent. */
public interface Maintenance {
    /** Returns why the node is drained, if it is: a drain for a time ends by itself. */
    Optional<String> reason();

    /**
     * Returns how much of a drain for a time is left; empty where the node is not drained, or until somebody ends it.
     */
    default Optional<Duration> left() {
        return Optional.empty();
    }

    /**
     * Drains the node.
     *
     * @throws java.io.UncheckedIOException where that could not be kept; then nothing has changed
     */
    void drain(String reason);

    /**
     * Drains the node for {@code length}, after which the drain ends by itself, whoever runs by then.
     *
     * @throws java.io.UncheckedIOException where that could not be kept; then nothing has changed
     */
    default void drain(String reason, Duration length) {
        throw new UnsupportedOperationException("no drain for a time");
    }

    /** Ends it; nothing happens where the node is not drained. */
    void resume();

    /**
     * Tidies up behind a drain whose time is over.
     *
     * @return why the node was drained, once for each drain that ended by itself
     */
    default Optional<String> ended() {
        return Optional.empty();
    }
}
