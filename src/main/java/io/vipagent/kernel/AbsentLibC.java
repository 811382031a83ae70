package io.vipagent.kernel;

import java.lang.foreign.MemorySegment;

/**
 * None: every call fails.
 *
 * @param why in words, which is the text of every error
 */
record AbsentLibC(String why) implements LibC {
    @Override
    public int socket(int domain, int type, int protocol) {
        return NOT_THERE;
    }

    @Override
    public int bind(int descriptor, MemorySegment address) {
        return NOT_THERE;
    }

    @Override
    public int eventfd(int initial, int flags) {
        return NOT_THERE;
    }

    @Override
    public void eventfdWrite(int descriptor) {}

    @Override
    public int poll(MemorySegment descriptors, int count, int milliseconds) {
        return NOT_THERE;
    }

    @Override
    public long recv(int descriptor, MemorySegment buffer, int flags) {
        return NOT_THERE;
    }

    @Override
    public long sendto(int descriptor, MemorySegment message, int flags, MemorySegment address) {
        return NOT_THERE;
    }

    @Override
    public void close(int descriptor) {}

    @Override
    public int mkfifo(MemorySegment path, int mode) {
        return NOT_THERE;
    }

    @Override
    public String words(long error) {
        return why;
    }
}
