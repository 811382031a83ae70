package io.vipagent.agent.monitor;

/**
 * Hears whether the board compares the targets with each other now: one that decides, or this node's own apiserver, is
 * overdue or fails. The loops then ask every target its full question, at once and at each interval, until that ends.
 */
@FunctionalInterface
public interface Comparing {
    /** Called on each change, from a loop's thread: must not block. Repeated calls with the same value mean nothing. */
    void compare(boolean now);

    /**
     * Is called in the same manner, with whether all is well, so that the targets may be asked at their rates at rest.
     */
    default void rest(boolean now) {}

    /**
     * Is called in the same manner when a target that decides waits for an answer: every target is to be asked in full,
     * once and at once.
     */
    default void look() {}
}
