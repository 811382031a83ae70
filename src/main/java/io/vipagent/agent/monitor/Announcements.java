package io.vipagent.agent.monitor;

import io.vipagent.core.health.Decision;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Decisions that changed and are still to be announced, in their order, outside of the lock that they were made in. */
final class Announcements {
    private final HealthListener listener;
    private final Queue<Change> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean announcing = new AtomicBoolean();

    /** What the decision was and what it became. */
    private record Change(Decision before, Decision after) {}

    Announcements(HealthListener listener) {
        this.listener = listener;
    }

    /** Adds a change; those who add are in turn. */
    void add(Decision before, Decision after) {
        waiting.add(new Change(before, after));
    }

    /** One thread at a time announces, so that the order is kept, and none waits for it. */
    void announce() {
        while (!waiting.isEmpty() && announcing.compareAndSet(false, true)) {
            try {
                for (Change next = waiting.poll(); next != null; next = waiting.poll()) {
                    listener.announced(next.before(), next.after());
                }
            } finally {
                announcing.set(false);
            }
        }
    }
}
