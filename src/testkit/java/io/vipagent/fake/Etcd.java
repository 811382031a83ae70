package io.vipagent.fake;

/**
 * What a kube-apiserver's etcd does. It concerns the checks {@code /readyz}, {@code /livez} and {@code /healthz}, which
 * ask etcd; what is below them, such as {@code /livez/ping}, or leaves it out ({@code ?exclude=etcd}), and every other
 * request are served.
 */
public enum Etcd {
    /** Answers. */
    WELL,
    /** Is away: those checks answer 500 at once. */
    ERROR,
    /** Hangs: those checks are answered once it does so no longer. */
    HANGS
}
