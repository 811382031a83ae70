package io.vipagent.agent.control;

import io.vipagent.core.health.Reason;
import io.vipagent.core.protocol.Reply;
import io.vipagent.core.protocol.Request;
import io.vipagent.platform.linux.Descriptors;
import io.vipagent.platform.net.Acceptor;
import io.vipagent.platform.net.Acceptor.Limits;
import io.vipagent.platform.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.Function;

/**
 * Serves requests on a Unix socket, mode 0660. A client has one second in all, and few enough are served at once that
 * silent ones hold nothing up.
 */
public final class ControlSocket implements AutoCloseable {
    private static final int MAX_CLIENTS = 256;
    private static final int MIN_CLIENTS = 1;
    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(1);

    /** EAGAIN of connect(2), in the words of glibc and of musl. */
    private static final String QUEUE_IS_FULL = "temporarily unavailable";

    private final Path path;
    private final Acceptor acceptor;

    private ControlSocket(Path path, Acceptor acceptor) {
        this.path = path;
        this.acceptor = acceptor;
    }

    /**
     * Begins to serve on {@code path}. A socket file that nobody serves any more is replaced; any other file is not.
     *
     * @throws IOException where another agent serves there, or the socket cannot be made
     */
    public static ControlSocket open(Path path, Ticker ticker, Function<Request, Reply> handler) throws IOException {
        if (isServed(path)) {
            throw new IOException("another agent answers on " + path);
        }
        if (Files.exists(path)
                && !Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            throw new IOException(path + " is there already, and is no socket");
        }
        // Bound under another name first: nobody can connect before the mode is right, and the old file goes
        // atomically.
        Limits limits = limits(Descriptors.spare());
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(fresh), MAX_CLIENTS);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-rw----"));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return new ControlSocket(
                path,
                Acceptor.start("control", server, limits, ticker, _ -> true, (client, _) -> serve(client, handler)));
    }

    /** Where file descriptors are few, clients have a quarter of those that are left: the track file needs its own. */
    static Limits limits(int spareDescriptors) {
        return new Limits(Math.clamp(spareDescriptors / 4, MIN_CLIENTS, MAX_CLIENTS), CLIENT_TIMEOUT);
    }

    /** Returns whether somebody answers connections on {@code path}. */
    public static boolean isServed(Path path) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A connection to an agent that is stopped, and whose queue of connections is full, would wait for it.
            channel.configureBlocking(false);
            return channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains(QUEUE_IS_FULL);
        }
    }

    @Override
    public void close() throws IOException {
        // In this order: once nobody answers, the file may be the next agent's.
        try {
            Files.deleteIfExists(path);
        } finally {
            acceptor.close();
        }
    }

    private static void serve(SocketChannel client, Function<Request, Reply> handler) throws IOException {
        write(client, answer(readLine(client), handler).encode());
    }

    private static Reply answer(String line, Function<Request, Reply> handler) {
        try {
            return handler.apply(Request.parse(line));
        } catch (Request.Unknown e) {
            return new Reply(Reply.USAGE, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return new Reply(Reason.AGENT_ERROR.exitCode(), e.getMessage() + ": " + e.getCause());
        } catch (RuntimeException e) {
            return new Reply(Reply.DEFECT, e.toString());
        }
    }

    private static String readLine(SocketChannel client) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Request.LIMIT);
        while (buffer.hasRemaining() && client.read(buffer) >= 0) {
            String received =
                    StandardCharsets.UTF_8.decode(buffer.duplicate().flip()).toString();
            int end = received.indexOf('\n');
            if (end >= 0) {
                return received.substring(0, end);
            }
        }
        throw new IOException("no line within " + Request.LIMIT + " bytes");
    }

    private static void write(SocketChannel client, String text) throws IOException {
        ByteBuffer buffer = StandardCharsets.UTF_8.encode(text);
        while (buffer.hasRemaining()) {
            client.write(buffer);
        }
    }
}
