package io.vipagent.agent.control;

import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** One question to the agent on its control socket. Who asked may stop waiting and go on later. One thread waits. */
public final class ControlClient implements AutoCloseable {
    private static final int BUFFER = 8192;

    /** A status of as many targets as a configuration may have, as metrics, has 3 MB. */
    private static final int MAX_STATUS_BYTES = 8 << 20;

    /** Every other reply is a line. */
    private static final int MAX_REPLY_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final Selector selector;
    private final int maxBytes;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    private ControlClient(SocketChannel channel, Selector selector, int maxBytes) {
        this.channel = channel;
        this.selector = selector;
        this.maxBytes = maxBytes;
    }

    /**
     * Asks, and waits for nothing.
     *
     * @throws IOException where no agent is there
     */
    public static ControlClient begin(Path socket, Request request) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((request.line() + "\n").getBytes(StandardCharsets.UTF_8)));
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new ControlClient(
                    channel, selector, request instanceof Request.Status ? MAX_STATUS_BYTES : MAX_REPLY_BYTES);
        } catch (IOException | RuntimeException e) {
            channel.close();
            // Such as a path that is too long for a socket, or a queue of connections that is full.
            throw e instanceof IOException io ? io : new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Returns the agent's reply.
     *
     * @throws SocketTimeoutException where it hangs
     * @throws IOException where none is there, or it died before it had replied
     */
    public static Reply ask(Path socket, Request request, Deadline deadline) throws IOException {
        try (ControlClient client = begin(socket, request)) {
            while (true) {
                Optional<Reply> reply = client.await(deadline);
                if (reply.isPresent()) {
                    return reply.get();
                }
            }
        }
    }

    /**
     * Waits for the reply.
     *
     * @return empty where {@link #wakeUp} was called meanwhile
     * @throws SocketTimeoutException where there is none by {@code deadline}; it may be waited for again
     * @throws IOException where the agent died before it had replied, or replied nonsense
     */
    public Optional<Reply> await(Deadline deadline) throws IOException {
        while (true) {
            if (selector.select(deadline.millisLeft()) == 0) {
                if (deadline.nanosLeft() > 0) {
                    return Optional.empty();
                }
                continue;
            }
            selector.selectedKeys().clear();
            if (channel.read(buffer.clear()) < 0) {
                return Optional.of(decode());
            }
            if (received.size() + buffer.position() > maxBytes) {
                throw new IOException("a reply without an end");
            }
            received.write(buffer.array(), 0, buffer.position());
        }
    }

    /** Lets a wait that is under way, or else the next one, return empty. Any thread may call it. */
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }

    private Reply decode() throws IOException {
        try {
            return Reply.decode(received.toString(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Returns the agent's reply; that it hangs or is not there is a reply too, with the reason's exit code. */
    public static Reply replyOf(Path socket, Request request, Deadline deadline) {
        try {
            return ask(socket, request, deadline);
        } catch (SocketTimeoutException e) {
            return late(socket);
        } catch (IOException e) {
            return unreachable(socket, e);
        }
    }

    /** Returns what is said of an agent that does not answer in time. */
    public static Reply late(Path socket) {
        return Reply.of(Reason.STALE, "the agent on " + socket + " does not answer in time");
    }

    /** Returns what is said of an agent that is not there, or ended while it was asked. */
    public static Reply unreachable(Path socket, IOException why) {
        return Reply.of(Reason.AGENT_UNREACHABLE, "no agent answers on " + socket + ": " + why.getMessage());
    }
}
