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
     * Receives one message ({@code recvfrom(2)}); does not block.
     *
     * @param buffer takes as much of it as it can
     * @param address takes the sender's {@code sockaddr}, as much as there is room for
     * @return the length of what is in {@code buffer}
     */
    long recvfrom(int descriptor, byte[] buffer, byte[] address);

    /** Opens a counter of events that stands at 0 ({@code eventfd(2)}). */
    int eventfd(int flags);

    /** Adds 1 to the counter of an {@link #eventfd}, which wakes who waits for it. */
    void eventfdWrite(int descriptor);

    /**
     * Waits until one of two can be read ({@code poll(2)}); blocks.
     *
     * @param milliseconds at most
     * @return 1 where the first has something, or an error of its own, plus 2 where the second has; 0 where neither
     *     has, or where the call was interrupted or failed
     */
    int awaitEither(int first, int second, int milliseconds);

    /** Returns whether something can be written to it at once ({@code poll(2)}, which does not block here). */
    boolean isWritable(int descriptor);

    /**
     * Receives one message that nobody wants to read ({@code recv(2)}); does not block. Returns whether there was one.
     */
    boolean discard(int descriptor);

    /** Blocks for nothing where {@code flags} say so; {@code address} is a {@code sockaddr} of any kind. */
    long sendto(int descriptor, byte[] message, int flags, byte[] address);

    /** Opens without a mode ({@code open(2)}), so nothing is made; {@code path} ends with a NUL. */
    int open(byte[] path, int flags);

    /** Reads into {@code buffer} from index {@code from} on ({@code read(2)}); returns 0 at the end. */
    int read(int descriptor, byte[] buffer, int from);

    void close(int descriptor);

    /** {@code path} ends with a NUL. */
    int mkfifo(byte[] path, int mode);

    /**
     * Has the kernel drop a signal from now on ({@code signal(2)} with SIG_IGN), in a native image also one that the
     * library keeps for itself; whether it can is not told.
     */
    void ignore(int signal);

    /** Advises the kernel about memory that begins with a page. */
    int madvise(long address, long length, int advice);

    /** Fills {@code termios} ({@code tcgetattr(3)}), which has room for a {@code struct termios}. */
    int tcgetattr(int descriptor, byte[] termios);

    /** Puts {@code termios} in force at once ({@code tcsetattr(3)}). */
    int tcsetattr(int descriptor, byte[] termios);

    /** Returns what the negative number {@code error} means, in the library's words. */
    String words(long error);
}
