package io.vipagent.lab;

/** What must be done before this JVM ends, also where it is told to end in the middle. */
public final class AtExit {
    private final Thread thread;

    private AtExit(Thread thread) {
        this.thread = thread;
    }

    /** Will run {@code task} then. */
    public static AtExit run(Runnable task) {
        AtExit hook = new AtExit(new Thread(task, "at-exit"));
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    /** It has been done: nothing to do then, unless that has begun. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // This JVM ends already, and the task runs.
        }
    }
}
