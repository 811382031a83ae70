package io.vipagent.doctor;

/** The health paths of an apiserver. */
final class Health {
    private Health() {}

    /** Whether {@code path} is the one that says 200 while an apiserver shuts down. */
    static boolean isHealthz(String path) {
        return path.equals("/healthz") || path.startsWith("/healthz?") || path.startsWith("/healthz/");
    }
}
