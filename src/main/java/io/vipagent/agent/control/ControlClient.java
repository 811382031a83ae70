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

/** Asks the agent on its control socket, by a deadline. */
public final class ControlClient {
    private static final int BUFFER = 8192;

    private ControlClient() {}

    /**
     * The agent's reply.
     *
     * @throws SocketTimeoutException where it hangs
     * @throws IOException where none is there, or it died before it had replied
     */
    public static Reply ask(Path socket, Request request, Deadline deadline) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((request.line() + "\n").getBytes(StandardCharsets.UTF_8)));
            return Reply.decode(readAll(channel, deadline));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The agent's reply; that it hangs or is not there is a reply too, with the reason's exit code. */
    public static Reply replyOf(Path socket, Request request, Deadline deadline) {
        try {
            return ask(socket, request, deadline);
        } catch (SocketTimeoutException e) {
            return reply(Reason.STALE, "the agent on " + socket + " does not answer in time");
        } catch (IOException e) {
            return reply(Reason.AGENT_UNREACHABLE, "no agent answers on " + socket + ": " + e.getMessage());
        }
    }

    private static Reply reply(Reason reason, String detail) {
        return new Reply(reason.exitCode(), reason + " " + detail);
    }

    private static String readAll(SocketChannel channel, Deadline deadline) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (true) {
                if (selector.select(deadline.millisLeft()) == 0) {
                    continue;
                }
                selector.selectedKeys().clear();
                if (channel.read(buffer.clear()) < 0) {
                    return received.toString(StandardCharsets.UTF_8);
                }
                received.write(buffer.array(), 0, buffer.position());
            }
        }
    }
}
