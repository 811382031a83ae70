package io.vipagent.agent.monitor;

import java.util.Optional;

/** Where an operator's wish to drain this node is kept, so that it outlives the agent. */
public interface Maintenance {
    /** Why the node is drained, if it is. */
    Optional<String> reason();

    /**
     * Drains the node.
     *
     * @throws java.io.UncheckedIOException where that could not be kept; then nothing has changed
     */
    void drain(String reason);

    /** Ends it; nothing happens where the node is not drained. */
    void resume();
}
