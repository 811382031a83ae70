package io.vipagent.agent.keepalived;

import static io.vipagent.core.vip.KeepalivedState.ALIVE;
import static io.vipagent.core.vip.KeepalivedState.FROZEN;
import static io.vipagent.core.vip.KeepalivedState.GONE;
import static io.vipagent.core.vip.KeepalivedState.UNKNOWN;

import io.vipagent.core.vip.KeepalivedState;
import io.vipagent.platform.files.FileKind;
import io.vipagent.platform.files.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks how keepalived's processes are, by their pid files and {@code /proc}, which an ordinary user may read: the
 * parent, and the child that speaks VRRP and has the addresses. Needs the PID namespace that keepalived runs in.
 */
public final class KeepalivedProcess {
    /** Where the child's may be, beside the parent's: it depends on version and build. */
    private static final List<String> CHILD = List.of("keepalived_vrrp.pid", "keepalived/vrrp.pid", "vrrp.pid");

    private static final String NAME = "keepalived";
    private static final Path PROC = Path.of("/proc");

    private final Path pidFile;
    private final Path proc;

    /** Finds it by the parent's pid file; the child's are looked for beside it. */
    public KeepalivedProcess(Path pidFile) {
        this(pidFile, PROC);
    }

    /** Creates the same with another {@code /proc}. */
    KeepalivedProcess(Path pidFile, Path proc) {
        this.pidFile = pidFile;
        this.proc = proc;
    }

    /**
     * Returns how it is now. Two or three small files are read.
     *
     * <p>FROZEN where either is; else GONE where either is; the child is known where one of its pid files is there.
     */
    public KeepalivedState look() {
        KeepalivedState parent = of(pidFile);
        KeepalivedState child = child();
        if (parent == FROZEN || child == FROZEN) {
            return FROZEN;
        }
        return child == GONE ? GONE : parent;
    }

    /** A pid file of another version may be left over: one of a process that is there comes first. */
    private KeepalivedState child() {
        KeepalivedState best = UNKNOWN;
        for (String name : CHILD) {
            KeepalivedState condition = of(pidFile.resolveSibling(name));
            if (condition == ALIVE || condition == FROZEN) {
                return condition;
            }
            best = condition == GONE ? GONE : best;
        }
        return best;
    }

    private KeepalivedState of(Path file) {
        try {
            String pid = text(file).strip();
            return pid.matches("[1-9][0-9]{0,9}") ? process(pid) : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String text(Path file) throws IOException {
        return new String(RegularFile.bytes(file, FileKind.NOTE), StandardCharsets.ISO_8859_1);
    }

    private KeepalivedState process(String pid) throws IOException {
        try {
            return judge(text(proc.resolve(pid).resolve("stat")));
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Where /proc hides other users' processes (hidepid), that one is not to be seen says nothing.
            return Files.exists(proc.resolve("1").resolve("stat")) ? GONE : UNKNOWN;
        }
    }

    /** proc_pid_stat(5): {@code pid (comm) state ...}, and any character may be in comm. */
    private static KeepalivedState judge(String stat) {
        int open = stat.indexOf('(');
        int close = stat.lastIndexOf(')');
        if (open < 0 || close < open || close + 2 >= stat.length()) {
            return UNKNOWN;
        }
        if (!stat.startsWith(NAME, open + 1)) {
            return GONE;
        }
        return switch (stat.charAt(close + 2)) {
            case 'T', 't' -> FROZEN;
            case 'Z', 'X', 'x' -> GONE;
            default -> ALIVE;
        };
    }
}
