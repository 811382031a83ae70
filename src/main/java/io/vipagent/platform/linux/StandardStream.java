package io.vipagent.platform.linux;

/** Where this process writes for people: its descriptors 1 and 2. */
public enum StandardStream {
    /** Standard output, for results. */
    OUT(1),
    /** Standard error, for messages. */
    ERR(2);

    private final int descriptor;

    StandardStream(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Returns whether a line can be written to it without waiting for somebody who reads: a full pipe would hold the
     * writer up.
     */
    public boolean isWritable() {
        return Linkage.LIBC.isWritable(descriptor);
    }
}
