package io.vipagent.fake;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * An accepted TCP connection, below TLS, that knows how to be slow, mute and rude. It waits by reading, so that every
 * wait ends at once when the client leaves or when another thread closes it; what it hears meanwhile is kept for the
 * reader.
 */
final class Wire extends Socket {
    private static final byte[] NOBODY_LOOKS = new byte[8192];
    private static final int MAX_HEARD = 1024 * 1024;
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private volatile Duration pace = Duration.ZERO;
    private byte[] heard = new byte[0];

    /** Unconnected: {@link Listener} connects it. */
    Wire() throws SocketException {
        super((SocketImpl) null);
    }

    /** From now on this long passes before each byte that is written; zero for no wait. */
    void pace(Duration betweenTwoBytes) {
        pace = betweenTwoBytes;
    }

    /** Reads and forgets until the client closes. */
    void drain() throws IOException {
        InputStream in = super.getInputStream();
        while (in.read(NOBODY_LOOKS) >= 0) {
            // What a mute server hears does not matter.
        }
    }

    /** Waits. Throws when the client closes. */
    void pause(Duration duration) throws IOException {
        long end = System.nanoTime() + duration.toNanos();
        InputStream in = super.getInputStream();
        byte[] buffer = new byte[1024];
        try {
            for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
                setSoTimeout((int) Math.max(1, left / 1_000_000));
                int count = in.read(buffer);
                if (count < 0 || heard.length > MAX_HEARD) {
                    throw new SocketException("the client has closed, or talks too much");
                }
                heard = Arrays.copyOf(heard, heard.length + count);
                System.arraycopy(buffer, 0, heard, heard.length - count, count);
            }
        } catch (SocketTimeoutException timeout) {
            // The wait is over: the good case.
        }
        setSoTimeout(0);
    }

    /** Closes with RST instead of FIN. */
    void reset() throws IOException {
        setSoLinger(true, 0);
        end();
    }

    /** Closes at once, from any thread. */
    void end() throws IOException {
        super.close();
    }

    /**
     * Says that there is no more, and gives the client a moment to close first. To close while it still writes would
     * reset the connection, and with it might go what it has not yet read: the answer, or the TLS alert that says why.
     */
    @Override
    public void close() throws IOException {
        if (isClosed()) {
            return;
        }
        try {
            shutdownOutput();
            pause(FAREWELL);
        } catch (IOException e) {
            // It has closed, which is what this waits for.
        } finally {
            end();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = Math.min(length, heard.length);
                if (count == 0) {
                    return in.read(bytes, offset, length);
                }
                System.arraycopy(heard, 0, bytes, offset, count);
                heard = Arrays.copyOfRange(heard, count, heard.length);
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (pace.isZero()) {
                    out.write(bytes, offset, length);
                    return;
                }
                for (int i = offset; i < offset + length; i++) {
                    pause(pace);
                    out.write(bytes, i, 1);
                }
            }
        };
    }
}
