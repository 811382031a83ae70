package io.vipagent.keepalived;

import io.vipagent.check.Reason;
import io.vipagent.monitor.Observer;
import io.vipagent.verdict.Decision;
import io.vipagent.verdict.Decision.Denied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * The file that keepalived's {@code track_file} with {@code weight 0 reverse} follows: 1 while this node may hold the
 * VIP, absent while it may not (keepalived.conf(5), trackers/track_file.c: a missing file counts as 0). Nothing is
 * touched before anything is known and none at the end, so that a restart of the agent moves nothing.
 */
public final class TrackFile implements Observer {
    private final Path file;
    private final Consumer<String> warnings;
    private boolean mayHoldVip;
    private boolean knew;
    private volatile boolean failed;

    /** {@code warnings} hears, in one line, that the file could not be written; it is tried again on {@link #repair}. */
    public TrackFile(Path file, Consumer<String> warnings) {
        this.file = file;
        this.warnings = warnings;
    }

    @Override
    public synchronized void decided(Decision before, Decision after) {
        knew = knew || !isIgnorance(after);
        if (knew) {
            mayHoldVip = after.mayHoldVip();
            update();
        }
    }

    /** On a busy machine a fresh agent may be stale before its first outcome: that says nothing of this node. */
    private static boolean isIgnorance(Decision decision) {
        return decision instanceof Denied denied
                && (denied.reason() == Reason.STARTING || denied.reason() == Reason.STALE);
    }

    /** Tries again what the last attempt could not. */
    public synchronized void repair() {
        if (failed) {
            update();
        }
    }

    private void update() {
        try {
            if (mayHoldVip) {
                write();
            } else {
                Files.deleteIfExists(file);
            }
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                warnings.accept("cannot update the track file " + file + ": " + e);
            }
            failed = true;
        }
    }

    /** Whether the file does not say what was decided. */
    public boolean failed() {
        return failed;
    }

    private void write() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, "1\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
