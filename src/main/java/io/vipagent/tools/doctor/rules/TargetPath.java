package io.vipagent.tools.doctor.rules;

/** The health paths of an apiserver. */
public final class TargetPath {
    private TargetPath() {}

    /** Returns whether {@code path} is the one that says 200 while an apiserver shuts down. */
    public static boolean isHealthz(String path) {
        return path.equals("/healthz") || path.startsWith("/healthz?") || path.startsWith("/healthz/");
    }
}
