package io.vipagent.agent.keepalived;

import java.io.IOException;
import java.nio.file.Path;

/** Makes FIFOs, which plain Java cannot. */
@FunctionalInterface
public interface FifoMaker {
    /**
     * Makes one where nothing is.
     *
     * @param mode its permissions, such as {@code rw-rw----}
     * @throws IOException where it cannot be made
     */
    void make(Path path, String mode) throws IOException;
}
