package io.vipagent.core.health;

/** What an output says when it is asked: the same two words for every protocol. */
public sealed interface Health {
    /** Whether it is yes. */
    boolean healthy();

    /**
     * Yes.
     *
     * @param note one line for people
     */
    record Healthy(String note) implements Health {
        @Override
        public boolean healthy() {
            return true;
        }
    }

    /**
     * No, and why.
     *
     * @param detail one line for people
     */
    record Unhealthy(Reason reason, String detail) implements Health {
        @Override
        public boolean healthy() {
            return false;
        }
    }
}
