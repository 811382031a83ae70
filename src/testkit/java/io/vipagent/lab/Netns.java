package io.vipagent.lab;

import java.util.List;

/** Where a process runs. */
@FunctionalInterface
public interface Netns {
    /** This host itself. */
    Netns HERE = command -> command;

    /** The command that runs {@code command} there. Its process's id is that of {@code command}. */
    List<String> inside(List<String> command);
}
