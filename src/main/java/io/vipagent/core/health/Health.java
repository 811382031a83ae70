package io.vipagent.core.health;

/** What an output says when it is asked: the same two words for every protocol. */
public sealed interface Health {
    /** Returns whether it is yes. */
    boolean healthy();

    /**
     * The answer is yes.
     *
     * @param note one line for people
     * @param weight the share of its traffic that it should get, from 1 to 100 percent
     */
    record Healthy(String note, int weight) implements Health {
        /** Says yes without a reservation. */
        public Healthy(String note) {
            this(note, 100);
        }

        @Override
        public boolean healthy() {
            return true;
        }
    }

    /**
     * The answer is no, and why.
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
