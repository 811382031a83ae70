package io.vipagent.platform.linux;

/** The descriptor 2 of this process. */
public final class StandardError {
    private static final int DESCRIPTOR = 2;

    private StandardError() {}

    /**
     * Returns whether a line can be written to it without waiting for somebody who reads: a full pipe would hold the
     * writer up.
     */
    public static boolean isWritable() {
        return Linkage.LIBC.isWritable(DESCRIPTOR);
    }
}
