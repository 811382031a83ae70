package io.vipagent.platform.linux;

/**
 * The C library where the program cannot reach it: every call fails.
 *
 * @param why in words, which is the text of every error
 */
record AbsentLibC(String why) implements LibC {
    @Override
    public int socket(int domain, int type, int protocol) {
        return NOT_THERE;
    }

    @Override
    public int bind(int descriptor, byte[] address) {
        return NOT_THERE;
    }

    @Override
    public int setsockopt(int descriptor, int level, int name, byte[] value) {
        return NOT_THERE;
    }

    @Override
    public long recvfrom(int descriptor, byte[] buffer, byte[] address) {
        return NOT_THERE;
    }

    @Override
    public int eventfd(int flags) {
        return NOT_THERE;
    }

    @Override
    public void eventfdWrite(int descriptor) {}

    @Override
    public int awaitEither(int first, int second, int milliseconds) {
        return 0;
    }

    @Override
    public boolean isWritable(int descriptor) {
        return true;
    }

    @Override
    public boolean discard(int descriptor) {
        return false;
    }

    @Override
    public long sendto(int descriptor, byte[] message, int flags, byte[] address) {
        return NOT_THERE;
    }

    @Override
    public int open(byte[] path, int flags) {
        return NOT_THERE;
    }

    @Override
    public int read(int descriptor, byte[] buffer, int from) {
        return NOT_THERE;
    }

    @Override
    public void close(int descriptor) {}

    @Override
    public int mkfifo(byte[] path, int mode) {
        return NOT_THERE;
    }

    @Override
    public void ignore(int signal) {}

    @Override
    public int madvise(long address, long length, int advice) {
        return NOT_THERE;
    }

    @Override
    public int tcgetattr(int descriptor, byte[] termios) {
        return NOT_THERE;
    }

    @Override
    public int tcsetattr(int descriptor, byte[] termios) {
        return NOT_THERE;
    }

    @Override
    public String words(long error) {
        return why;
    }
}
