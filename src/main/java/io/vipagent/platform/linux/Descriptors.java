package io.vipagent.platform.linux;

import java.io.IOException;
import java.nio.file.Path;

/** The file descriptors of this process. */
public final class Descriptors {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final String LINE = "Max open files";

    /** The limit where the kernel does not tell: what systemd gives a service. */
    private static final int USUAL_LIMIT = 1024;

    private Descriptors() {}

    /** Returns how many this process may open beyond those that it has; 0 where it may not. */
    public static int spare() {
        return Math.max(0, limit() - open());
    }

    /** Returns how many this process may have open: its soft limit. */
    public static int limit() {
        try {
            return FileDescriptorReader.lines(LIMITS).stream()
                    .filter(line -> line.startsWith(LINE))
                    .map(line -> line.substring(LINE.length()).strip().split(" +", 2)[0])
                    .mapToInt(soft -> soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft))
                    .findFirst()
                    .orElse(USUAL_LIMIT);
        } catch (IOException | NumberFormatException e) {
            return USUAL_LIMIT;
        }
    }

    /** Returns how many this process has open; 0 where the kernel does not tell. */
    public static int open() {
        String[] open = OPEN.toFile().list();
        // One of them is for this very look.
        return open == null ? 0 : open.length - 1;
    }
}
