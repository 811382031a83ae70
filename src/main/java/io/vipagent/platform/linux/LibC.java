package io.vipagent.platform.linux;

/**
 * What this room needs of Linux' C library: mostly its functions by their C names. What fails returns its error as a
 * negative number, as the kernel itself has it.
 */
interface LibC {
    /** No such function (ENOSYS). */
    int NOT_THERE = -38;

    int socket(int domain, int type, int protocol);

    /** {@code address} is a {@code sockaddr} of any kind. */
    int bind(int descriptor, byte[] address);

    /** {@code value} is what C would point to. */
    int setsockopt(int descriptor, int level, int name, byte[] value);

    /**
     * {@code recvfrom(2)} of one message; does not block.
     *
     * @param buffer takes as much of it as it can
     * @param address takes the sender's {@code sockaddr}, as much as there is room for
     * @return the length of what is in {@code buffer}
     */
    long recvfrom(int descriptor, byte[] buffer, byte[] address);

    /** Begins at 0. */
    int eventfd(int flags);

    /** Adds 1. */
    void eventfdWrite(int descriptor);

    /**
     * {@code poll(2)} for two that are to be read; blocks.
     *
     * @param milliseconds at most
     * @return 1 where the first has something, or an error of its own, plus 2 where the second has; 0 where neither
     *     has, or where the call was interrupted or failed
     */
    int awaitEither(int first, int second, int milliseconds);

    /** {@code poll(2)} that does not block: whether something can be written to it at once. */
    boolean isWritable(int descriptor);

    /** {@code recv(2)} of one message that nobody wants to read; does not block; whether there was one. */
    boolean discard(int descriptor);

    /** Blocks for nothing where {@code flags} say so; {@code address} is a {@code sockaddr} of any kind. */
    long sendto(int descriptor, byte[] message, int flags, byte[] address);

    /** {@code open(2)} without a mode, so nothing is made; {@code path} ends with a NUL. */
    int open(byte[] path, int flags);

    /** {@code read(2)} into {@code buffer} from index {@code from} on; 0 at the end. */
    int read(int descriptor, byte[] buffer, int from);

    void close(int descriptor);

    /** {@code path} ends with a NUL. */
    int mkfifo(byte[] path, int mode);

    /** Advice to the kernel about memory that begins with a page. */
    int madvise(long address, long length, int advice);

    /** {@code tcgetattr(3)}: fills {@code termios}, which has room for a {@code struct termios}. */
    int tcgetattr(int descriptor, byte[] termios);

    /** {@code tcsetattr(3)}, at once. */
    int tcsetattr(int descriptor, byte[] termios);

    /** Returns what the negative number {@code error} means, in the library's words. */
    String words(long error);
}
