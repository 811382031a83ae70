package io.vipagent.core.protocol;

import io.vipagent.core.text.IoErrors;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A file of a target cannot be used; the message names it. */
public final class UnusableFile extends Exception {
    private static final long serialVersionUID = 1;

    /** Where kubeadm, k3s and RKE2 put what they make when a node is made or joins. */
    private static final List<Path> MADE_BY_JOINING = List.of(
            Path.of("/etc/kubernetes"), Path.of("/var/lib/rancher"), Path.of("/etc/rancher"), Path.of("/var/lib/k0s"));

    private final boolean awaited;

    /** The {@code file} cannot be used because of {@code cause}. */
    public UnusableFile(Path file, Exception cause) {
        super(
                file + ": " + (cause instanceof IOException e ? IoErrors.why(e) : String.valueOf(cause.getMessage())),
                cause);
        this.awaited = cause instanceof NoSuchFileException && isMadeByJoining(file);
    }

    /**
     * Returns whether {@code file} comes with the node's joining the cluster, so that one that is missing is waited
     * for.
     */
    public static boolean isMadeByJoining(Path file) {
        return MADE_BY_JOINING.stream().anyMatch(file::startsWith);
    }

    /** Returns whether the file is yet to be made, which is nobody's fault. */
    public boolean isAwaited() {
        return awaited;
    }
}
