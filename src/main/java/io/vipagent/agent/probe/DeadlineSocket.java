package io.vipagent.agent.probe;

import io.vipagent.platform.time.Deadline;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose every read ends by the deadline of the question that it carries, and that never writes so much that a
 * write could block. A read timeout alone begins again with each byte, so a peer that sends one a second would never
 * time out; TLS reads through here too.
 *
 * <p>Java knows no timeout of a write. One blocks once the kernel's send buffer is full, which holds 46 KiB and more; a
 * probe writes a hello, perhaps a certificate, and a request. A peer can make TLS 1.3 write more, by asking for new
 * keys again and again (RFC 8446, section 4.6.3), and not read it: at {@value #MAX_WRITTEN} bytes the probe has failed.
 * A connection that carries several questions ends before: a peer can answer them without having read them.
 *
 * <p>A write that fails is told by the read behind it, which first reads what the peer still said: a server that
 * refuses our certificate sends an alert and closes, and the write that meets the closed connection must not hide the
 * alert.
 */
final class DeadlineSocket extends Socket {
    /** The greatest number of bytes that is written. */
    static final int MAX_WRITTEN = 32 * 1024;

    /** From so many on, no other question begins. */
    private static final int MAX_WRITTEN_BEFORE = MAX_WRITTEN / 2;

    private Deadline deadline;
    private int written;
    private @Nullable SocketException failedWrite;

    DeadlineSocket(Deadline deadline) {
        this.deadline = deadline;
    }

    /** Begins another question, which ends by {@code next}. */
    void begin(Deadline next) {
        deadline = next;
    }

    /** Returns whether so little was written that another question is sure not to block. */
    boolean hasRoom() {
        return written < MAX_WRITTEN_BEFORE;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                setSoTimeout(deadline.millisLeft());
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                setSoTimeout(deadline.millisLeft());
                int count = super.read(bytes, offset, length);
                if (count < 0 && failedWrite != null) {
                    throw failedWrite;
                }
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                count(length);
                if (failedWrite == null) {
                    try {
                        out.write(bytes, offset, length);
                    } catch (SocketException e) {
                        failedWrite = e;
                    }
                }
            }
        };
    }

    private void count(int more) throws SocketException {
        written += more;
        if (written > MAX_WRITTEN) {
            throw new SocketException("the server makes the probe write more than " + MAX_WRITTEN / 1024 + " KiB");
        }
    }
}
