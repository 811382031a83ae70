package io.vipagent.platform.linux;

/** {@code struct pollfd} and its flags, and another flag that both ways of calling need (poll.h, bits/socket.h). */
final class Poll {
    static final int SIZE = 8;
    static final int EVENTS = 4;
    static final int RESULT = 6;
    static final short IN = 1;
    static final short OUT = 4;

    static final int MSG_DONTWAIT = 0x40;

    private Poll() {}

    /** Returns what {@link LibC#awaitEither} says. */
    static int result(int ready, short first, short second) {
        return ready <= 0 ? 0 : (first != 0 ? 1 : 0) | (second != 0 ? 2 : 0);
    }
}
