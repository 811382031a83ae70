package io.vipagent.platform.linux;

import io.vipagent.platform.time.Ticker;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Tells systemd how the agent is doing (sd_notify(3)). Where no socket is named in the environment nothing is told. It
 * never throws and never blocks: what cannot be told at once is not told.
 */
public final class Systemd {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
    private static final int MAX_PATH_LENGTH = 108;

    private final Optional<byte[]> socket;
    private final Ticker ticker;
    private volatile String lastStatus = "";

    /**
     * {@code ticker} is the system's, whose reading is that of CLOCK_MONOTONIC on Linux.
     *
     * @param environment of which {@code NOTIFY_SOCKET} counts
     */
    public Systemd(Map<String, String> environment, Ticker ticker) {
        this.socket = Optional.ofNullable(environment.get("NOTIFY_SOCKET")).flatMap(Systemd::address);
        this.ticker = ticker;
    }

    /** The agent does its work, for the first time or again after a reload; whether that was told. */
    public boolean ready() {
        return tell("READY=1");
    }

    /** The agent is about to end; whether that was told. */
    public boolean stopping() {
        return tell("STOPPING=1");
    }

    /**
     * Tells that the agent reads its configuration again, until the next {@link #ready}. Returns whether that was told.
     */
    public boolean reloading() {
        return tell("RELOADING=1\nMONOTONIC_USEC=" + ticker.nanos() / 1_000);
    }

    /** The agent is alive; whether that was told. To be said twice in the unit's {@code WatchdogSec}. */
    public boolean watchdog() {
        return tell("WATCHDOG=1");
    }

    /**
     * Tells one line for people, in {@code systemctl status}, where it differs from the last: systemd keeps it, and
     * would tell everybody who listens on D-Bus again. Returns whether systemd knows it now.
     */
    public boolean status(String text) {
        if (text.equals(lastStatus)) {
            return true;
        }
        boolean told = tell("STATUS=" + text.replaceAll("\\R", " "));
        lastStatus = told ? text : "";
        return told;
    }

    private boolean tell(String message) {
        return socket.isPresent() && send(message.getBytes(StandardCharsets.UTF_8), socket.get());
    }

    private static boolean send(byte[] message, byte[] address) {
        LibC libc = Linkage.LIBC;
        int descriptor = libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (descriptor < 0) {
            return false;
        }
        try {
            return libc.sendto(descriptor, message, MSG_DONTWAIT_NOSIGNAL, address) == message.length;
        } finally {
            libc.close(descriptor);
        }
    }

    /**
     * Returns a {@code sockaddr_un} of the name, whose leading @ stands for the NUL of an abstract one. Empty: no such
     * name.
     */
    private static Optional<byte[]> address(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean abstractName = name.startsWith("@");
        boolean proper = (abstractName || name.startsWith("/")) && path.length > 1 && path.length < MAX_PATH_LENGTH;
        if (!proper) {
            return Optional.empty();
        }
        // Zeros behind a path end it; behind an abstract name they would belong to it.
        byte[] address = new byte[Short.BYTES + path.length + (abstractName ? 0 : 1)];
        ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).putShort(AF_UNIX);
        System.arraycopy(path, 0, address, Short.BYTES, path.length);
        if (abstractName) {
            address[Short.BYTES] = 0;
        }
        return Optional.of(address);
    }
}
