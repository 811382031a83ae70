package io.vipagent.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The functions of Linux' C library that this room calls, by their C names and with their arguments. What fails returns
 * its error as a negative number, as the kernel itself has it; {@link #poll} and {@link #recv} say just -1.
 */
interface LibC {
    /** No function of that kind here (ENOSYS). */
    int NOT_THERE = -38;

    int socket(int domain, int type, int protocol);

    int bind(int descriptor, MemorySegment address);

    int eventfd(int initial, int flags);

    /** Adds 1. */
    void eventfdWrite(int descriptor);

    /** Blocks; {@code milliseconds} below 0 mean for ever. */
    int poll(MemorySegment descriptors, int count, int milliseconds);

    long recv(int descriptor, MemorySegment buffer, int flags);

    long sendto(int descriptor, MemorySegment message, int flags, MemorySegment address);

    void close(int descriptor);

    int mkfifo(MemorySegment path, int mode);

    /** What the negative number {@code error} means, in the library's words. */
    String words(long error);

    /** That of this program. */
    static LibC here() {
        return Linkage.LIBC;
    }
}
