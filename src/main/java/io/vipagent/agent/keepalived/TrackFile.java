package io.vipagent.agent.keepalived;

import io.vipagent.config.KeepalivedSettings.OnStop;
import io.vipagent.core.health.Decision;
import io.vipagent.core.health.Decision.Held;
import io.vipagent.core.health.Reason;
import io.vipagent.core.text.IoErrors;
import io.vipagent.platform.files.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The file that keepalived's {@code track_file} with {@code weight 0 reverse} follows: 1 while this node may hold the
 * VIP, absent while it may not (keepalived.conf(5), trackers/track_file.c: a missing file counts as 0). Nothing is
 * touched before anything is known and, by default, none at the end, so that a restart of the agent moves nothing.
 *
 * <p>{@link #decided}, {@link #repair} and {@link #stop} are for one thread, {@link TrackFileWriter}'s: a disk may hang.
 */
public final class TrackFile {
    private static final String MAY = "1\n";
    private static final String MAY_NOT = "0\n";

    private final Path file;
    private final OnStop onStop;
    private final Consumer<String> warnings;
    private Optional<Object> directory = Optional.empty();
    private boolean mayHoldVip;
    private boolean knew;
    private boolean stopped;
    private boolean mended;
    private volatile boolean failed;

    /**
     * {@code warnings} hears, in one line, that the file could not be written; it is tried again on {@link #repair}.
     */
    public TrackFile(Path file, OnStop onStop, Consumer<String> warnings) {
        this.file = file;
        this.onStop = onStop;
        this.warnings = warnings;
    }

    /**
     * Returns what the agent before this one decided last, where it left its word: an agent that is started again holds
     * on to what keepalived holds by it.
     */
    public Decision lastDecision() {
        return saysThatItMay()
                ? new Held(Reason.STARTING, "as the track file says since the agent before")
                : Decision.undecided();
    }

    /** Brings the file up to date with a decision that was made with knowledge. */
    public void decided(Decision after) {
        knew = true;
        if (!stopped) {
            mayHoldVip = after.mayHoldVip();
            update();
        }
    }

    /**
     * Looks whether the file says what was decided, and writes it again where it does not: the last attempt may have
     * failed, or somebody has removed or replaced it. Costs some microseconds; call it every second.
     */
    public void repair() {
        if (!knew || stopped) {
            return;
        }
        lookAtDirectory();
        boolean wrong = !saysWhatWasDecided();
        boolean hadFailed = failed;
        if (wrong || failed) {
            update();
        }
        // Where it cannot be written it could not be looked at either, and the warning is another one.
        if (wrong && !hadFailed && !failed && !mended) {
            warnings.accept(this + " did not say what was decided, " + (mayHoldVip ? "1" : "nothing")
                    + ": somebody else changed it; it is written again");
        }
        mended = wrong;
    }

    /** Ends: what is decided later is not written any more. */
    public void stop() {
        stopped = true;
        if (onStop == OnStop.FAIL) {
            mayHoldVip = false;
            update();
        }
    }

    /** keepalived watches the directory that it found at its start (inotify), not the path. */
    private void lookAtDirectory() {
        Optional<Object> now = directoryKey();
        if (now.isPresent() && directory.isPresent() && !now.equals(directory)) {
            warnings.accept(
                    "the directory of " + this + " was replaced: keepalived follows the old one until it is reloaded");
        }
        directory = now.or(() -> directory);
    }

    @Override
    public String toString() {
        return "the track file " + file;
    }

    private Optional<Object> directoryKey() {
        try {
            return Optional.ofNullable(Files.readAttributes(file.resolveSibling(""), BasicFileAttributes.class)
                    .fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean saysWhatWasDecided() {
        if (!mayHoldVip) {
            return !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        }
        return saysThatItMay();
    }

    private boolean saysThatItMay() {
        return RegularFile.holds(file, MAY);
    }

    private void update() {
        try {
            if (mayHoldVip) {
                write(MAY);
            } else {
                remove();
            }
            failed = false;
            directory = directory.or(this::directoryKey);
        } catch (IOException e) {
            if (!failed) {
                warnings.accept("cannot update " + this + ": " + IoErrors.of(e));
            }
            failed = true;
        }
    }

    /** Returns whether the file does not say what was decided. */
    public boolean failed() {
        return failed;
    }

    /**
     * With a 0 first: until 2.1.0 keepalived forgets that a file was removed, and takes no notice of one that comes
     * back with the value which it had.
     */
    private void remove() throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                write(MAY_NOT);
            } catch (IOException e) {
                // On a full disk it still can be removed, and that is what counts.
            }
        }
        Files.deleteIfExists(file);
    }

    private void write(String text) throws IOException {
        RegularFile.replace(file, file.resolveSibling(file.getFileName() + ".new"), text, Optional.empty());
    }
}
