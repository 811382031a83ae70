package io.vipagent.agent.probe;

import io.vipagent.platform.time.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * A socket whose every read ends by one deadline. A read timeout alone starts anew with each byte, so a peer that sends
 * one a second would never time out; TLS reads through here too. What a probe writes fits the send buffer and cannot
 * block.
 */
final class DeadlineSocket extends Socket {
    private final Deadline deadline;

    DeadlineSocket(Deadline deadline) {
        this.deadline = deadline;
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
                return super.read(bytes, offset, length);
            }
        };
    }
}
