package io.vipagent.platform.linux;

import io.vipagent.platform.time.Ticker;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The keys of a terminal, one by one and not shown, as long as it is open. Ctrl-C is a key then too, so that the
 * terminal is always left as it was; SIGTERM counts as Ctrl-C.
 */
public final class Keyboard implements AutoCloseable {
    /** The byte that Ctrl-C sends. */
    public static final int INTERRUPT = 3;

    /** No key, and none will come. */
    public static final int END = -1;

    private static final int STANDARD_INPUT = 0;

    /** Where the local modes are in a {@code struct termios}, in glibc and musl alike, and more room than it takes. */
    private static final int LOCAL_MODES = 12;

    private static final int TERMIOS_SIZE = 128;

    private static final int ISIG = 1;
    private static final int ICANON = 2;
    private static final int ECHO = 8;

    private final LibC libc;
    private final byte[] before;
    private volatile boolean ended;

    private Keyboard(LibC libc, byte[] before) {
        this.libc = libc;
        this.before = before;
    }

    /** Returns the keyboard of this process; empty where its input is no terminal. */
    public static Optional<Keyboard> open() {
        return open(Linkage.LIBC);
    }

    static Optional<Keyboard> open(LibC libc) {
        byte[] termios = new byte[TERMIOS_SIZE];
        if (libc.tcgetattr(STANDARD_INPUT, termios) < 0) {
            return Optional.empty();
        }
        Keyboard keyboard = new Keyboard(libc, termios.clone());
        ByteBuffer modes = ByteBuffer.wrap(termios).order(ByteOrder.nativeOrder());
        modes.putInt(LOCAL_MODES, modes.getInt(LOCAL_MODES) & ~(ISIG | ICANON | ECHO));
        Signals.onTerminate(() -> keyboard.ended = true);
        return libc.tcsetattr(STANDARD_INPUT, termios) < 0 ? Optional.empty() : Optional.of(keyboard);
    }

    /** Returns whether {@code descriptor} is a terminal: 1 is the standard output. */
    public static boolean isTerminal(int descriptor) {
        return Linkage.LIBC.tcgetattr(descriptor, new byte[TERMIOS_SIZE]) >= 0;
    }

    /** Returns the next key, waited for until {@code untilNanos} of {@code ticker}; empty: none came. */
    public OptionalInt await(Ticker ticker, long untilNanos) {
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, untilNanos - ticker.nanos()));
            // In steps, so that a signal is heard soon.
            int step = (int) Math.min(100, left.toMillis());
            boolean some = libc.awaitEither(STANDARD_INPUT, -1, step) > 0;
            if (ended) {
                return OptionalInt.of(INTERRUPT);
            }
            if (some) {
                byte[] key = new byte[1];
                return OptionalInt.of(libc.read(STANDARD_INPUT, key, 0) == 1 ? key[0] : END);
            }
            if (left.toMillis() == 0) {
                return OptionalInt.empty();
            }
        }
    }

    /** Leaves the terminal as it was. */
    @Override
    public void close() {
        int _ = libc.tcsetattr(STANDARD_INPUT, before);
    }
}
